#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::plant {

// How single pieces of a material are told apart.
enum class MaterialControl : std::uint8_t {
  kNone,    // a quantity only
  kLot,     // every receipt keeps its lot: genealogy, expiry, holds
  kSerial,  // every unit has a number of its own
};

// Anything that is bought, made, consumed or sold.
struct Material {
  std::string id;
  std::string name;
  sim::Unit unit;  // every quantity of the material counts steps of this unit
  MaterialControl control = MaterialControl::kNone;
  std::optional<sim::Duration> shelf_life;  // stock older than this expires
  sim::Money standard_cost;                 // per one unit
  bool phantom = false;  // an order for it is never made; its BOM is blown through
};

// An alternative to a BOM item's component, in order of preference.
struct AlternateComponent {
  MaterialId component;
  sim::Quantity quantity;  // per base quantity
};

// A component of a BOM, or a by-product (made, not consumed).
struct BomItem {
  MaterialId component;
  sim::Quantity quantity;         // per base quantity of the product, without scrap
  sim::Ratio scrap_factor{0, 1};  // extra consumption: quantity x (1 + scrap_factor)
  OperationIndex operation = 0;   // consumed (or made) at this operation of the routing
  std::int32_t phase = -1;        // recipe phase that charges it; -1: the operation as a whole
  bool by_product = false;
  bool again_on_rework = false;  // a lot that comes back to the operation consumes it again
  std::optional<IssueAt> issue;  // otherwise the plant's option
  std::vector<AlternateComponent> alternates;
};

// What one base quantity of a product is made of. Of several revisions the one whose effectivity
// [from, to) holds the order's release is used.
struct Bom {
  std::string id;
  MaterialId material;
  std::string revision;
  sim::Quantity base_quantity;
  sim::Time effective_from = sim::Time::from_start(-sim::Duration::max());
  sim::Time effective_to = sim::Time::never();
  std::vector<BomItem> items;
};

// A place where stock lies: a warehouse with its picking, or the supermarket of a line.
struct Location {
  std::string id;
  SiteId site;
  NodeId node;                          // where carriers stop for it; invalid: not in the network
  std::optional<std::int32_t> pickers;  // picks at once; empty: no limit
};

// A quality of a supplier's lots: the fraction of lots that are bad, and of units in them.
struct SupplierQuality {
  double bad_lot_probability = 0;
  bool detected_on_receipt = true;  // incoming inspection finds bad lots
};

}  // namespace planttwin::plant
