#include "tests/support/simulation.h"

#include <stdexcept>

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/run_input_loader.h"
#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::testing {
namespace {

template <class Id, class Record>
Id find(const std::vector<Record>& records, const std::string& id) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (records[i].id == id) return Id(i);
  }
  throw std::out_of_range("nothing is called " + id);
}

}  // namespace

Simulation::Simulation(const std::string& plant_json, const std::string& input_json) {
  sim::Diagnostics diagnostics;
  const auto plant = sim::JsonDocument::parse(plant_json, "plant.json", diagnostics);
  const auto input = sim::JsonDocument::parse(input_json, "scenario.json", diagnostics);
  diagnostics.throw_if_any();
  sim::JsonReader in(*input, diagnostics);
  const sim::UtcInstant start = in.instant("start");
  plant_ = std::make_unique<plant::Plant>(plant::load_plant(*plant, {start, {}}, diagnostics));
  input_ = std::make_unique<plant::RunInput>(plant::load_run_input(in, *plant_, {}, diagnostics));
  in.finish();
  diagnostics.throw_if_any();
}

plant::PlantRun Simulation::start(std::uint64_t seed, std::uint32_t replication,
                                  bool antithetic) const {
  return plant::PlantRun(*plant_, *input_, {seed, replication, antithetic});
}

plant::PlantRun Simulation::finish(std::uint64_t seed, std::uint32_t replication) const {
  plant::PlantRun run = start(seed, replication);
  run.run();
  return run;
}

plant::MaterialId Simulation::material(const std::string& id) const {
  return find<plant::MaterialId>(plant_->materials, id);
}
plant::WorkCenterId Simulation::work_center(const std::string& id) const {
  return find<plant::WorkCenterId>(plant_->work_centers, id);
}
plant::MachineId Simulation::machine(const std::string& id) const {
  return find<plant::MachineId>(plant_->machines, id);
}
plant::BufferId Simulation::buffer(const std::string& id) const {
  return find<plant::BufferId>(plant_->buffers, id);
}
plant::LaborPoolId Simulation::pool(const std::string& id) const {
  return find<plant::LaborPoolId>(plant_->labor, id);
}

double Measured::window_s() const { return (run.now() - statistics().since).in_seconds(); }

double Measured::queue_mean(const std::string& work_center) const {
  const auto id = simulation.work_center(work_center);
  return statistics().work_centers[id.index()].queue.mean(run.now());
}

double Measured::wait_mean_s(const std::string& work_center) const {
  const auto id = simulation.work_center(work_center);
  return statistics().work_centers[id.index()].wait.tally.mean() / 1e6;
}

double Measured::state(const std::string& machine, plant::MachineStateCode state) const {
  const auto id = simulation.machine(machine);
  return statistics().machines[id.index()].clock.fraction_in(static_cast<int>(state), run.now());
}

double Measured::utilization(const std::string& work_center) const {
  const plant::WorkCenter& wc = simulation.plant().work_center(simulation.work_center(work_center));
  double sum = 0;
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    sum += statistics().machines[wc.first_machine + i].clock.fraction_in(
        static_cast<int>(plant::MachineStateCode::kProcessing), run.now());
  }
  return sum / static_cast<double>(wc.machine_count);
}

double Measured::buffer_mean(const std::string& buffer) const {
  return statistics().buffers[simulation.buffer(buffer).index()].mean(run.now());
}

double Measured::cycle_mean_s(const std::string& product) const {
  return statistics().products[simulation.material(product).index()].cycle_time.tally.mean() / 1e6;
}

double Measured::wip_mean(const std::string& product) const {
  return statistics().products[simulation.material(product).index()].wip_lots.mean(run.now());
}

double Measured::completed(const std::string& product) const {
  return static_cast<double>(statistics().products[simulation.material(product).index()].completed);
}

double Measured::throughput_per_s(const std::string& product) const {
  return completed(product) / window_s();
}

}  // namespace planttwin::testing
