#include "scenarios/playback/levels.h"

#include <algorithm>
#include <utility>

#include "scenarios/playback/history.h"

namespace planttwin::playback {
namespace {

std::size_t step_of(const Levels& levels, std::int64_t time) {
  const auto last = static_cast<std::int64_t>(levels.lots.size()) - 1;
  return static_cast<std::size_t>(std::clamp<std::int64_t>(time / levels.step, 0, last));
}

}  // namespace

LevelMeter::LevelMeter(std::int64_t end) {
  levels_.step = std::max<std::int64_t>(1, (end + kSteps - 1) / kSteps);
  const auto steps = static_cast<std::size_t>(end / levels_.step + 1);
  levels_.lots.assign(steps, 0);
  levels_.completed.assign(steps, 0);
}

void LevelMeter::fill(std::size_t until, const FloorState& state) {
  const auto inside = static_cast<std::int32_t>(state.lots.size()) - state.outside;
  for (; filled_ < until; ++filled_) levels_.lots[filled_] = inside;
}

void LevelMeter::before(const FloorEvent& event, const FloorState& state) {
  const std::size_t here = step_of(levels_, event.time);
  fill(here, state);
  if (event.type == plant::EventType::kLotCompleted) ++levels_.completed[here];
}

void LevelMeter::reach(std::int64_t end) {
  const auto halve = [](std::vector<std::int32_t>& values, bool adds) {
    for (std::size_t i = 0; i < values.size(); i += 2) {
      const std::int32_t second = i + 1 < values.size() ? values[i + 1] : adds ? 0 : values[i];
      values[i / 2] = adds ? values[i] + second : second;
    }
    values.resize((values.size() + 1) / 2);
  };
  while (end / levels_.step >= 2 * kSteps) {
    halve(levels_.lots, false);
    halve(levels_.completed, true);
    filled_ /= 2;
    levels_.step *= 2;
  }
  const auto steps = static_cast<std::size_t>(end / levels_.step + 1);
  if (steps <= levels_.lots.size()) return;
  levels_.lots.resize(steps, 0);
  levels_.completed.resize(steps, 0);
}

Levels LevelMeter::take(const FloorState& last) {
  const std::size_t filled = filled_;
  fill(levels_.lots.size(), last);
  filled_ = filled;
  Levels levels = levels_;
  levels.late.assign(levels.lots.size(), 0);
  return levels;
}

void note_late(const History& history, Levels& levels) {
  for (const std::int32_t number : history.late_orders()) {
    const History::Order& order = history.order(number);
    const std::int64_t end = order.completed < 0 ? history.end() : order.completed;
    for (std::size_t k = step_of(levels, order.due) + 1; k < levels.late.size(); ++k) {
      if (static_cast<std::int64_t>(k) * levels.step >= end) break;
      ++levels.late[k];
    }
  }
}

}  // namespace planttwin::playback
