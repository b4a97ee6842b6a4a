#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/decimal.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

// What is made and how: items, bills of material and routings, each in revisions that are in force
// for some time.
namespace planttwin::bridge {

// Another unit in which an item is counted: one of it is `factor` of the item's own.
struct UnitFactor {
  std::string unit;
  sim::Decimal factor;

  friend bool operator==(const UnitFactor&, const UnitFactor&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("unit", self.unit);
    fields("factor", self.factor);
  }
};

// An item as the one who keeps the master data knows it.
struct MaterialMaster {
  static constexpr std::string_view kName = "MaterialMaster";
  std::string item;
  std::string revision;
  std::string unit;
  std::optional<std::string> description = std::nullopt;
  std::optional<sim::UtcInstant> valid_from = std::nullopt;
  std::optional<sim::UtcInstant> valid_to = std::nullopt;
  std::optional<std::string> procurement = std::nullopt;     // "made" or "bought"
  std::optional<std::string> lot_control = std::nullopt;     // "none", "lot" or "serial"
  std::optional<sim::Decimal> standard_cost = std::nullopt;  // of one unit
  std::optional<std::string> currency = std::nullopt;
  std::optional<sim::Duration> shelf_life = std::nullopt;
  std::vector<UnitFactor> units = {};  // beside its own

  friend bool operator==(const MaterialMaster&, const MaterialMaster&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("revision", self.revision);
    fields("unit", self.unit);
    fields("description", self.description);
    fields("valid_from", self.valid_from);
    fields("valid_to", self.valid_to);
    fields("procurement", self.procurement);
    fields("lot_control", self.lot_control);
    fields("standard_cost", self.standard_cost);
    fields("currency", self.currency);
    fields("shelf_life", self.shelf_life);
    fields("units", self.units);
  }
};

// A component: so much of it goes into the bill's quantity.
struct BillLine {
  std::string position;
  std::string item;
  sim::Decimal quantity;
  std::string unit;
  std::optional<std::string> operation = std::nullopt;  // that consumes it
  std::optional<std::string> revision = std::nullopt;
  std::optional<sim::Decimal> scrap_share = std::nullopt;  // lost on the way, of the quantity

  friend bool operator==(const BillLine&, const BillLine&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("position", self.position);
    fields("item", self.item);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("operation", self.operation);
    fields("revision", self.revision);
    fields("scrap_share", self.scrap_share);
  }
};

// What goes into `quantity` of an item.
struct BillOfMaterial {
  static constexpr std::string_view kName = "BillOfMaterial";
  std::string item;
  std::string revision;
  sim::Decimal quantity;
  std::string unit;
  std::vector<BillLine> lines = {};
  std::optional<sim::UtcInstant> valid_from = std::nullopt;
  std::optional<sim::UtcInstant> valid_to = std::nullopt;

  friend bool operator==(const BillOfMaterial&, const BillOfMaterial&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("revision", self.revision);
    fields("quantity", self.quantity);
    fields("unit", self.unit);
    fields("lines", self.lines);
    fields("valid_from", self.valid_from);
    fields("valid_to", self.valid_to);
  }
};

// An operation of a routing.
struct RoutingStep {
  std::string operation;
  std::string work_center;
  sim::Duration setup_time;
  sim::Duration machine_time;                              // for one unit
  std::optional<sim::Duration> labor_time = std::nullopt;  // for one unit
  std::optional<std::string> description = std::nullopt;

  friend bool operator==(const RoutingStep&, const RoutingStep&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("operation", self.operation);
    fields("work_center", self.work_center);
    fields("setup_time", self.setup_time);
    fields("machine_time", self.machine_time);
    fields("labor_time", self.labor_time);
    fields("description", self.description);
  }
};

// The operations that make an item, in their order.
struct Routing {
  static constexpr std::string_view kName = "Routing";
  std::string item;
  std::string revision;
  std::vector<RoutingStep> operations = {};
  std::optional<sim::UtcInstant> valid_from = std::nullopt;
  std::optional<sim::UtcInstant> valid_to = std::nullopt;

  friend bool operator==(const Routing&, const Routing&) = default;
  template <class Self, class Fields>
  static void describe(Self& self, Fields& fields) {
    fields("item", self.item);
    fields("revision", self.revision);
    fields("operations", self.operations);
    fields("valid_from", self.valid_from);
    fields("valid_to", self.valid_to);
  }
};

}  // namespace planttwin::bridge
