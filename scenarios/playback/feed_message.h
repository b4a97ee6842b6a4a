#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_plan.h"
#include "scenarios/playback/floor_state.h"
#include "scenarios/report/event_log_tables.h"
#include "scenarios/report/logged_names.h"

namespace planttwin::playback {

// Changes with what is told. Both sides know the same events when they know the same logs.
inline constexpr std::uint32_t kFeedVersion = 0x46'00'00'00 + scenario::kLogSchema;

// What a run that goes on tells a view: what has happened since the last message or, to begin with
// and after something was left out, the whole state.
struct FeedMessage {
  std::int64_t now = 0;                // microseconds since the start
  std::optional<FloorState> keyframe;  // the state before `events`
  std::vector<scenario::LoggedOrder> orders;
  std::vector<scenario::LoggedLot> lots;
  std::vector<FloorEvent> events;
  std::string end;  // the reason, once the run has ended
};

std::string encode(const FeedMessage& message);
// Throws sim::StateError for bytes that are no such message or were written by another version of
// the program, std::out_of_range for one that does not fit the plan.
FeedMessage decode_feed_message(std::string_view bytes, const FloorPlan& plan);

}  // namespace planttwin::playback
