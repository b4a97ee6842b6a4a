#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"
#include "sim/utc_instant.h"

// What happens to stock beside production.
namespace planttwin::bridge {

// Bought material has come.
struct GoodsReceived {
  static constexpr std::string_view kName = "GoodsReceived";
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::optional<std::string> status = std::nullopt;
  std::optional<std::string> purchase_order = std::nullopt;
  std::optional<std::string> order_line = std::nullopt;
  std::optional<std::string> supplier = std::nullopt;
  std::optional<std::string> delivery = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const GoodsReceived&, const GoodsReceived&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("status", self.status);
    fields("purchase_order", self.purchase_order);
    fields("order_line", self.order_line);
    fields("supplier", self.supplier);
    fields("delivery", self.delivery);
    fields("serials", self.serials);
  }
};

// Stock has gone to another place.
struct StockMoved {
  static constexpr std::string_view kName = "StockMoved";
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string from_location;
  std::string to_location;
  std::optional<std::string> status = std::nullopt;
  std::optional<std::string> reason = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const StockMoved&, const StockMoved&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("from_location", self.from_location);
    fields("to_location", self.to_location);
    fields("status", self.status);
    fields("reason", self.reason);
    fields("serials", self.serials);
  }
};

// Stock is to leave for a customer.
struct DeliveryReleased {
  static constexpr std::string_view kName = "DeliveryReleased";
  std::string delivery;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::optional<std::string> customer = std::nullopt;
  std::optional<sim::UtcInstant> due = std::nullopt;

  friend bool operator==(const DeliveryReleased&, const DeliveryReleased&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("delivery", self.delivery);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("customer", self.customer);
    fields("due", self.due);
  }
};

// Stock has left for a customer.
struct Shipped {
  static constexpr std::string_view kName = "Shipped";
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::optional<std::string> status = std::nullopt;
  std::optional<std::string> sales_order = std::nullopt;
  std::optional<std::string> order_line = std::nullopt;
  std::optional<std::string> customer = std::nullopt;
  std::optional<std::string> delivery = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const Shipped&, const Shipped&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("status", self.status);
    fields("sales_order", self.sales_order);
    fields("order_line", self.order_line);
    fields("customer", self.customer);
    fields("delivery", self.delivery);
    fields("serials", self.serials);
  }
};

// Stock was counted: `quantity` is what lay there.
struct CycleCounted {
  static constexpr std::string_view kName = "CycleCounted";
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::optional<std::string> status = std::nullopt;
  std::optional<SignedDecimal> difference = std::nullopt;  // counted less booked
  std::optional<std::string> reason = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const CycleCounted&, const CycleCounted&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("status", self.status);
    fields("difference", self.difference);
    fields("reason", self.reason);
    fields("serials", self.serials);
  }
};

// Stock was put on hold or set free.
struct StockStatusChanged {
  static constexpr std::string_view kName = "StockStatusChanged";
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from;  // "unrestricted" or "held"
  std::string to;
  std::optional<std::string> reason = std::nullopt;
  std::vector<std::string> serials = {};

  friend bool operator==(const StockStatusChanged&, const StockStatusChanged&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
    fields("from", self.from);
    fields("to", self.to);
    fields("reason", self.reason);
    fields("serials", self.serials);
  }
};

// What one position of stock has. Some books let it be negative.
struct StockRow {
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  std::string location;
  std::string status;
  SignedDecimal quantity;
  std::string unit;
  std::vector<std::string> serials = {};

  friend bool operator==(const StockRow&, const StockRow&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("location", self.location);
    fields("status", self.status);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("serials", self.serials);
  }
};

// The stock of a system at an instant; a request asks for it, without positions. Item and location
// narrow it down.
struct InventorySnapshot {
  static constexpr std::string_view kName = "InventorySnapshot";
  Exchange exchange = Exchange::kResponse;
  sim::UtcInstant as_of;
  std::vector<StockRow> positions = {};
  std::optional<std::string> item = std::nullopt;
  std::optional<std::string> location = std::nullopt;

  friend bool operator==(const InventorySnapshot&, const InventorySnapshot&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("exchange", self.exchange);
    fields("as_of", self.as_of);
    fields("positions", self.positions);
    fields("item", self.item);
    fields("location", self.location);
  }
};

}  // namespace planttwin::bridge
