#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/run/machine_state.h"
#include "scenarios/playback/history.h"
#include "viz/scene/adherence.h"

namespace planttwin::view {

// A work center at an instant.
struct WorkCenterFacts {
  struct Lot {
    std::int32_t number = -1;
    std::string name;
    std::string operation;
    std::string machine;     // "" in the queue
    std::int64_t since = 0;  // microseconds since the start
    std::string span;        // since then
    Adherence adherence = Adherence::kNoDue;
  };
  struct Machine {
    std::int32_t number = -1;
    std::string name;
    plant::MachineStateCode state = plant::MachineStateCode::kIdle;
    std::string text;  // its state, and since when
  };
  std::array<double, plant::kMachineStates> shares{};  // of the time of all machines; sum 1
  std::vector<Machine> machines;
  std::vector<Lot> queue;        // the longest wait first
  std::vector<Lot> on_machines;  // by machine
};

WorkCenterFacts work_center_facts(const playback::History& history,
                                  const playback::FloorState& state, std::int64_t now,
                                  std::int32_t work_center);

// What happens at a work center after an instant.
struct ComingEvent {
  std::int64_t time = 0;
  std::int32_t lot = -1;
  std::string text;  // "0 d 00:12  operation completed  A-17.3"
};
// At most `most`, among the next 20,000 events of the history.
std::vector<ComingEvent> coming_events(const playback::History& history, std::int64_t now,
                                       std::int32_t work_center, std::size_t most);

}  // namespace planttwin::view
