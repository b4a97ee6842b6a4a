#include "scenarios/experiment/warm_up.h"

#include "plant_models/run/plant_run.h"

namespace planttwin::experiment {
namespace {

constexpr std::size_t kBatch = 5;

}  // namespace

std::optional<std::size_t> mser5(const std::vector<double>& series) {
  std::vector<double> means;
  for (std::size_t i = 0; i + kBatch <= series.size(); i += kBatch) {
    double sum = 0;
    for (std::size_t k = 0; k < kBatch; ++k) sum += series[i + k];
    means.push_back(sum / kBatch);
  }
  if (means.size() < 4) return std::nullopt;
  // From the back, so that each cut adds one mean to the sums of what remains.
  double sum = 0, squares = 0, least = 0;
  std::size_t best = means.size();
  const double shift = means.back();  // against cancellation
  for (std::size_t cut = means.size(); cut-- > 0;) {
    const double value = means[cut] - shift;
    sum += value;
    squares += value * value;
    const auto rest = static_cast<double>(means.size() - cut);
    if (rest < 2) continue;
    const double statistic = (squares - sum * sum / rest) / (rest * rest);
    const bool counts = means.size() - cut >= kBatch || cut < means.size() / 2;
    if (counts && (best == means.size() || statistic <= least)) {
      least = statistic;
      best = cut;
    }
  }
  if (best > means.size() / 2) return std::nullopt;
  return best * kBatch;
}

std::vector<double> wip_series(const scenario::Scenario& scenario, std::uint64_t seed) {
  plant::RunInput input = scenario.input;
  input.warm_up = sim::Duration();
  plant::PlantRun run(scenario.plant, input, {.seed = seed});
  const std::int64_t part = input.horizon.count() / static_cast<std::int64_t>(kSeriesParts);
  std::vector<double> series;
  double before = 0;
  for (std::size_t i = 1; i <= kSeriesParts; ++i) {
    run.run(
        sim::Time::from_start(sim::Duration::microseconds(part * static_cast<std::int64_t>(i))));
    const auto integral = static_cast<double>(run.state().statistics.wip_lots.integral(run.now()));
    series.push_back((integral - before) / static_cast<double>(part));
    before = integral;
  }
  return series;
}

}  // namespace planttwin::experiment
