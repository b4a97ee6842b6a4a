#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/decimal.h"
#include "sim/utc_instant.h"

// Production orders, from their release to their close.
namespace planttwin::bridge {

// An order may begin, or has: one of the back office, or of the plant's own replenishment.
struct ProductionOrderReleased {
  static constexpr std::string_view kName = "ProductionOrderReleased";
  std::string order;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<sim::UtcInstant> due = std::nullopt;
  std::optional<std::string> revision = std::nullopt;  // of the item
  std::optional<std::string> routing_revision = std::nullopt;
  std::optional<sim::UtcInstant> start = std::nullopt;  // earliest
  std::optional<sim::Decimal> lot_size = std::nullopt;  // to be made in lots of it

  friend bool operator==(const ProductionOrderReleased&, const ProductionOrderReleased&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("due", self.due);
    fields("revision", self.revision);
    fields("routing_revision", self.routing_revision);
    fields("start", self.start);
    fields("lot_size", self.lot_size);
  }
};

// An order has become another one: these members hold from now on.
struct ProductionOrderChanged {
  static constexpr std::string_view kName = "ProductionOrderChanged";
  std::string order;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<sim::UtcInstant> due = std::nullopt;
  std::optional<std::string> revision = std::nullopt;
  std::optional<std::string> routing_revision = std::nullopt;
  std::optional<sim::UtcInstant> start = std::nullopt;
  std::optional<std::string> reason = std::nullopt;

  friend bool operator==(const ProductionOrderChanged&, const ProductionOrderChanged&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("due", self.due);
    fields("revision", self.revision);
    fields("routing_revision", self.routing_revision);
    fields("start", self.start);
    fields("reason", self.reason);
  }
};

// Nothing more is to be made of an order.
struct ProductionOrderCancelled {
  static constexpr std::string_view kName = "ProductionOrderCancelled";
  std::string order;
  std::optional<std::string> reason = std::nullopt;

  friend bool operator==(const ProductionOrderCancelled&,
                         const ProductionOrderCancelled&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("reason", self.reason);
  }
};

// Nothing more is booked to an order.
struct ProductionOrderClosed {
  static constexpr std::string_view kName = "ProductionOrderClosed";
  std::string order;
  std::optional<std::string> reason = std::nullopt;

  friend bool operator==(const ProductionOrderClosed&, const ProductionOrderClosed&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("reason", self.reason);
  }
};

// Something is booked to a closed order after all.
struct ProductionOrderReopened {
  static constexpr std::string_view kName = "ProductionOrderReopened";
  std::string order;
  std::optional<std::string> reason = std::nullopt;

  friend bool operator==(const ProductionOrderReopened&, const ProductionOrderReopened&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("reason", self.reason);
  }
};

// The plant asks whether it may begin an order with what it knows of it. Confirmed or Rejected
// answers.
struct OrderValidation {
  static constexpr std::string_view kName = "OrderValidation";
  std::string order;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<std::string> revision = std::nullopt;
  std::optional<std::string> routing_revision = std::nullopt;

  friend bool operator==(const OrderValidation&, const OrderValidation&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("revision", self.revision);
    fields("routing_revision", self.routing_revision);
  }
};

}  // namespace planttwin::bridge
