#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"
#include "sim/utc_instant.h"

// What quality management decides and what it is decided by.
namespace planttwin::bridge {

// One characteristic was inspected: of a lot, of units, or at an operation.
struct InspectionRecorded {
  static constexpr std::string_view kName = "InspectionRecorded";
  std::string item;
  std::string characteristic;
  Verdict verdict = Verdict::kAccepted;
  std::optional<std::string> lot = std::nullopt;
  std::optional<std::string> order = std::nullopt;
  std::optional<std::string> operation = std::nullopt;
  std::optional<SignedDecimal> value = std::nullopt;
  std::optional<std::string> unit = std::nullopt;  // of the value
  std::optional<SignedDecimal> lower_limit = std::nullopt;
  std::optional<SignedDecimal> upper_limit = std::nullopt;
  std::optional<std::string> inspection = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const InspectionRecorded&, const InspectionRecorded&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("characteristic", self.characteristic);
    fields("verdict", self.verdict);
    fields("lot", self.lot);
    fields("order", self.order);
    fields("operation", self.operation);
    fields("value", self.value);
    fields("unit", self.unit);
    fields("lower_limit", self.lower_limit);
    fields("upper_limit", self.upper_limit);
    fields("inspection", self.inspection);
    fields("serials", self.serials);
  }
};

// Something is not as it should be.
struct NonconformanceRaised {
  static constexpr std::string_view kName = "NonconformanceRaised";
  std::string nonconformance;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string reason;
  std::optional<std::string> order = std::nullopt;
  std::optional<std::string> operation = std::nullopt;
  std::optional<std::string> severity = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const NonconformanceRaised&, const NonconformanceRaised&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("nonconformance", self.nonconformance);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("reason", self.reason);
    fields("order", self.order);
    fields("operation", self.operation);
    fields("severity", self.severity);
    fields("serials", self.serials);
  }
};

// A whole lot, or the units with these serials, must not be used: wherever it lies, or at one
// location.
struct LotHeld {
  static constexpr std::string_view kName = "LotHeld";
  std::string item;
  std::string lot;
  std::string reason;
  std::optional<std::string> location = std::nullopt;
  std::optional<std::string> nonconformance = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const LotHeld&, const LotHeld&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("reason", self.reason);
    fields("location", self.location);
    fields("nonconformance", self.nonconformance);
    fields("serials", self.serials);
  }
};

// A held lot may be used again.
struct LotReleased {
  static constexpr std::string_view kName = "LotReleased";
  std::string item;
  std::string lot;
  std::optional<std::string> reason = std::nullopt;
  std::optional<std::string> location = std::nullopt;
  std::optional<std::string> nonconformance = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const LotReleased&, const LotReleased&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("reason", self.reason);
    fields("location", self.location);
    fields("nonconformance", self.nonconformance);
    fields("serials", self.serials);
  }
};

// Something is to be done so that it does not happen again: corrective and preventive action.
struct CapaOpened {
  static constexpr std::string_view kName = "CapaOpened";
  std::string capa;
  std::string reason;
  std::optional<std::string> nonconformance = std::nullopt;
  std::optional<std::string> item = std::nullopt;
  std::optional<sim::UtcInstant> due = std::nullopt;

  friend bool operator==(const CapaOpened&, const CapaOpened&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("capa", self.capa);
    fields("reason", self.reason);
    fields("nonconformance", self.nonconformance);
    fields("item", self.item);
    fields("due", self.due);
  }
};

}  // namespace planttwin::bridge
