#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace planttwin::bridge {

enum class Direction : std::uint8_t { kToErp, kToPlant };

// What became of one message. Times that have not come are never().
struct MessageJourney {
  Direction direction = Direction::kToErp;
  std::string key;
  std::string type;
  std::string partition;
  sim::Time happened;  // what it reports, or the order was given
  sim::Time first_sent = sim::Time::never();
  sim::Time first_arrived = sim::Time::never();  // at its receiver
  sim::Time first_taken = sim::Time::never();    // booked, or handed to the plant
  sim::Time ended = sim::Time::never();          // the sender knows what has become of it
  std::int32_t sent = 0;                         // times
  std::int32_t arrived = 0;                      // times
  bool taken = false;                            // acknowledged by its receiver
  std::string refusal;                           // the last one's code
  std::string refused_at_record;                 // likewise, as the receiver has said it
  bool collected = false;                        // posted together with others of its order
  // Of a collected message: when the last of those that it is posted with had happened.
  sim::Time complete = sim::Time::never();
};

// Open messages of a direction at an instant; a point for every change that lasted.
struct BacklogPoint {
  sim::Time at;
  std::int64_t to_erp = 0;
  std::int64_t to_plant = 0;
};

// What went between plant and ERP in a run. What it refers to outlives it.
struct TrafficLog {
  const std::vector<MessageJourney>& journeys;  // in the order of entry
  const std::vector<BacklogPoint>& backlog;
};

}  // namespace planttwin::bridge
