#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.h"
#include "tests/properties/dice.h"

namespace planttwin::swarm {

// Who takes part.
enum class Place : std::uint8_t { kEdge, kMiddleware, kErp, kOffice };
inline constexpr int kPlaces = 4;

// A span in which something does not work.
struct Trouble {
  Place place = Place::kEdge;
  sim::Time from;
  sim::Time to;
  std::string code;  // of refusals

  bool at(Place where, sim::Time now) const { return place == where && from <= now && now < to; }
};

// What goes wrong, and until when. Chances are in 10,000.
struct FaultPlan {
  sim::Time until;  // after the last fault
  std::int64_t loss = 0;
  std::int64_t doubling = 0;
  std::int64_t broken = 0;           // of what is lost: the sender learns that the line has broken
  sim::Duration longest_delay;       // beyond the usual: reorders
  sim::Duration longest_echo;        // after which a copy arrives
  std::int64_t crash = 0;            // before and after a transaction, and between two sendings
  std::vector<Trouble> unreachable;  // nothing arrives at a place
  std::vector<Trouble> crashes;      // at `from`, back at `to`
  std::vector<Trouble> full_disks;
  std::vector<Trouble> refusals;   // of the ERP
  std::vector<Trouble> scrambled;  // what comes to a place has waited for anything up to a minute
};

// Faults within `span` from the start on.
FaultPlan make_fault_plan(testing::Dice& dice, sim::Duration span);

}  // namespace planttwin::swarm
