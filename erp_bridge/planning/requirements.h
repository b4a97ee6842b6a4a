#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "sim/quantity.h"
#include "sim/ratio.h"
#include "sim/time.h"

// Material requirements planning (J. Orlicky, Material Requirements Planning, 1975): what has to be
// made and bought, and when, so that all demand is met.
namespace planttwin::bridge {

// How an item is planned. Items are positions in one list.
struct PlannedItem {
  struct Component {
    std::size_t item = 0;
    sim::Ratio per_step{0, 1};  // steps of the component for one step of the item, with scrap
  };
  bool planned = true;  // otherwise somebody else sees to it, such as a kanban
  sim::Duration lead_time;
  sim::Quantity multiple;           // orders are multiples of it; zero: just what is needed
  std::int32_t low_level_code = 0;  // deeper than that of all items that it goes into
  std::vector<Component> components;
};

struct Requirement {
  std::size_t item = 0;
  sim::Quantity quantity;
  sim::Time due;
};

// An order that should be released, at the latest at `release`, so that it is done when it is due.
struct PlannedOrder {
  std::size_t item = 0;
  sim::Quantity quantity;
  sim::Time release;
  sim::Time due;

  friend bool operator==(const PlannedOrder&, const PlannedOrder&) = default;
};

// What there is or will be of every item: stock, and what open orders are still to bring. Open
// orders count whenever they are due: one that comes too late is to be hurried, not ordered twice.
using Supplies = std::vector<sim::Quantity>;

// Nets requirements level by level against the supplies and explodes what is missing into its
// components. Sorted by release, then by position of the item.
std::vector<PlannedOrder> plan_requirements(const std::vector<PlannedItem>& items,
                                            std::vector<Requirement> requirements,
                                            Supplies supplies);

// A quantity of a component, rounded up to a whole step.
sim::Quantity required(sim::Quantity parent, const sim::Ratio& per_step);

}  // namespace planttwin::bridge
