#include "scenarios/equipment_time.h"
#include "scenarios/fraction.h"
#include "scenarios/json_build.h"
#include "scenarios/result_sections.h"

namespace planttwin::scenario {

using plant::MaterialId;
using plant::RunState;
using sim::JsonNode;

namespace {

// Sums over products. Pieces and kilograms do not add up: `one_unit` says whether all that
// contributed were counted in the same unit.
class UnitSum {
 public:
  void add(std::int64_t part, std::int64_t whole, const sim::Unit& unit) {
    part_ += part;
    whole_ += whole;
    if (unit_ == nullptr) unit_ = &unit;
    one_unit_ = one_unit_ && *unit_ == unit;
  }
  bool usable() const { return unit_ != nullptr && one_unit_; }
  std::int64_t part() const { return part_; }
  std::int64_t whole() const { return whole_; }
  const sim::Unit& unit() const { return *unit_; }

 private:
  std::int64_t part_ = 0;
  std::int64_t whole_ = 0;
  const sim::Unit* unit_ = nullptr;
  bool one_unit_ = true;
};

// Units of end products (in no BOM) completed per hour.
std::optional<double> throughput_per_h(const RunState& run, double hours) {
  UnitSum completed;
  for (std::size_t i = 0; i < run.plant->materials.size(); ++i) {
    if (!run.plant->made(MaterialId(i)) || run.plant->low_level_code[i] > 0) continue;
    completed.add(run.statistics.products[i].completed, 0, run.plant->materials[i].unit);
  }
  if (!completed.usable() || hours <= 0) return std::nullopt;
  return in_units(static_cast<double>(completed.part()), completed.unit()) / hours;
}

std::optional<double> lots_per_h(const RunState& run, double hours) {
  std::int64_t lots = 0;
  for (const plant::ProductStatistics& product : run.statistics.products) {
    lots += product.lots_completed;
  }
  return hours > 0 ? std::optional(static_cast<double>(lots) / hours) : std::nullopt;
}

std::optional<double> first_pass_yield(const RunState& run) {
  UnitSum passed;
  for (std::size_t i = 0; i < run.plant->materials.size(); ++i) {
    const plant::ProductStatistics& product = run.statistics.products[i];
    if (product.inspected_first == 0) continue;
    passed.add(product.passed_first, product.inspected_first, run.plant->materials[i].unit);
  }
  return passed.usable() ? fraction(passed.part(), passed.whole()) : std::nullopt;
}

// Orders that were to be done by now and were done in time.
std::optional<double> schedule_adherence(const RunState& run, sim::Time now) {
  const plant::OrderStatistics& orders = run.statistics.orders;
  return fraction(orders.on_time, orders.with_due + late_open_orders(run, now));
}

// When everything that there was to do is done.
std::optional<double> makespan_s(const RunState& run) {
  const bool done = run.lots_in_process == 0 && run.pending_releases == 0 &&
                    run.active_sources == 0 && run.statistics.last_completion > sim::Time();
  return done ? std::optional(run.statistics.last_completion.in_seconds()) : std::nullopt;
}

}  // namespace

JsonNode kpis_section(const RunState& run, sim::Time now) {
  const double hours = (now - run.statistics.since).in_seconds() / 3600;
  const EquipmentTime time = equipment_time(run, now);
  return JsonObject()
      .add("throughput_per_h", json_number(throughput_per_h(run, hours)))
      .add("lots_per_h", json_number(lots_per_h(run, hours)))
      .add("wip_mean", json_number(run.statistics.wip_lots.mean(now)))
      .add("schedule_adherence", json_number(schedule_adherence(run, now)))
      .add("first_pass_yield", json_number(first_pass_yield(run)))
      .add("utilization", json_number(time.utilization()))
      .add("availability", json_number(time.availability()))
      .add("effectiveness", json_number(time.effectiveness()))
      .add("quality_ratio", json_number(time.quality_ratio()))
      .add("oee", json_number(time.oee()))
      .add("makespan_s", json_number(makespan_s(run)))
      .take();
}

}  // namespace planttwin::scenario
