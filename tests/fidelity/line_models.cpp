#include <functional>
#include <string>
#include <vector>

#include "tests/fidelity/models.h"
#include "tests/fidelity/plant_text.h"

// Transfer lines of machines M1, M2, ... The first never lacks work, the last is never blocked.
namespace planttwin::testing {
namespace {

using plant::MachineStateCode;

constexpr int kReplications = 100;

std::string name_of_machine(std::size_t index) { return "M" + std::to_string(index + 1); }

double share(const Observation& seen, std::size_t index, MachineStateCode code) {
  return seen.state(name_of_machine(index) + "/1", code);
}

// Lots on a machine, whatever state it is in: only an idle machine has none. (A machine that is
// blocked before service has none either, but only the first of a line can be.)
double held(const Observation& seen, std::size_t index) {
  return 1 - share(seen, index, MachineStateCode::kIdle);
}

StatisticalCase make(const Json& fields, const Measures& measures, const PlantText& plant,
                     const Length& length) {
  StatisticalCase made;
  made.title = title_of(fields, measures);
  made.plant = plant.text();
  Json input = run_input(length.warm_up, length.window);
  input["sources"].push_back(saturated_source("P"));
  made.input = input.dump();
  made.replications = length.replications;
  add_quantities(made, fields, measures);
  return made;
}

StatisticalCase build_reliable(const Json& fields) {
  const auto rates = fields.at("mu").get<std::vector<double>>();
  const auto buffers = fields.at("buffers").get<std::vector<int>>();
  const std::size_t machines = rates.size();
  const auto servers = fields.value("servers", std::vector<int>(machines, 1));
  PlantText plant;
  plant.set("options", {{"blocking", "after_service"}});
  std::vector<std::string> names;
  std::vector<Json> times;
  for (std::size_t i = 0; i < machines; ++i) {
    names.push_back(name_of_machine(i));
    times.push_back(exponential(1 / rates[i]));
    plant.center(names[i],
                 {{"machines", servers.at(i)}, {"queue_capacity", i == 0 ? 1 : buffers.at(i - 1)}});
  }
  plant.product("P", names, times);
  Measures measures;
  measures.parameters = {"mu", "servers", "buffers", "states"};
  measures.figures = {
      {"throughput", [](auto& seen, std::size_t) { return seen.rate("P"); }},
      {"WIP_incl_first_machine",
       [machines](auto& seen, std::size_t) {
         double sum = held(seen, 0);
         for (std::size_t i = 1; i < machines; ++i) {
           sum += held(seen, i) + seen.queue(name_of_machine(i));
         }
         return sum;
       }},
      {"mean_buffer", [](auto& seen, std::size_t i) { return seen.queue(name_of_machine(i + 1)); }},
      {"P_blocked",
       [](auto& seen, std::size_t i) { return share(seen, i, MachineStateCode::kBlocked); }}};
  return make(fields, measures, plant, {200, 3.8e4, kReplications});
}

// What the unreliable two-machine lines have in common: M1 begins only when the level, the part on
// M2 included, is below N.
PlantText two_machines(const Json& fields, const std::vector<Json>& times,
                       const std::function<Json(double failure, double repair)>& mode) {
  const auto p = fields.at("p").get<std::vector<double>>();
  const auto r = fields.at("r").get<std::vector<double>>();
  const int places = fields.at("N").get<int>() - 1;
  PlantText plant;
  plant.set("options", {{"blocking", "before_service"}});
  plant.center("M1", {{"queue_capacity", 1}, {"failures", Json::array({mode(p.at(0), r.at(0))})}});
  plant.center("M2",
               {{"queue_capacity", places}, {"failures", Json::array({mode(p.at(1), r.at(1))})}});
  plant.product("P", {"M1", "M2"}, times);
  return plant;
}

double level(const Observation& seen) { return seen.queue("M2") + held(seen, 1); }

StatisticalCase build_gershwin_berman(const Json& fields) {
  const auto mu = fields.at("mu").get<std::vector<double>>();
  const PlantText plant =
      two_machines(fields, {exponential(1 / mu.at(0)), exponential(1 / mu.at(1))},
                   [](double failure, double repair) {
                     return Json{{"id", "F"},
                                 {"clock", "operating"},
                                 {"time_to_failure", exponential(1 / failure)},
                                 {"repair", exponential(1 / repair)}};
                   });
  Measures measures;
  measures.parameters = {"mu", "p", "r", "N"};
  measures.figures = {
      {"production_rate", [](auto& seen, std::size_t) { return seen.rate("P"); }},
      {"mean_level", [](auto& seen, std::size_t) { return level(seen); }},
      {"P_starved_up",
       [](auto& seen, std::size_t) { return share(seen, 1, MachineStateCode::kIdle); }},
      {"P_blocked_up",
       [](auto& seen, std::size_t) { return share(seen, 0, MachineStateCode::kBlocked); }}};
  const double places = fields.at("N");
  const double window = places < 8 ? 3e4 : places < 15 ? 6e4 : 1.2e5;
  StatisticalCase made =
      make(fields, measures, plant, {20 * places * places + 1000, window, kReplications});
  if (places > 15) made.precision = 0.04;  // an end of a long buffer is seldom reached
  return made;
}

Json failure_by_cycles(std::size_t index, double failure, double repair) {
  return {{"id", "F" + std::to_string(index + 1)},
          {"clock", "cycles"},
          {"cycles_to_failure", {{"geometric", {{"probability", failure}}}}},
          {"repair", geometric_time(repair)}};
}

StatisticalCase build_buzacott(const Json& fields) {
  const PlantText plant = two_machines(
      fields, {time_text(1), time_text(1)},
      [](double failure, double repair) { return failure_by_cycles(0, failure, repair); });
  Measures measures;
  measures.parameters = {"p", "r", "N"};
  measures.figures = {{"efficiency", [](auto& seen, std::size_t) { return seen.rate("P"); }},
                      {"mean_level", [](auto& seen, std::size_t) { return level(seen); }},
                      {"isolated", [](auto& seen, std::size_t i) {
                         const double up = share(seen, i, MachineStateCode::kProcessing);
                         return up / (up + share(seen, i, MachineStateCode::kDown));
                       }}};
  const double places = fields.at("N");
  return make(fields, measures, plant, {50 * places * places + 1000, 4e4, kReplications});
}

// All stations of an indexing line move together; each brings a failure mode of its own.
StatisticalCase build_synchronous(const Json& fields) {
  const auto p = fields.at("p").get<std::vector<double>>();
  const auto r = fields.at("r").get<std::vector<double>>();
  Json modes = Json::array();
  for (std::size_t i = 0; i < p.size(); ++i) modes.push_back(failure_by_cycles(i, p[i], r.at(i)));
  PlantText plant;
  plant.center(
      "M1",
      {{"queue_capacity", 1}, {"indexing_line", {{"stations", p.size()}}}, {"failures", modes}});
  plant.product("P", {"M1"}, {time_text(1)});
  Measures measures;
  measures.parameters = {"p", "r"};
  measures.figures = {{"efficiency", [](auto& seen, std::size_t) { return seen.rate("P"); }}};
  return make(fields, measures, plant, {1000, 2e4, kReplications});
}

struct Kind {
  const char* words;
  StatisticalCase (*build)(const Json& fields);
};

constexpr Kind kKinds[] = {{"reliable exponential line", build_reliable},
                           {"Gershwin-Berman two-machine exponential", build_gershwin_berman},
                           {"Buzacott/Gershwin two-machine deterministic", build_buzacott},
                           {"n-machine zero-buffer synchronous line", build_synchronous}};

const Kind* kind_of(const std::string& model) {
  for (const Kind& kind : kKinds) {
    if (model.starts_with(kind.words)) return &kind;
  }
  return nullptr;
}

}  // namespace

bool is_line(const std::string& model) { return kind_of(model) != nullptr; }

StatisticalCase build_line(const Json& fields) {
  return kind_of(fields.at("model"))->build(fields);
}

}  // namespace planttwin::testing
