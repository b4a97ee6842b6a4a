#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "scenarios/terminal_line.h"
#include "sim/time.h"

namespace planttwin::scenario {

// A line on the terminal that tells how far a run is, how fast it goes and how long it will take.
class Progress {
 public:
  // `end` is Time::never() where the end is not known beforehand.
  Progress(bool wanted, sim::Time begin, sim::Time end, std::int64_t events);

  // Called as often as one likes; writes at most five times a second.
  void show(sim::Time now, std::int64_t events);

 private:
  using Clock = std::chrono::steady_clock;

  TerminalLine line_;
  sim::Time begin_;
  sim::Time end_;
  std::int64_t first_event_;
  Clock::time_point started_;
};

// "37 % | 10.4 of 28 d | 1.2 million events/s | 14 s left": the text of one state of progress.
std::string progress_text(sim::Duration done, sim::Duration all, std::int64_t events,
                          double wall_s);

}  // namespace planttwin::scenario
