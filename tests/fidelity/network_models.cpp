#include <cmath>
#include <numeric>
#include <stdexcept>

#include "tests/fidelity/models.h"
#include "tests/fidelity/plant_text.h"

// Several stations S1, S2, ... in series, and machines that wait for a crew. The product is P.
namespace planttwin::testing {
namespace {

using plant::MachineStateCode;

constexpr int kReplications = 100;

std::string station(std::size_t index) { return "S" + std::to_string(index + 1); }

std::vector<std::string> stations(std::size_t count) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < count; ++i) names.push_back(station(i));
  return names;
}

StatisticalCase make(const Json& fields, const Measures& measures, const PlantText& plant,
                     const Json& input) {
  StatisticalCase made;
  made.title = title_of(fields, measures);
  made.plant = plant.text();
  made.input = input.dump();
  made.replications = kReplications;
  add_quantities(made, fields, measures);
  return made;
}

StatisticalCase build_rework(const Json& fields) {
  const double lambda = fields.at("lambda_");
  PlantText plant;
  plant.center("S1").product("P", {"S1"}, {exponential(1 / fields.at("mu").get<double>())});
  plant.operation("P", 0)["rework"] = {{"probability", fields.at("p_rework")}, {"to", 10}};
  Measures measures;
  measures.parameters = {"lambda_", "mu", "p_rework"};
  measures.figures = {
      {"lambda_eff", [](auto& seen, std::size_t) { return seen.start_rate("S1"); }},
      {"rho", [](auto& seen, std::size_t) { return seen.busy("S1"); }},
      {"L", [](auto& seen, std::size_t) { return seen.wip("P"); }},
      {"flow_time", [](auto& seen, std::size_t) { return seen.flow_time("P"); }},
      {"visits", [](auto& seen, std::size_t) { return seen.start_rate("S1") / seen.rate("P"); }}};
  Json input = run_input(500, 5e4);
  input["sources"].push_back(poisson_source("ARRIVALS", "P", lambda));
  return make(fields, measures, plant, input);
}

StatisticalCase build_scrap_line(const Json& fields) {
  const auto rates = fields.at("mu").get<std::vector<double>>();
  const auto yields = fields.at("yields").get<std::vector<double>>();
  PlantText plant;
  std::vector<Json> times;
  for (std::size_t i = 0; i < rates.size(); ++i) {
    plant.center(station(i));
    times.push_back(exponential(1 / rates[i]));
  }
  plant.product("P", stations(rates.size()), times);
  for (std::size_t i = 0; i < yields.size(); ++i) plant.operation("P", i)["yield"] = yields[i];
  Measures measures;
  measures.parameters = {"lambda_", "yields", "mu"};
  measures.figures = {
      {"rho", [](auto& seen, std::size_t i) { return seen.busy(station(i)); }},
      {"WIP", [](auto& seen, std::size_t i) { return seen.present(station(i)); }},
      {"good_rate", [](auto& seen, std::size_t) { return seen.rate("P"); }},
      {"flow_time_good", [](auto& seen, std::size_t) { return seen.flow_time("P"); }}};
  Json input = run_input(2000, 6e4);
  input["sources"].push_back(poisson_source("ARRIVALS", "P", fields.at("lambda_")));
  return make(fields, measures, plant, input);
}

