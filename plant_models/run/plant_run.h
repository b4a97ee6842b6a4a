#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"
#include "plant_models/run/plant_event.h"
#include "plant_models/run/plant_model.h"
#include "plant_models/run/run_state.h"
#include "sim/kernel.h"

namespace planttwin::plant {

// How a run (or a part of it) ended.
struct RunEnd {
  enum class Reason : std::uint8_t {
    kHorizon,        // simulated time is up
    kCompleted,      // no horizon was set and all work is done
    kStalled,        // nothing can happen any more, and lots wait (what for is in `cycle`)
    kDeadlock,       // a cycle of lots that wait for each other's places
    kEndlessRounds,  // an instant does not end: `cycle` names who loops
    kStopped,        // asked to stop
  };
  Reason reason = Reason::kHorizon;
  std::vector<std::string> cycle;  // "lot ORDER-1.1 on M1 waits for B2", ...
};

struct RunSettings {
  std::uint64_t seed = 1;
  std::uint32_t replication = 0;
  bool antithetic = false;
};

// One simulated history of a plant. Copyable: a copy continues exactly as the original would.
// The plant and the input must outlive the run. Sinks are not copied and not saved.
class PlantRun {
 public:
  PlantRun(const Plant& plant, const RunInput& input, const RunSettings& settings);
  PlantRun(const PlantRun& other);
  PlantRun(PlantRun&& other) noexcept;
  PlantRun& operator=(const PlantRun& other);
  PlantRun& operator=(PlantRun&& other) noexcept;
  ~PlantRun();

  void add_sink(EventSink& sink);

  // Runs free until the horizon, or until `until` if that is earlier. [start, until) is
  // processed; statistics can be read as of that time afterwards.
  RunEnd run(sim::Time until = sim::Time::never());
  // The same under a time driver (see sim/kernel.h).
  template <class Driver>
  RunEnd run_with(Driver& driver, sim::Time until = sim::Time::never()) {
    const sim::Time end = std::min(until, state_->horizon);
    PlantModel model(*state_);
    // A run that has come to its end does not go on, however often it is asked to.
    const bool over = state_->statistics.events > 0 && model.stop_requested();
    if (over) return end_of(sim::KernelStatus::kStopped, end);
    return end_of(sim::advance(state_->calendar, model, driver, end), end);
  }

  // Measures anew from now on, as at the end of the warm-up: between two calls of run.
  void restart_statistics();

  sim::Time now() const;  // the end of the part that has been simulated
  const RunState& state() const { return *state_; }
  const Plant& plant() const;
  const RunInput& input() const;

  // The whole state as bytes, and back. Loading checks that plant and input are the same ones
  // (by `fingerprint`, a hash that the caller makes of them) and throws sim::StateError.
  std::string save(const std::string& fingerprint) const;
  static PlantRun load(const Plant& plant, const RunInput& input, const std::string& bytes,
                       const std::string& fingerprint);

 private:
  explicit PlantRun(std::unique_ptr<RunState> state);
  RunEnd end_of(sim::KernelStatus status, sim::Time until);
  std::unique_ptr<RunState> state_;
};

}  // namespace planttwin::plant
