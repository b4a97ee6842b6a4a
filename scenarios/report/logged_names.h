#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plant_models/run/run_state.h"

namespace planttwin::scenario {

// An order or a lot as logs and views name it. Quantities in the smallest step of the material;
// `due` in microseconds since the start, nothing when there is no due date.
struct LoggedOrder {
  std::int64_t number = -1;
  std::string name;
  std::int32_t material = -1;
  std::int64_t quantity = 0;
  std::optional<std::int64_t> due;
  std::int32_t priority = 0;
};
struct LoggedLot {
  std::int64_t number = -1;
  std::string name;
  std::int64_t order = -1;
  std::int32_t material = -1;
  std::int32_t routing = -1;
};

LoggedOrder logged_order(std::int64_t number, const plant::RunState& run);
// Nothing for a lot that has ended: it was named when it began.
std::optional<LoggedLot> logged_lot(std::int64_t number, const plant::RunState& run);

}  // namespace planttwin::scenario
