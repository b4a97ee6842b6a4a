#pragma once

#include <cstdint>
#include <vector>

#include "plant_models/run/plant_event.h"
#include "sim/statistics/tally.h"
#include "sim/statistics/time_average.h"

namespace planttwin::testing {

// Sees what no statistic of a run holds: for how long the plant was empty, how many lots had to
// wait, and how long a lot occupied its machine, stops included. From the end of the warm-up on.
class Watcher final : public plant::EventSink {
 public:
  explicit Watcher(sim::Time since) : since_(since) {}

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;

  double empty_share(sim::Time now) const;
  double waiting_share() const;
  // In seconds.
  double completion_time_mean() const { return completion_.mean() / 1e6; }
  // The squared coefficient of variation.
  double completion_time_scv() const {
    return completion_.variance() / (completion_.mean() * completion_.mean());
  }

 private:
  void change_lots(sim::Time now, int by);

  sim::Time since_;
  std::int64_t lots_ = 0;
  sim::TimeAverage empty_{sim::Time(), 1};
  bool in_window_ = false;
  std::int64_t started_ = 0;
  std::int64_t waited_ = 0;
  sim::Tally completion_;
  std::vector<sim::Time> started_at_;  // by machine
};

}  // namespace planttwin::testing
