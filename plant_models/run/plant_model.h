#pragma once

#include <string>
#include <vector>

#include "plant_models/run/run_state.h"
#include "sim/event.h"
#include "sim/outside_input.h"

namespace planttwin::plant {

// The plant as the kernel sees it (sim/kernel.h): hands each calendar event to its system.
class PlantModel {
 public:
  explicit PlantModel(RunState& run) : run_(run) {}

  void handle(const sim::Event& event);
  void decide();
  bool undecided() const {
    return !run_.touched_list.empty() || run_.release_again != 0 || run_.ship_again != 0 ||
           !run_.idle_place_offers.empty();
  }
  void finish_instant();
  bool stop_requested() const;
  // Something from outside (the bytes of a PlantInput) that has an effect at `at`.
  void accept(sim::Time at, std::uint64_t sequence, const sim::OutsideInput& input);

 private:
  RunState& run_;
};

// Whether no order, lot or arrival is left.
bool all_done(const RunState& run);

// Who takes part in an instant that does not end.
std::vector<std::string> looping_parties(RunState& run);

}  // namespace planttwin::plant
