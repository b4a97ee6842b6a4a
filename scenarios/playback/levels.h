#pragma once

#include <cstdint>
#include <vector>

#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_state.h"

namespace planttwin::playback {

class History;

// Levels over time, in equal steps from the start to the end.
struct Levels {
  std::int64_t step = 0;                // microseconds
  std::vector<std::int32_t> lots;       // in the plant at the end of each step
  std::vector<std::int32_t> completed;  // lots in each step
  std::vector<std::int32_t> late;       // open orders that are past their due date
  std::vector<std::int32_t> backlog;    // messages that wait for the ERP, the most of each step;
                                        // empty without an ERP
};

// Takes the levels of a run while its events are applied, in at most some kSteps steps.
class LevelMeter {
 public:
  static constexpr std::int64_t kSteps = 600;

  // Of a run that ends then or, as far as is known, goes on: see reach().
  explicit LevelMeter(std::int64_t end);
  // Before each event; `state` is that without it.
  void before(const FloorEvent& event, const FloorState& state);
  // The run goes on until then at least. Steps become twice as long when there are too many.
  void reach(std::int64_t end);
  // All steps, with what is now in those that have not been reached.
  Levels take(const FloorState& last);

 private:
  void fill(std::size_t until, const FloorState& state);

  Levels levels_;
  std::size_t filled_ = 0;
};

// Fills Levels::late. Requires that the history knows when its orders were completed.
void note_late(const History& history, Levels& levels);

}  // namespace planttwin::playback