StatisticalCase build_conwip(const Json& fields) {
  const auto means = fields.at("mean_service").get<std::vector<double>>();
  const auto servers = fields.value("servers", std::vector<int>(means.size(), 1));
  PlantText plant;
  std::vector<Json> times;
  for (std::size_t i = 0; i < means.size(); ++i) {
    plant.center(station(i), {{"machines", servers.at(i)}});
    times.push_back(exponential(means[i]));
  }
  plant.product("P", stations(means.size()), times);
  const Json loop = {{"id", "LOOP"}, {"products", Json::array({"P"})}, {"limit", fields.at("WIP")}};
  plant.set("release_loops", Json::array({loop}));
  Measures measures;
  measures.parameters = {"mean_service", "servers", "WIP"};
  measures.figures = {{"throughput", [](auto& seen, std::size_t) { return seen.rate("P"); }},
                      {"cycle_time", [](auto& seen, std::size_t) { return seen.flow_time("P"); }},
                      {"queue_L", [servers](auto& seen, std::size_t i) {
                         return seen.present(station(i), servers[i]);
                       }}};
  const double lots = fields.at("WIP");
  Json input = run_input(100 * lots, 1500 * lots + 5000);
  input["sources"].push_back(saturated_source("P"));
  return make(fields, measures, plant, input);
}

// Shares of a machine's time in the states that are summed over all machines.
double machines_in(const Observation& seen, int machines, MachineStateCode code) {
  double sum = 0;
  for (int i = 1; i <= machines; ++i) sum += seen.state("S1/" + std::to_string(i), code);
  return sum;
}

// Machines without work that fail at any time and are repaired by a crew of few.
StatisticalCase build_machine_repair(const Json& fields) {
  const int machines = fields.at("N");
  PlantText plant;
  const Json crew = {{"id", "CREW"}, {"size", fields.at("crew")}};
  const Json mode = {{"id", "F"},
                     {"clock", "calendar"},
                     {"time_to_failure", fields.contains("spread")
                                             ? uniform(fields.at("MTTF"), fields.at("spread"))
                                             : exponential(fields.at("MTTF"))},
                     {"repair", exponential(fields.at("MTTR"))},
                     {"crew", {{"pool", "CREW"}}}};
  plant.set("labor", Json::array({crew}));
  plant.center("S1", {{"machines", machines}, {"failures", Json::array({mode})}});
  plant.product("P", {"S1"}, {time_text(1)});
  const auto pool = [](auto& seen) -> const plant::ResourceStatistics& {
    return seen.run.statistics().labor[seen.run.simulation.pool("CREW").index()];
  };
  const auto waiting = [machines](auto& seen, std::size_t) {
    return machines_in(seen, machines, MachineStateCode::kWaitingCrew);
  };
  const auto down = [machines, waiting](auto& seen, std::size_t) {
    return machines_in(seen, machines, MachineStateCode::kDown) + waiting(seen, 0);
  };
  Measures measures;
  measures.parameters = {"N", "crew", "MTTF", "spread", "MTTR"};
  measures.figures = {
      {"mean_down", down},
      {"availability", [=](auto& seen, std::size_t) { return 1 - down(seen, 0) / machines; }},
      {"mean_waiting", waiting},
      {"mean_wait_for_crew",
       [=](auto& seen, std::size_t) { return pool(seen).wait.tally.mean() / 60e6; }},
      {"crew_util", [=](auto& seen, std::size_t) {
         const sim::Time now = seen.run.run.now();
         return pool(seen).busy.mean(now) / pool(seen).available.mean(now);
       }}};
  return make(fields, measures, plant, run_input(500, 2e4));
}

struct Kind {
  const char* words;
  StatisticalCase (*build)(const Json& fields);
};

constexpr Kind kKinds[] = {{"M/M/1 with Bernoulli rework", build_rework},
                           {"serial M/M/1 line with scrap", build_scrap_line},
                           {"CONWIP closed exponential line", build_conwip},
                           {"machine repair M/M/c//N", build_machine_repair},
                           {"machine repair G/M/c//N", build_machine_repair}};

const Kind* kind_of(const std::string& model) {
  for (const Kind& kind : kKinds) {
    if (model.starts_with(kind.words)) return &kind;
  }
  return nullptr;
}

}  // namespace

bool is_network(const std::string& model) { return kind_of(model) != nullptr; }

StatisticalCase build_network(const Json& fields) {
  return kind_of(fields.at("model"))->build(fields);
}

}  // namespace planttwin::testing
