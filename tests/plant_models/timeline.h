#pragma once

#include <map>
#include <string>
#include <vector>

#include "plant_models/run/names.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {

// What happened in a run, in minutes since its start, for comparison with a calculation by hand.
class Timeline : public plant::EventSink {
 public:
  struct Entry {
    double minute = 0;
    plant::EventType type = plant::EventType::kOrderReleased;
    std::string lot;
    std::string machine;
    plant::PlantEvent event;
  };

  Timeline(const std::string& plant_json, const std::string& input_json, std::uint64_t seed = 1)
      : simulation_(plant_json, input_json), run_(simulation_.start(seed)) {
    run_.add_sink(*this);
    end_ = run_.run();
  }

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    const std::string lot = event.lot >= 0 ? plant::lot_name(run, event.lot) : std::string();
    const std::string machine = event.machine.valid() ? run.plant->machine(event.machine).id : "";
    entries_.push_back({minutes(event.time), event.type, lot, machine, event});
  }

  // The times at which something of this type happened, in order.
  std::vector<double> times(plant::EventType type) const {
    std::vector<double> result;
    for (const Entry& e : entries_) {
      if (e.type == type) result.push_back(e.minute);
    }
    return result;
  }
  // The lots to which it happened, in order.
  std::vector<std::string> lots(plant::EventType type) const {
    std::vector<std::string> result;
    for (const Entry& e : entries_) {
      if (e.type == type) result.push_back(e.lot);
    }
    return result;
  }
  std::vector<plant::PlantEvent> events(plant::EventType type) const {
    std::vector<plant::PlantEvent> result;
    for (const Entry& e : entries_) {
      if (e.type == type) result.push_back(e.event);
    }
    return result;
  }
  // When each lot was completed.
  std::map<std::string, double> completed() const {
    std::map<std::string, double> result;
    for (const Entry& e : entries_) {
      if (e.type == plant::EventType::kLotCompleted) result[e.lot] = e.minute;
    }
    return result;
  }

  const std::vector<Entry>& entries() const { return entries_; }
  const Simulation& simulation() const { return simulation_; }
  const plant::PlantRun& run() const { return run_; }
  const plant::RunEnd& end() const { return end_; }
  Measured measured() const { return {simulation_, run_}; }

  static double minutes(sim::Time time) { return static_cast<double>(time.count()) / 60e6; }

 private:
  Simulation simulation_;
  plant::PlantRun run_;
  plant::RunEnd end_;
  std::vector<Entry> entries_;
};

using Minutes = std::vector<double>;
using Lots = std::vector<std::string>;

}  // namespace planttwin::testing
