#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::view {

// An order as a table shows it.
struct OrderRow {
  std::int32_t number = -1;
  std::string name;
  std::string material;
  std::string quantity;  // "12 of 40 pcs"
  std::string lateness;  // "1 d 02:30 late", "0 d 04:00 left", "done in time"
  double progress = 0;   // good by quantity, 0 to 1
  bool has_due = false;
  std::int64_t late_by = 0;  // microseconds behind its due date; negative: so much is left
};

enum class OrderColumn : std::uint8_t { kName, kMaterial, kProgress, kLateness };

// Which orders, and in which sequence.
struct OrderQuery {
  std::string filter;      // part of the name of the order or of its material, in any case
  bool completed = false;  // those that are completed too
  OrderColumn column = OrderColumn::kLateness;
  bool descending = true;

  bool operator==(const OrderQuery&) const = default;
};

// The released orders at an instant. Equal rows are in the sequence of their numbers; those without
// a due date come last by lateness, whichever way it is sorted.
std::vector<OrderRow> order_rows(const playback::History& history,
                                 const playback::FloorState& state, std::int64_t now,
                                 const OrderQuery& query);

}  // namespace planttwin::view
