#pragma once

#include <memory>
#include <string>

#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"
#include "plant_models/run/plant_run.h"

namespace planttwin::testing {

// A plant and what happens to it, read from JSON texts as in the files of a scenario. The plant
// and the input outlive the runs made of them. Bad texts throw sim::InputError.
class Simulation {
 public:
  Simulation(const std::string& plant_json, const std::string& input_json);

  plant::PlantRun start(std::uint64_t seed = 1, std::uint32_t replication = 0,
                        bool antithetic = false) const;
  // A run to its end.
  plant::PlantRun finish(std::uint64_t seed = 1, std::uint32_t replication = 0) const;

  const plant::Plant& plant() const { return *plant_; }
  const plant::RunInput& input() const { return *input_; }
  // Before runs are made of it.
  plant::RunInput& change_input() { return *input_; }

  // Ids by name; a name that does not exist fails with std::out_of_range.
  plant::MaterialId material(const std::string& id) const;
  plant::WorkCenterId work_center(const std::string& id) const;
  plant::MachineId machine(const std::string& id) const;
  plant::BufferId buffer(const std::string& id) const;
  plant::LaborPoolId pool(const std::string& id) const;

 private:
  std::unique_ptr<plant::Plant> plant_;
  std::unique_ptr<plant::RunInput> input_;
};

// Statistics of a run as numbers for comparisons.
struct Measured {
  const Simulation& simulation;
  const plant::PlantRun& run;

  const plant::Statistics& statistics() const { return run.state().statistics; }
  double window_s() const;
  double queue_mean(const std::string& work_center) const;                        // lots waiting
  double wait_mean_s(const std::string& work_center) const;                       // of lots started
  double state(const std::string& machine, plant::MachineStateCode state) const;  // share
  double utilization(const std::string& work_center) const;  // processing, mean of machines
  double buffer_mean(const std::string& buffer) const;
  double cycle_mean_s(const std::string& product) const;
  double wip_mean(const std::string& product) const;   // lots
  double completed(const std::string& product) const;  // units
  double throughput_per_s(const std::string& product) const;
};

}  // namespace planttwin::testing
