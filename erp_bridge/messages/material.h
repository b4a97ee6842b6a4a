#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"

// What an order takes from stock and gives to it.
namespace planttwin::bridge {

// Components were taken from stock for an order; `lot` is that of the component.
struct MaterialIssued {
  static constexpr std::string_view kName = "MaterialIssued";
  std::string order;
  std::string operation;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string into_lot;  // the lot that consumes them: an edge of the genealogy
  std::optional<std::string> status = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const MaterialIssued&, const MaterialIssued&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("into_lot", self.into_lot);
    fields("status", self.status);
    fields("serials", self.serials);
  }
};

// Components that were issued have gone back into stock.
struct MaterialReturned {
  static constexpr std::string_view kName = "MaterialReturned";
  std::string order;
  std::string operation;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from_lot;  // the lot that did not consume them
  std::optional<std::string> status = std::nullopt;
  std::optional<std::string> reason = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const MaterialReturned&, const MaterialReturned&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("from_lot", self.from_lot);
    fields("status", self.status);
    fields("reason", self.reason);
    fields("serials", self.serials);
  }
};

// A lot of an order is finished and lies in stock.
struct ProductCompleted {
  static constexpr std::string_view kName = "ProductCompleted";
  std::string order;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from_lot;  // the lot in process that it was
  std::optional<std::string> status = std::nullopt;
  std::optional<Completion> completion = std::nullopt;
  std::optional<sim::Decimal> open_quantity = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const ProductCompleted&, const ProductCompleted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("from_lot", self.from_lot);
    fields("status", self.status);
    fields("completion", self.completion);
    fields("open_quantity", self.open_quantity);
    fields("serials", self.serials);
  }
};

// An operation gave something beside its product.
struct ByProduct {
  static constexpr std::string_view kName = "ByProduct";
  std::string order;
  std::string operation;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from_lot;  // the lot in process that gave it
  std::optional<std::string> status = std::nullopt;
  std::optional<Completion> completion = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const ByProduct&, const ByProduct&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("from_lot", self.from_lot);
    fields("status", self.status);
    fields("completion", self.completion);
    fields("serials", self.serials);
  }
};

// Units were scrapped: of an order in process (no location), or of stock (no order).
struct Scrapped {
  static constexpr std::string_view kName = "Scrapped";
  std::optional<std::string> order = std::nullopt;
  std::optional<std::string> operation = std::nullopt;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::optional<std::string> location = std::nullopt;
  std::optional<std::string> status = std::nullopt;  // of the stock: "unrestricted" or "held"
  std::string reason;
  std::optional<Completion> completion = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const Scrapped&, const Scrapped&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("operation", self.operation);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("status", self.status);
    fields("reason", self.reason);
    fields("completion", self.completion);
    fields("serials", self.serials);
  }
};

}  // namespace planttwin::bridge
