#pragma once

#include "plant_models/run/run_state.h"
#include "sim/json_node.h"
#include "sim/time.h"

// The parts of result.json that are measured from a run: one function per key. Figures cover the
// window from the end of the warm-up to `now`. Seconds, fractions of 1, exact decimals of the
// material's unit; what has no data is null. All keys of a plant are always there, so that a
// pointer can be checked before the run.
namespace planttwin::scenario {

sim::JsonNode orders_section(const plant::RunState& run, sim::Time now);
// By class, as orders and sources name them.
sim::JsonNode order_classes_section(const plant::RunState& run);
sim::JsonNode products_section(const plant::RunState& run, sim::Time now);
sim::JsonNode materials_section(const plant::RunState& run, sim::Time now);
sim::JsonNode work_centers_section(const plant::RunState& run, sim::Time now);
sim::JsonNode machines_section(const plant::RunState& run, sim::Time now);
sim::JsonNode buffers_section(const plant::RunState& run, sim::Time now);
sim::JsonNode labor_section(const plant::RunState& run, sim::Time now);
sim::JsonNode carriers_section(const plant::RunState& run, sim::Time now);
sim::JsonNode defects_section(const plant::RunState& run);
// docs/kpis.md gives the formula and source of each.
sim::JsonNode kpis_section(const plant::RunState& run, sim::Time now);

// Orders in process whose due date has passed.
std::int64_t late_open_orders(const plant::RunState& run, sim::Time now);
// {"n", "mean", "sd", "p50", "p95", "max"} in seconds.
sim::JsonNode duration_summary(const plant::DurationStatistics& durations);

}  // namespace planttwin::scenario
