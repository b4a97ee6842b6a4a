#include "scenarios/experiment/warm_up.h"

namespace planttwin::experiment {
namespace {

constexpr std::size_t kBatch = 5;
constexpr std::size_t kLeastRest = 5;  // means

}  // namespace

std::optional<std::size_t> mser5(const std::vector<double>& series) {
  std::vector<double> means;
  for (std::size_t i = 0; i + kBatch <= series.size(); i += kBatch) {
    double sum = 0;
    for (std::size_t k = 0; k < kBatch; ++k) sum += series[i + k];
    means.push_back(sum / kBatch);
  }
  if (means.size() < 2 * kLeastRest) return std::nullopt;
  // From the back, so that each cut adds one mean to the sums of what remains.
  double sum = 0, squares = 0, least = 0;
  std::size_t best = means.size();
  const double shift = means.back();  // against cancellation
  for (std::size_t cut = means.size(); cut-- > 0;) {
    const double value = means[cut] - shift;
    sum += value;
    squares += value * value;
    if (means.size() - cut < kLeastRest) continue;
    const auto rest = static_cast<double>(means.size() - cut);
    const double statistic = (squares - sum * sum / rest) / (rest * rest);
    if (best == means.size() || statistic <= least) {
      least = statistic;
      best = cut;
    }
  }
  if (best > means.size() / 2) return std::nullopt;
  return best * kBatch;
}

}  // namespace planttwin::experiment
