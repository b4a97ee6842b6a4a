#pragma once

#include <cstdint>
#include <functional>

#include "plant_models/run/plant_event.h"
#include "sim/database.h"

namespace planttwin::scenario {

// A row of events.sqlite; -1 where the event does not say. Amounts are 0 then.
struct LoggedEvent {
  std::int64_t id = 0;
  std::int64_t time = 0;
  plant::EventType type = plant::EventType::kOrderReleased;
  std::int64_t order = -1;
  std::int64_t lot = -1;
  std::int64_t other_lot = -1;
  std::int64_t stock = -1;
  std::int64_t work_center = -1;
  std::int64_t machine = -1;
  std::int64_t material = -1;
  std::int64_t location = -1;
  std::int64_t node = -1;
  std::int64_t operation = -1;
  std::int64_t other = -1;
  std::int64_t quantity = 0;
  std::int64_t other_quantity = 0;
  std::int64_t duration = 0;
  std::int64_t value = 0;
};

// Calls with every event of a log in its order.
void for_each_event(sim::Database& log, const std::function<void(const LoggedEvent&)>& handle);

// A number of the log's meta data; the second where it has none.
std::int64_t log_number(sim::Database& log, const char* key, std::int64_t otherwise);

}  // namespace planttwin::scenario
