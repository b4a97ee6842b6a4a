#pragma once

#include <chrono>
#include <cstdint>
#include <deque>

#include "scenarios/playback/live_run.h"
#include "viz/panels/desk.h"

namespace planttwin::view {

// Keeps a desk at what a run that goes on is doing, until somebody goes elsewhere in time. It stays
// a second behind what has been told, so that where things on their way arrive is known mostly.
class RunFollower {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds kBehind{1'000};

  explicit RunFollower(playback::LiveRun& run) : run_(run) {}

  // Takes what has been told. Returns whether there is more of the history than before.
  bool advance(Desk& desk, Clock::time_point now);

 private:
  struct Told {
    Clock::time_point at;
    std::int64_t end = 0;  // of the history then
  };

  playback::LiveRun& run_;
  std::deque<Told> told_;
  std::int64_t followed_ = -1;  // where the desk was put; -1: it does not follow
};

}  // namespace planttwin::view
