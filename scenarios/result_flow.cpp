#include <set>

#include "scenarios/fraction.h"
#include "scenarios/json_build.h"
#include "scenarios/result_sections.h"

// What flows: orders, products, materials, defects.
namespace planttwin::scenario {

using plant::MaterialId;
using plant::RunState;
using sim::JsonNode;

namespace {

double seconds(std::int64_t microseconds) { return static_cast<double>(microseconds) / 1e6; }

// Where the material can lie in stock; others would only show as out of stock all the time.
bool is_stocked(const RunState& run, std::size_t index) {
  const plant::Plant& plant = *run.plant;
  const plant::MaterialStatistics& statistics = run.statistics.materials[index];
  return plant.finished_goods[index].valid() || !plant.replenishments_of[index].empty() ||
         plant.low_level_code[index] > 0 || statistics.stock.level() != 0 ||
         statistics.received != 0;
}

JsonNode product(const plant::ProductStatistics& statistics, const sim::Unit& unit, sim::Time now) {
  return JsonObject()
      .add("released", json_quantity(statistics.released, unit))
      .add("completed", json_quantity(statistics.completed, unit))
      .add("scrapped", json_quantity(statistics.scrapped, unit))
      .add("lots", json_integer(statistics.lots_completed))
      .add("unit", json_string(unit.name))
      .add("wip_start", json_quantity(statistics.wip_start, unit))
      .add("wip_end", json_quantity(statistics.wip.level(), unit))
      .add("wip_mean", json_number(in_units(statistics.wip.mean(now), unit)))
      .add("wip_lots_mean", json_number(statistics.wip_lots.mean(now)))
      .add("arrivals", json_integer(statistics.arrivals))
      .add("lost", json_integer(statistics.arrivals_lost))
      .add("on_time_fraction",
           json_number(fraction(statistics.lots_on_time, statistics.lots_with_due)))
      .add("first_pass_yield",
           json_number(fraction(statistics.passed_first, statistics.inspected_first)))
      .add("queue_time_violations", json_integer(statistics.queue_time_violations))
      .add("cycle_time_s", duration_summary(statistics.cycle_time))
      .add("wait_s", duration_summary(statistics.wait))
      .take();
}

}  // namespace

JsonNode order_classes_section(const RunState& run) {
  JsonObject section;
  for (std::size_t i = 0; i < run.input->order_classes.size(); ++i) {
    const plant::OrderClassStatistics& statistics = run.statistics.order_classes[i];
    section.add(run.input->order_classes[i],
                JsonObject()
                    .add("lots", json_integer(statistics.lots_completed))
                    .add("on_time_fraction",
                         json_number(fraction(statistics.lots_on_time, statistics.lots_with_due)))
                    .add("cycle_time_s", duration_summary(statistics.cycle_time)));
  }
  return section.take();
}

JsonNode duration_summary(const plant::DurationStatistics& durations) {
  const sim::Tally& tally = durations.tally;
  const bool any = !tally.empty();
  const auto quantile = [&](double p) {
    return any ? json_number(seconds(durations.quantiles.quantile(p))) : json_null();
  };
  return JsonObject()
      .add("n", json_integer(tally.count()))
      .add("mean", any ? json_number(tally.mean() / 1e6) : json_null())
      .add("sd", tally.count() > 1 ? json_number(tally.standard_deviation() / 1e6) : json_null())
      .add("p50", quantile(0.5))
      .add("p95", quantile(0.95))
      .add("max", any ? json_number(seconds(tally.max())) : json_null())
      .take();
}

std::int64_t late_open_orders(const RunState& run, sim::Time now) {
  std::int64_t late = 0;
  for (const plant::OrderRun& order : run.orders) {
    if (order.in_use != 0 && order.due < now) ++late;
  }
  return late;
}

JsonNode orders_section(const RunState& run, sim::Time now) {
  const plant::OrderStatistics& orders = run.statistics.orders;
  const sim::Tally& tardiness = orders.tardiness.tally;
  const bool any = !tardiness.empty();
  JsonObject tardiness_s;
  tardiness_s.add("mean", any ? json_number(tardiness.mean() / 1e6) : json_null())
      .add("max", any ? json_number(seconds(tardiness.max())) : json_null());
  return JsonObject()
      .add("released", json_integer(orders.released))
      .add("completed", json_integer(orders.completed))
      .add("with_due", json_integer(orders.with_due))
      .add("on_time", json_integer(orders.on_time))
      .add("late_open", json_integer(late_open_orders(run, now)))
      .add("tardiness_s", std::move(tardiness_s))
      .take();
}

JsonNode products_section(const RunState& run, sim::Time now) {
  JsonObject products;
  const plant::Plant& plant = *run.plant;
  for (std::size_t i = 0; i < plant.materials.size(); ++i) {
    if (!plant.made(MaterialId(i))) continue;
    const plant::Material& material = plant.materials[i];
    products.add(material.id, product(run.statistics.products[i], material.unit, now));
  }
  return products.take();
}

JsonNode materials_section(const RunState& run, sim::Time now) {
  JsonObject materials;
  for (std::size_t i = 0; i < run.plant->materials.size(); ++i) {
    if (!is_stocked(run, i)) continue;
    const sim::Unit& unit = run.plant->materials[i].unit;
    const plant::MaterialStatistics& statistics = run.statistics.materials[i];
    const double out = static_cast<double>(statistics.stockout.integral(now)) / 1e6;
    materials.add(run.plant->materials[i].id,
                  JsonObject()
                      .add("unit", json_string(unit.name))
                      .add("mean", json_number(in_units(statistics.stock.mean(now), unit)))
                      .add("min", json_quantity(statistics.stock.min(now), unit))
                      .add("end", json_quantity(statistics.stock.level(), unit))
                      .add("stockout_s", json_number(out))
                      .add("received", json_quantity(statistics.received, unit))
                      .add("issued", json_quantity(statistics.issued, unit))
                      .add("shipped", json_quantity(statistics.shipped, unit))
                      .add("expired", json_quantity(statistics.expired, unit)));
  }
  return materials.take();
}

JsonNode defects_section(const RunState& run) {
  JsonObject defects;
  for (std::size_t i = 0; i < run.plant->defect_causes.size(); ++i) {
    defects.add(run.plant->defect_causes[i].id, json_integer(run.statistics.defects[i]));
  }
  return defects.take();
}

}  // namespace planttwin::scenario
