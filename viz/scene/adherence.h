#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "scenarios/playback/floor_state.h"
#include "scenarios/playback/history.h"
#include "viz/scene/colour.h"

namespace planttwin::view {

// How a lot stands to its due date. The first that applies:
//   held      it is on hold
//   late      its order is past due, or what is left to do by the plan ends after that
//   hot       its order has a higher priority than most orders of the run
//   early     it has done at least a tenth more of its planned work than the share of the time
//             between release and due date that is over
//   on_time   otherwise
//   no_due    its order has no due date
enum class Adherence : std::uint8_t { kHeld, kLate, kHot, kEarly, kOnTime, kNoDue };
inline constexpr int kAdherences = 6;

inline constexpr std::array<std::string_view, kAdherences> kAdherenceNames = {
    "on hold", "late", "hot", "early", "on time", "no due date"};
inline constexpr std::array<Colour, kAdherences> kAdherenceColours = {
    colour("#6b7280"), colour("#d7263d"), colour("#c2298f"),
    colour("#2f7fd6"), colour("#2e9e5b"), colour("#a08c6c")};

constexpr Colour colour_of(Adherence adherence) {
  return kAdherenceColours[static_cast<std::size_t>(adherence)];
}

// Of a lot at an instant, microseconds since the start.
Adherence adherence_of(const playback::History& history, const playback::LotNow& lot,
                       std::int64_t now);

// How long before its due date the lot would be done if nothing kept it waiting any more;
// microseconds, negative when it is too late for that. Requires that its order has a due date.
std::int64_t slack_of(const playback::History& history, const playback::LotNow& lot,
                      std::int64_t now);

}  // namespace planttwin::view
