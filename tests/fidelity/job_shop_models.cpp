#include <string>
#include <vector>

#include "tests/fidelity/models.h"
#include "tests/fidelity/plant_text.h"

// The job shop of Law and Kelton, Simulation Modeling and Analysis: stations S1 to S5, job types
// J1 to J3. A time unit is an hour there; here it is a minute like everywhere.
namespace planttwin::testing {
namespace {

constexpr double kFourDecimals = 0.5e-4;
constexpr double kHours = 365 * 8;
constexpr int kReplications = 360;

std::string name(const char* prefix, std::size_t number) { return prefix + std::to_string(number); }

std::string plant_text(const Json& model, const std::vector<int>& machines) {
  PlantText plant;
  for (std::size_t i = 0; i < machines.size(); ++i) {
    plant.center(name("S", i + 1), {{"machines", machines[i]}});
  }
  const Json& routes = model.at("routes");
  for (std::size_t job = 0; job < routes.size(); ++job) {
    std::vector<std::string> stations;
    std::vector<Json> times;
    for (std::size_t i = 0; i < routes[job].size(); ++i) {
      stations.push_back(name("S", routes[job][i].get<std::size_t>()));
      times.push_back(erlang(2, model.at("mean_service")[job][i]));
    }
    plant.product(name("J", job + 1), stations, times);
  }
  return plant.text();
}

// "exponential mean 0.25 h".
double interarrival_mean(const Json& model) {
  const std::string text = model.at("interarrival");
  return std::stod(text.substr(text.find("mean ") + 5));
}

std::string input_text(const Json& model) {
  Json source = poisson_source("JOBS", "J1", 1 / interarrival_mean(model));
  source.erase("product");
  Json products = Json::array();
  const Json& shares = model.at("job_type_prob");
  for (std::size_t job = 0; job < shares.size(); ++job) {
    products.push_back({{"product", name("J", job + 1)}, {"weight", shares[job]}});
  }
  source["products"] = products;
  Json input = run_input(0, kHours);
  input["sources"].push_back(source);
  return input.dump();
}

// Waiting of a job of the type in all its queues: the mean wait for an operation times their
// number, as the book counts it.
double job_delay(const Observation& seen, std::size_t job, std::size_t operations) {
  return seen.product_wait(name("J", job + 1)) * static_cast<double>(operations);
}

Measures measures_for(const Json& model) {
  Measures measures;
  std::vector<std::size_t> lengths;
  for (const Json& route : model.at("routes")) lengths.push_back(route.size());
  const auto shares = model.at("job_type_prob").get<std::vector<double>>();
  measures.figures["overall_delay"] = [=](const Observation& seen, std::size_t) {
    double sum = 0;
    for (std::size_t job = 0; job < shares.size(); ++job) {
      sum += shares[job] * job_delay(seen, job, lengths[job]);
    }
    return sum;
  };
  for (std::size_t job = 0; job < lengths.size(); ++job) {
    measures.figures["job" + std::to_string(job + 1) + "_delay"] =
        [=](const Observation& seen, std::size_t) { return job_delay(seen, job, lengths[job]); };
  }
  for (std::size_t i = 1; i <= 9; ++i) {
    measures.figures[name("Lq", i)] = [=](auto& seen, std::size_t) {
      return seen.queue(name("S", i));
    };
    measures.figures[name("util", i)] = [=](auto& seen, std::size_t) {
      return seen.busy(name("S", i));
    };
    measures.figures[name("delay", i)] = [=](auto& seen, std::size_t) {
      return seen.wait(name("S", i));
    };
  }
  return measures;
}

}  // namespace

std::vector<StatisticalCase> law_kelton_cases(const Json& file) {
  std::vector<StatisticalCase> cases;
  const Json& model = file.at("model");
  const Measures measures = measures_for(model);
  for (const auto& [configuration, fields] : file.at("cases").items()) {
    StatisticalCase made;
    made.title = "Job shop of Law and Kelton, machines " + configuration;
    made.plant = plant_text(model, fields.at("machines").get<std::vector<int>>());
    made.input = input_text(model);
    made.replications = kReplications;
    made.precision = 0.15;  // one replication is dominated by noise, as the source says
    for (const auto& [figure, value] : fields.at("mean_and_95ci_halfwidth").items()) {
      made.quantities.push_back({figure, value.at(0), value.at(1), kFourDecimals,
                                 [measure = measures.figures.at(figure)](const Observation& seen) {
                                   return measure(seen, 0);
                                 }});
    }
    cases.push_back(std::move(made));
  }
  return cases;
}

}  // namespace planttwin::testing
