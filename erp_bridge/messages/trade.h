#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/decimal.h"
#include "sim/utc_instant.h"

// What the back office and its suppliers tell each other.
namespace planttwin::bridge {

// A line of a purchase order.
struct PurchaseLine {
  std::string order_line;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<sim::UtcInstant> promised = std::nullopt;
  std::optional<std::string> location = std::nullopt;  // where it is to go
  std::optional<std::string> revision = std::nullopt;

  friend bool operator==(const PurchaseLine&, const PurchaseLine&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order_line", self.order_line);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("promised", self.promised);
    fields("location", self.location);
    fields("revision", self.revision);
  }
};

// A supplier is asked to deliver.
struct PurchaseOrder {
  static constexpr std::string_view kName = "PurchaseOrder";
  std::string purchase_order;
  std::string supplier;
  std::vector<PurchaseLine> lines = {};
  std::optional<std::string> currency = std::nullopt;

  friend bool operator==(const PurchaseOrder&, const PurchaseOrder&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("purchase_order", self.purchase_order);
    fields("supplier", self.supplier);
    fields("lines", self.lines);
    fields("currency", self.currency);
  }
};

// What is on its way of a line of a purchase order.
struct NoticeLine {
  std::string order_line;
  std::string item;
  std::optional<std::string> lot = std::nullopt;
  sim::Decimal quantity;
  std::string unit;
  std::vector<std::string> serials = {};

  friend bool operator==(const NoticeLine&, const NoticeLine&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order_line", self.order_line);
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("serials", self.serials);
  }
};

// A supplier has sent goods.
struct AdvanceShipNotice {
  static constexpr std::string_view kName = "AdvanceShipNotice";
  std::string delivery;
  std::string supplier;
  std::string purchase_order;
  sim::UtcInstant promised;  // when they are to come
  std::vector<NoticeLine> lines = {};

  friend bool operator==(const AdvanceShipNotice&, const AdvanceShipNotice&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("delivery", self.delivery);
    fields("supplier", self.supplier);
    fields("purchase_order", self.purchase_order);
    fields("promised", self.promised);
    fields("lines", self.lines);
  }
};

}  // namespace planttwin::bridge
