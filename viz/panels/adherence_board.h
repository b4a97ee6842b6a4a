#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/playback/history.h"
#include "viz/scene/adherence.h"

namespace planttwin::view {

// How the lots in the plant of one product stand to their due dates. Slack is in microseconds, of
// lots with a due date; negative when they are too late.
struct BoardRow {
  std::int32_t material = -1;  // of the order
  std::string product;
  std::array<std::int32_t, kAdherences> lots{};
  std::int32_t all = 0;
  std::int32_t with_due = 0;
  std::int64_t least_slack = 0;
  std::int64_t mean_slack = 0;
};

// By product; those with the least slack first, those without due dates last.
std::vector<BoardRow> adherence_board(const playback::History& history,
                                      const playback::FloorState& state, std::int64_t now);

}  // namespace planttwin::view
