#include "plant_models/run/machine_state.h"
#include "scenarios/equipment_time.h"
#include "scenarios/fraction.h"
#include "scenarios/json_build.h"
#include "scenarios/result_sections.h"

// What works: work centers, machines, buffers, people, carriers.
namespace planttwin::scenario {

using plant::RunState;
using sim::JsonNode;

namespace {

// Shares of the window over a range of machines. They add up to 1.
JsonNode states(const RunState& run, std::size_t first, std::size_t count, sim::Time now) {
  JsonObject shares;
  for (int state = 0; state < plant::kMachineStates; ++state) {
    std::int64_t time = 0;
    std::int64_t window = 0;
    for (std::size_t i = first; i < first + count; ++i) {
      const sim::StateClock& clock = run.statistics.machines[i].clock;
      time += clock.time_in(state, now).count();
      window += (now - clock.start()).count();
    }
    shares.add(plant::kMachineStateNames[static_cast<std::size_t>(state)],
               json_number(fraction(time, window)));
  }
  return shares.take();
}

JsonNode level(const sim::TimeAverage& average, sim::Time now) {
  return JsonObject()
      .add("mean", json_number(average.mean(now)))
      .add("max", json_integer(average.max(now)))
      .take();
}

JsonNode resource(const plant::ResourceStatistics& statistics, sim::Time now) {
  return JsonObject()
      .add("utilization",
           json_number(fraction(statistics.busy.integral(now), statistics.available.integral(now))))
      .add("busy_mean", json_number(statistics.busy.mean(now)))
      .add("available_mean", json_number(statistics.available.mean(now)))
      .add("requests", json_integer(statistics.requests))
      .add("queue_length", level(statistics.waiting, now))
      .add("wait_s", duration_summary(statistics.wait))
      .take();
}

JsonNode work_center(const RunState& run, std::size_t index, sim::Time now) {
  const plant::WorkCenter& center = run.plant->work_centers[index];
  const plant::WorkCenterStatistics& statistics = run.statistics.work_centers[index];
  const EquipmentTime time = equipment_time(run, center, now);
  return JsonObject()
      .add("machines", json_integer(static_cast<std::int64_t>(center.machine_count)))
      .add("utilization", json_number(time.utilization()))
      .add("oee", json_number(time.oee()))
      .add("started", json_integer(statistics.started))
      .add("completed", json_integer(statistics.completed))
      .add("failures", json_integer(time.failures))
      .add("states", states(run, center.first_machine, center.machine_count, now))
      .add("queue_length", level(statistics.queue, now))
      .add("wait_s", duration_summary(statistics.wait))
      .take();
}

JsonNode machine(const RunState& run, std::size_t index, sim::Time now) {
  const plant::MachineStatistics& statistics = run.statistics.machines[index];
  EquipmentTime time;
  time.add(statistics, now);
  return JsonObject()
      .add("utilization", json_number(time.utilization()))
      .add("states", states(run, index, 1, now))
      .add("lots", json_integer(statistics.lots))
      .add("units_good", json_integer(statistics.units_good))
      .add("units_total", json_integer(statistics.units_total))
      .add("failures", json_integer(statistics.failures))
      .add("mtbf_s", json_number(time.mtbf_s()))
      .add("mttr_s", json_number(time.mttr_s()))
      .add("setups", json_integer(statistics.setups))
      .add("availability", json_number(time.availability()))
      .add("effectiveness", json_number(time.effectiveness()))
      .add("quality_ratio", json_number(time.quality_ratio()))
      .add("oee", json_number(time.oee()))
      .take();
}

}  // namespace

JsonNode work_centers_section(const RunState& run, sim::Time now) {
  JsonObject centers;
  for (std::size_t i = 0; i < run.plant->work_centers.size(); ++i) {
    centers.add(run.plant->work_centers[i].id, work_center(run, i, now));
  }
  return centers.take();
}

JsonNode machines_section(const RunState& run, sim::Time now) {
  JsonObject machines;
  for (std::size_t i = 0; i < run.plant->machines.size(); ++i) {
    machines.add(run.plant->machines[i].id, machine(run, i, now));
  }
  return machines.take();
}

JsonNode buffers_section(const RunState& run, sim::Time now) {
  JsonObject buffers;
  for (std::size_t i = 0; i < run.plant->buffers.size(); ++i) {
    buffers.add(run.plant->buffers[i].id, level(run.statistics.buffers[i], now));
  }
  return buffers.take();
}

JsonNode labor_section(const RunState& run, sim::Time now) {
  JsonObject pools;
  for (std::size_t i = 0; i < run.plant->labor.size(); ++i) {
    pools.add(run.plant->labor[i].id, resource(run.statistics.labor[i], now));
  }
  return pools.take();
}

JsonNode carriers_section(const RunState& run, sim::Time now) {
  JsonObject fleets;
  for (std::size_t i = 0; i < run.plant->network.fleets.size(); ++i) {
    fleets.add(run.plant->network.fleets[i].id, resource(run.statistics.carriers[i], now));
  }
  return fleets.take();
}

}  // namespace planttwin::scenario
