#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "sim/decimal.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

// What shop floor and back office tell each other. Every message is described once, by its function
// `describe`: formats, schemas and comparisons are made from that. Optional members may be absent;
// all others are there. Within a version members are only added, and those as optional ones.
// Quantities are exact decimals, not negative, in the unit beside them.
namespace planttwin::bridge {

// The plant has begun an order: one of its list, of a source of demand, or of a replenishment.
struct ProductionOrderReleased {
  static constexpr std::string_view kName = "ProductionOrderReleased";
  std::string order;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<sim::UtcInstant> due;

  friend bool operator==(const ProductionOrderReleased&, const ProductionOrderReleased&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("order", self.order);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("due", self.due);
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
  }
};

// Components were taken from stock for an order; `lot` is that of the component.
struct MaterialIssued {
  static constexpr std::string_view kName = "MaterialIssued";
  std::string order;
  std::string operation;
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string into_lot;  // the lot that consumes them: an edge of the genealogy

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
  }
};

// A lot of an order is finished and lies in stock.
struct ProductCompleted {
  static constexpr std::string_view kName = "ProductCompleted";
  std::string order;
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from_lot;  // the lot in process that it was

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
  }
};

// An operation gave something beside its product.
struct ByProduct {
  static constexpr std::string_view kName = "ByProduct";
  std::string order;
  std::string operation;
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from_lot;  // the lot in process that gave it

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
  }
};

// Units were scrapped: of an order in process (no location), or of stock (no order).
struct Scrapped {
  static constexpr std::string_view kName = "Scrapped";
  std::optional<std::string> order;
  std::optional<std::string> operation;
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::optional<std::string> location;
  std::optional<std::string> status;  // of the stock: "unrestricted" or "held"
  std::string reason;

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
  }
};

// Bought material has come.
struct GoodsReceived {
  static constexpr std::string_view kName = "GoodsReceived";
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::string location;

  friend bool operator==(const GoodsReceived&, const GoodsReceived&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("lot", self.lot);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("location", self.location);
  }
};

// Stock was put on hold or set free.
struct StockStatusChanged {
  static constexpr std::string_view kName = "StockStatusChanged";
  std::string item;
  std::optional<std::string> lot;
  sim::Decimal quantity;
  std::string unit;
  std::string location;
  std::string from;  // "unrestricted" or "held"
  std::string to;

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
  }
};

using Body = std::variant<ProductionOrderReleased, OperationCompleted, MaterialIssued,
                          ProductCompleted, ByProduct, Scrapped, GoodsReceived, StockStatusChanged>;

std::string_view name_of(const Body& body);
std::vector<std::string> message_names();
// Equal bodies have equal hashes; other bodies have others, but for one in 2^64.
std::uint64_t hash_of(const Body& body);

// Calls `use` with an empty body of every kind of message until it returns true.
template <std::size_t I = 0, class Use>
bool any_kind(Use use) {
  if constexpr (I == std::variant_size_v<Body>) {
    return false;
  } else {
    return use(std::variant_alternative_t<I, Body>()) || any_kind<I + 1>(use);
  }
}

// The frame of a message: CloudEvents 1.0 (cloudevents.io) with extensions of ours.
struct Envelope {
  std::string id;        // unique
  std::string source;    // "/planttwin/PLANT"
  sim::UtcInstant time;  // when it happened, by the calendar of the run
  std::string run_id;
  std::int64_t sequence = 0;    // within the partition, from 1
  std::string partition_key;    // messages of one partition keep their order
  std::string idempotency_key;  // see keys.h
  std::string short_key;
  std::string plant;         // the site
  std::string posting_date;  // "2025-03-30", in the site's calendar
};

struct Message {
  Envelope envelope;
  Body body;
};

}  // namespace planttwin::bridge
