#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "tests/fidelity/models.h"
#include "tests/fidelity/plant_text.h"

// One station. Its work center is S, its product P.
namespace planttwin::testing {
namespace {

using plant::MachineStateCode;

constexpr int kReplications = 100;

// Long enough for a half-width of 2 % of the mean queue: the variance of a mean over a time T is
// 2 rho (1 + rho) / ((1 - rho)^4 T) for the number in M/M/1 (Whitt 1989, Management Science 35,
// "Planning queueing simulations"), and like it for the others. `scale` is 1 for M/M/1.
Length length_for(double rho, double scale = 1) {
  const double total = 1.2e5 * scale * (1 + rho) / (std::pow(rho, 3) * std::pow(1 - rho, 2));
  return {20 / std::pow(1 - rho, 2), std::max(total, 1e6) / kReplications, kReplications};
}

StatisticalCase make(const Json& fields, const Measures& measures, const PlantText& plant,
                     const Length& length, std::vector<Json> sources) {
  StatisticalCase made;
  made.title = title_of(fields, measures);
  made.plant = plant.text();
  Json input = run_input(length.warm_up, length.window);
  for (Json& source : sources) input["sources"].push_back(std::move(source));
  made.input = input.dump();
  made.replications = length.replications;
  add_quantities(made, fields, measures);
  return made;
}

// Figures of a station with c machines.
Measures station_measures(int machines, std::set<std::string> parameters) {
  Measures measures;
  measures.parameters = std::move(parameters);
  measures.figures = {
      {"rho", [](auto& seen, std::size_t) { return seen.busy("S"); }},
      {"util", [](auto& seen, std::size_t) { return seen.busy("S"); }},
      {"P0", [](auto& seen, std::size_t) { return seen.watcher.empty_share(seen.run.run.now()); }},
      {"P_wait", [](auto& seen, std::size_t) { return seen.watcher.waiting_share(); }},
      {"Wq", [](auto& seen, std::size_t) { return seen.wait("S"); }},
      {"Lq", [](auto& seen, std::size_t) { return seen.queue("S"); }},
      {"W", [](auto& seen, std::size_t) { return seen.flow_time("P"); }},
      {"L", [](auto& seen, std::size_t) { return seen.wip("P"); }},
      {"busy", [machines](auto& seen, std::size_t) { return machines * seen.busy("S"); }},
      {"throughput", [](auto& seen, std::size_t) { return seen.rate("P"); }},
      {"P_block", [](auto& seen, std::size_t) {
         const auto& product = seen.product("P");
         return static_cast<double>(product.arrivals_lost) / static_cast<double>(product.arrivals);
       }}};
  return measures;
}

StatisticalCase build_mmc(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("mu");
  const int machines = fields.at("c");
  PlantText plant;
  plant.center("S", {{"machines", machines}}).product("P", {"S"}, {exponential(1 / mu)});
  const double rho = lambda / mu / machines;
  StatisticalCase made =
      make(fields, station_measures(machines, {"lambda_", "mu", "c"}), plant,
           length_for(rho, 0.35 + 0.65 / machines), {poisson_source("ARRIVALS", "P", lambda)});
  made.watched = true;
  return made;
}

// M/D/1 and M/Ek/1, the number of phases in the name.
StatisticalCase build_mg1(const Json& fields) {
  const std::string model = fields.at("model");
  const double lambda = fields.at("lambda_");
  const double mean = fields.value("service", 1.0);
  const int phases = model.starts_with("M/D/1") ? 0 : std::stoi(model.substr(3));
  const Json time = phases == 0 ? Json(time_text(mean)) : erlang(phases, mean);
  PlantText plant;
  plant.center("S").product("P", {"S"}, {time});
  return make(fields, station_measures(1, {"lambda_", "service"}), plant,
              length_for(lambda * mean, phases == 0 ? 0.5 : 0.5 + 0.5 / phases),
              {poisson_source("ARRIVALS", "P", lambda)});
}

StatisticalCase build_lognormal(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double scv = fields.at("scv");
  PlantText plant;
  plant.center("S").product("P", {"S"}, {lognormal(1, std::sqrt(scv))});
  return make(fields, station_measures(1, {"lambda_", "scv"}), plant, length_for(lambda, 4 * scv),
              {poisson_source("ARRIVALS", "P", lambda)});
}

// K places, those on the machines included; arrivals that find none are lost.
StatisticalCase build_finite(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("mu");
  const int machines = fields.value("c", 1);
  const int places = fields.at("K");
  PlantText plant;
  plant.center("S", {{"machines", machines}, {"queue_capacity", places - machines}})
      .product("P", {"S"}, {exponential(1 / mu)});
  return make(fields, station_measures(machines, {"lambda_", "mu", "c", "K"}), plant,
              {200, 3e4, kReplications},
              {poisson_source("ARRIVALS", "P", lambda, {{"when_full", "lost"}})});
}

StatisticalCase build_priorities(const Json& fields) {
  const double high = fields.at("lambda1");
  const double low = fields.at("lambda2");
  const double mu = fields.at("mu");
  PlantText plant;
  plant.center("S", {{"dispatch", Json::array({"priority", "fifo"})}});
  for (const char* product : {"HIGH", "LOW"}) {
    plant.product(product, {"S"}, {exponential(1 / mu)});
  }
  Measures measures;
  measures.parameters = {"lambda1", "lambda2", "mu"};
  measures.figures = {
      {"Wq_high", [](auto& seen, std::size_t) { return seen.product_wait("HIGH"); }},
      {"Wq_low", [](auto& seen, std::size_t) { return seen.product_wait("LOW"); }}};
  return make(fields, measures, plant, length_for((high + low) / mu, 1.2),
              {poisson_source("FIRST", "HIGH", high, {{"priority", 2}}),
               poisson_source("SECOND", "LOW", low, {{"priority", 1}})});
}

// The same arrivals twice: at a station with the rule, and at one that serves in order of arrival.
StatisticalCase build_spt(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("mu");
  PlantText plant;
  plant.center("S", {{"dispatch", "spt"}, {"options", {{"rule_times", "actual"}}}}).center("FIFO");
  plant.product("P", {"S"}, {exponential(1 / mu)}).product("Q", {"FIFO"}, {exponential(1 / mu)});
  Measures measures = station_measures(1, {"lambda_", "mu"});
  measures.figures["Wq_FIFO"] = [](auto& seen, std::size_t) { return seen.wait("FIFO"); };
  return make(fields, measures, plant, length_for(lambda / mu),
              {poisson_source("ARRIVALS", "P", lambda), poisson_source("OTHERS", "Q", lambda)});
}

StatisticalCase build_batches(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("batch_mu");
  const int size = fields.at("k");
  PlantText plant;
  plant.center("S", {{"batch", {{"minimum", size}, {"maximum", size}, {"at_end", "wait"}}}});
  plant.product("P", {"S"}, {exponential(1 / mu)}, {{"per", "batch"}});
  return make(fields, station_measures(1, {"lambda_", "batch_mu", "k"}), plant,
              length_for(lambda / mu / size, 0.45), {poisson_source("ARRIVALS", "P", lambda)});
}

// Batches of a to b lots; one starts as soon as there are a.
StatisticalCase build_bulk(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("batch_mu");
  const int most = fields.at("b");
  PlantText plant;
  plant.center("S", {{"batch",
                      {{"minimum", fields.at("a")},
                       {"maximum", most},
                       {"limit", "start_at_minimum"},
                       {"at_end", "wait"}}}});
  plant.product("P", {"S"}, {exponential(1 / mu)}, {{"per", "batch"}});
  return make(fields, station_measures(1, {"lambda_", "batch_mu", "a", "b"}), plant,
              length_for(lambda / mu / most, 0.45), {poisson_source("ARRIVALS", "P", lambda)});
}

// The share of the time in which machines of the work center are in a state.
double machines_in(const Observation& seen, MachineStateCode code) {
  const plant::Plant& plant = seen.run.simulation.plant();
  const plant::WorkCenter& center = plant.work_center(seen.run.simulation.work_center("S"));
  double sum = 0;
  for (std::size_t i = 0; i < center.machine_count; ++i) {
    sum += seen.state("S/" + std::to_string(i + 1), code);
  }
  return sum / static_cast<double>(center.machine_count);
}

Json failure(const std::string& clock, double mean_to_failure, const Json& repair) {
  return {{"id", "F"},
          {"clock", clock},
          {"time_to_failure", exponential(mean_to_failure)},
          {"repair", repair}};
}

StatisticalCase build_unreliable(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("mu");
  const double to_failure = fields.at("MTTF");
  const double repair = fields.at("MTTR");
  const bool general = fields.contains("spread");  // uniform service and constant repairs
  const Json mode =
      failure("operating", to_failure, general ? Json(time_text(repair)) : exponential(repair));
  PlantText plant;
  plant.center("S", {{"failures", Json::array({mode})}});
  plant.product("P", {"S"}, {general ? uniform(1 / mu, fields.at("spread")) : exponential(1 / mu)});
  Measures measures = station_measures(1, {"lambda_", "mu", "spread", "MTTF", "MTTR"});
  const auto occupied = [](auto& seen, std::size_t) {
    return machines_in(seen, MachineStateCode::kProcessing) +
           machines_in(seen, MachineStateCode::kDown);
  };
  measures.figures["rho"] = occupied;
  measures.figures["availability_isolated"] = [occupied](auto& seen, std::size_t) {
    return seen.busy("S") / occupied(seen, 0);
  };
  measures.figures["EC"] = [](auto& seen, std::size_t) {
    return seen.watcher.completion_time_mean() / 60;
  };
  measures.figures["SCV"] = [](auto& seen, std::size_t) {
    return seen.watcher.completion_time_scv();
  };
  StatisticalCase made =
      make(fields, measures, plant, length_for(lambda / mu * (1 + repair / to_failure), 1.8),
           {poisson_source("ARRIVALS", "P", lambda)});
  made.watched = true;
  return made;
}

// Machines fail at any time, work or not; interrupted work resumes on its machine.
StatisticalCase build_calendar_failures(const Json& fields) {
  const double lambda = fields.at("lambda_");
  const double mu = fields.at("mu");
  const double to_failure = fields.at("MTTF");
  const double repair = fields.at("MTTR");
  const int machines = fields.at("c");
  PlantText plant;
  plant.center("S",
               {{"machines", machines},
                {"failures", Json::array({failure("calendar", to_failure, exponential(repair))})}});
  plant.product("P", {"S"}, {exponential(1 / mu)});
  Measures measures = station_measures(machines, {"lambda_", "mu", "c", "MTTF", "MTTR"});
  measures.figures["P_down"] = [](auto& seen, std::size_t) {
    return machines_in(seen, MachineStateCode::kDown);
  };
  return make(fields, measures, plant,
              length_for(lambda / mu / machines * (1 + repair / to_failure), 1.5),
              {poisson_source("ARRIVALS", "P", lambda)});
}

struct Kind {
  const char* words;
  StatisticalCase (*build)(const Json& fields);
};

constexpr Kind kKinds[] = {{"M/M/c FIFO", build_mmc},
                           {"M/D/1", build_mg1},
                           {"M/E", build_mg1},
                           {"M/M/1/K", build_finite},
                           {"M/M/c/K", build_finite},
                           {"M/M/1 2-class non-preemptive priority", build_priorities},
                           {"M/M/1 non-preemptive SPT", build_spt},
                           {"M/M(k,k)/1 full batch", build_batches},
                           {"M/M(a,b)/1 bulk service", build_bulk},
                           {"M/G/1, lognormal service", build_lognormal},
                           {"M/U/1 server fails only while processing", build_unreliable},
                           {"M/M/1 server fails only while processing", build_unreliable},
                           {"M/M/c, machines fail at any time", build_calendar_failures}};

const Kind* kind_of(const std::string& model) {
  const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                 [&](const Kind& k) { return model.starts_with(k.words); });
  return kind == std::end(kKinds) ? nullptr : kind;
}

}  // namespace

bool is_queue(const std::string& model) { return kind_of(model) != nullptr; }

StatisticalCase build_queue(const Json& fields) {
  return kind_of(fields.at("model"))->build(fields);
}

}  // namespace planttwin::testing
