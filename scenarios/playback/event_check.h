#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_plan.h"
#include "scenarios/playback/floor_state.h"

// A log may have been damaged: nothing in it is used as a position before it has been looked at.
// All of these throw std::out_of_range.
namespace planttwin::playback {

// No order, lot or stock lot has a larger number; a run of years has a few million.
inline constexpr std::int64_t kMostNumber = 100'000'000;

// The number of an order or a lot.
inline void check_number(std::int64_t number) {
  if (number < 0 || number > kMostNumber) throw std::out_of_range("no such number");
}

// The record of a number, in a table that grows for it.
template <class Record>
Record& at_number(std::vector<Record>& records, std::int64_t number) {
  check_number(number);
  const auto index = static_cast<std::size_t>(number);
  if (index >= records.size()) records.resize(index + 1);
  return records[index];
}

// -1, or the position of something.
void check_reference(std::int32_t reference, std::size_t size, const char* what);

// What events of its type need is there, and refers to what the plan has.
void check_event(const FloorPlan& plan, const FloorEvent& event);

// A state that was sent: its sizes are those of the plan, and it refers to what the plan has.
void check_state(const FloorPlan& plan, const FloorState& state);

// All references between the tables of a plan.
void check_plan(const FloorPlan& plan);

}  // namespace planttwin::playback
