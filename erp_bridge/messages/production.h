#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"
#include "sim/time.h"

// What the plant reports of the work on its orders.
namespace planttwin::bridge {

// A lot has begun an operation.
struct OperationStarted {
  static constexpr std::string_view kName = "OperationStarted";
  std::string order;
  std::string operation;
  std::string work_center;
  std::string item;
  std::string lot;
  sim::Decimal quantity;
  std::string unit;
  std::optional<std::string> equipment = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const OperationStarted&, const OperationStarted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("work_center", self.work_center);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("equipment", self.equipment);
    fields("serials", self.serials);
  }
};

// A lot has been through an operation.
struct OperationCompleted {
  static constexpr std::string_view kName = "OperationCompleted";
  std::string order;
  std::string operation;
  std::string work_center;
  std::string item;
  std::string lot;
  sim::Decimal quantity;  // good
  sim::Decimal scrapped;
  std::string unit;
  sim::Duration machine_time;
  std::optional<sim::Duration> labor_time = std::nullopt;
  std::optional<Completion> completion = std::nullopt;
  std::optional<sim::Decimal> open_quantity = std::nullopt;
  std::optional<std::string> equipment = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const OperationCompleted&, const OperationCompleted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("work_center", self.work_center);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("scrapped", self.scrapped);
    fields("unit", self.unit);
    fields("machine_time", self.machine_time);
    fields("labor_time", self.labor_time);
    fields("completion", self.completion);
    fields("open_quantity", self.open_quantity);
    fields("equipment", self.equipment);
    fields("serials", self.serials);
  }
};

// Units go through operations once more.
struct Reworked {
  static constexpr std::string_view kName = "Reworked";
  std::string order;
  std::string operation;  // at which that was found
  std::string item;
  std::string lot;
  sim::Decimal quantity;
  std::string unit;
  std::string reason;
  std::optional<std::string> to_operation = std::nullopt;  // where they begin again
  std::optional<Completion> completion = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const Reworked&, const Reworked&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("reason", self.reason);
    fields("to_operation", self.to_operation);
    fields("completion", self.completion);
    fields("serials", self.serials);
  }
};

// A lot in process has gone to another place.
struct WipMoved {
  static constexpr std::string_view kName = "WipMoved";
  std::string order;
  std::optional<std::string> operation = std::nullopt;  // the next
  std::string item;
  std::string lot;
  sim::Decimal quantity;
  std::string unit;
  std::string from_location;
  std::string to_location;
  std::vector<std::string> serials = {};

  friend bool operator==(const WipMoved&, const WipMoved&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("from_location", self.from_location);
    fields("to_location", self.to_location);
    fields("serials", self.serials);
  }
};

}  // namespace planttwin::bridge
