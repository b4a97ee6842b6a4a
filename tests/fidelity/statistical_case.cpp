#include "tests/fidelity/statistical_case.h"

#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <stdexcept>

namespace planttwin::testing {
namespace {

constexpr std::uint64_t kSeed = 20250106;
constexpr double kNormal95 = 1.959963985;
constexpr double kSixDecimals = 0.5e-6;

std::string number_text(const Json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

double Observation::present(const std::string& center, int machines) const {
  return queue(center) + machines * busy(center);
}

double Observation::start_rate(const std::string& center) const {
  const auto id = run.simulation.work_center(center);
  return static_cast<double>(run.statistics().work_centers[id.index()].started) / run.window_s() *
         60;
}

double Observation::product_wait(const std::string& product_id) const {
  return product(product_id).wait.tally.mean() / 60e6;
}

const plant::ProductStatistics& Observation::product(const std::string& product_id) const {
  return run.statistics().products[run.simulation.material(product_id).index()];
}

void add_quantities(StatisticalCase& made, const Json& fields, const Measures& measures) {
  for (const auto& [name, value] : fields.items()) {
    if (name == "model" || name == "note" || measures.parameters.contains(name)) continue;
    const auto figure = measures.figures.find(name);
    if (figure == measures.figures.end()) {
      throw std::invalid_argument("no figure for \"" + name + "\" of " + made.title);
    }
    const std::size_t count = value.is_array() ? value.size() : 1;
    for (std::size_t i = 0; i < count; ++i) {
      const double expected = value.is_array() ? value[i].get<double>() : value.get<double>();
      const std::string full = value.is_array() ? name + " " + std::to_string(i + 1) : name;
      made.quantities.push_back(
          {full, expected, 0, kSixDecimals,
           [measure = figure->second, i](const Observation& seen) { return measure(seen, i); }});
    }
  }
}

std::string title_of(const Json& fields, const Measures& measures) {
  std::string title = fields.at("model").get<std::string>();
  for (const auto& [name, value] : fields.items()) {
    if (measures.parameters.contains(name)) title += ", " + name + " " + number_text(value);
  }
  return title;
}

double Estimate::half_width(double alpha) const {
  const boost::math::students_t student(replications - 1);
  return boost::math::quantile(boost::math::complement(student, alpha / 2)) * standard_error;
}

std::vector<Estimate> replicate(const StatisticalCase& made) {
  const Simulation simulation(made.plant, made.input);
  const auto since = sim::Time::from_start(simulation.input().warm_up);
  std::vector<std::vector<double>> samples(made.quantities.size());
  for (int i = 0; i < made.replications; ++i) {
    plant::PlantRun run = simulation.start(kSeed, static_cast<std::uint32_t>(i));
    Watcher watcher(since);
    if (made.watched) run.add_sink(watcher);
    if (run.run().reason != plant::RunEnd::Reason::kHorizon) {
      throw std::runtime_error(made.title + ": the run ended before its horizon");
    }
    const Measured measured{simulation, run};
    const Observation seen{measured, watcher};
    for (std::size_t q = 0; q < samples.size(); ++q) {
      samples[q].push_back(made.quantities[q].measure(seen));
    }
  }
  std::vector<Estimate> estimates;
  for (const std::vector<double>& values : samples) {
    const auto n = static_cast<double>(values.size());
    double mean = 0;
    for (const double value : values) mean += value / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    estimates.push_back({mean, std::sqrt(squares / (n - 1) / n), made.replications});
  }
  return estimates;
}

bool agrees(const FidelityQuantity& quantity, const Estimate& estimate, double alpha) {
  const double reference_error = quantity.reference_half_width / kNormal95;
  Estimate difference = estimate;
  difference.standard_error = std::hypot(estimate.standard_error, reference_error);
  return std::fabs(estimate.mean - quantity.expected) <=
         difference.half_width(alpha) + quantity.rounding;
}

}  // namespace planttwin::testing
