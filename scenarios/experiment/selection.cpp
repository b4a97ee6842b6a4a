#include "scenarios/experiment/selection.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "scenarios/experiment/estimate.h"
#include "sim/special_functions.h"

namespace planttwin::experiment {
namespace {

using Values = std::vector<double>;  // of a variant by replication; more is better

// Empty where a replication has no data.
Values values_of(const Experiment& experiment, const Replicated& variant) {
  const std::size_t kpi = experiment.selection->kpi;
  const double sign = experiment.kpis[kpi].better == Kpi::Better::kLess ? -1 : 1;
  Values values;
  for (const Replication& each : variant) {
    if (!each.values[kpi]) return {};
    values.push_back(sign * *each.values[kpi]);
  }
  return values;
}

std::vector<Values> values_of(const Experiment& experiment,
                              const std::vector<Replicated>& variants) {
  std::vector<Values> values;
  for (const Replicated& variant : variants) values.push_back(values_of(experiment, variant));
  return values;
}

std::vector<std::size_t> those_with_data(const std::vector<Values>& values) {
  std::vector<std::size_t> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i].empty()) found.push_back(i);
  }
  return found;
}

double mean_of_first(const Values& values, std::size_t count) {
  return std::accumulate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(count), 0.0) /
         static_cast<double>(count);
}

std::size_t best_of(const Values& means, const std::vector<std::size_t>& among) {
  return *std::max_element(among.begin(), among.end(), [&](std::size_t one, std::size_t other) {
    return means[one] < means[other];
  });
}

class KimNelson : public Selector {
 public:
  explicit KimNelson(const Experiment& experiment)
      : experiment_(experiment),
        first_(static_cast<std::size_t>(experiment.replications.at_least)) {
    const auto rivals = static_cast<double>(experiment.variants.size() - 1);
    const auto degrees = static_cast<double>(first_ - 1);
    const double beta = 2 * (1 - experiment.selection->probability) / rivals;
    h2_ = (std::pow(beta, -2 / degrees) - 1) * degrees;
  }

  Standing judge(const std::vector<Replicated>& variants) override {
    const Selection& selection = *experiment_.selection;
    values_ = values_of(experiment_, variants);
    remaining_ = judged_ == 0 ? those_with_data(values_) : with_data(remaining_);
    Standing standing;
    standing.probability = selection.probability;
    if (remaining_.empty()) return standing;
    judged_ = values_[remaining_.front()].size();
    means_.assign(values_.size(), 0);
    for (const std::size_t i : remaining_) means_[i] = mean_of_first(values_[i], judged_);
    eliminate();
    standing.best = best_of(means_, remaining_);
    if (static_cast<double>(judged_) > longest()) remaining_ = {standing.best};
    standing.remaining = remaining_;
    standing.certain = remaining_.size() == 1;
    const auto most = static_cast<std::size_t>(experiment_.replications.at_most);
    if (standing.certain || judged_ >= most) return standing;
    for (const Replicated& variant : variants) standing.wanted.push_back(variant.size());
    for (const std::size_t i : remaining_) {
      standing.wanted[i] = std::min(most, judged_ + static_cast<std::size_t>(selection.stage));
    }
    return standing;
  }

 private:
  std::vector<std::size_t> with_data(const std::vector<std::size_t>& among) const {
    std::vector<std::size_t> found;
    for (const std::size_t i : among) {
      if (!values_[i].empty()) found.push_back(i);
    }
    return found;
  }

  // How many replications decide between two at the latest: by the first stage's variance.
  double length(std::size_t one, std::size_t other) const {
    Values differences;
    for (std::size_t i = 0; i < first_; ++i) {
      differences.push_back(values_[one][i] - values_[other][i]);
    }
    const double ratio =
        moments(differences).standard_deviation / experiment_.selection->indifference;
    return h2_ * ratio * ratio;
  }

  // Half of what two means may differ while nothing is decided.
  double open(std::size_t one, std::size_t other) const {
    const auto count = static_cast<double>(judged_);
    return std::max(
        0.0, experiment_.selection->indifference / (2 * count) * (length(one, other) - count));
  }

  void eliminate() {
    std::vector<std::size_t> kept;
    for (const std::size_t i : remaining_) {
      const bool worse = std::any_of(remaining_.begin(), remaining_.end(), [&](std::size_t other) {
        return means_[i] < means_[other] && means_[i] < means_[other] - open(i, other);
      });
      if (!worse) kept.push_back(i);
    }
    remaining_ = kept;
  }

  double longest() const {
    double most = 0;
    for (const std::size_t i : remaining_) {
      for (const std::size_t other : remaining_) {
        if (other > i) most = std::max(most, length(i, other));
      }
    }
    return most;
  }

  const Experiment& experiment_;
  std::size_t first_;
  double h2_ = 0;
  std::size_t judged_ = 0;
  std::vector<std::size_t> remaining_;
  std::vector<Values> values_;
  Values means_;
};

class Ocba : public Selector {
 public:
  explicit Ocba(const Experiment& experiment) : experiment_(experiment) {}

  Standing judge(const std::vector<Replicated>& variants) override {
    const Selection& selection = *experiment_.selection;
    const std::vector<Values> values = values_of(experiment_, variants);
    Standing standing;
    standing.remaining = those_with_data(values);
    if (standing.remaining.empty()) return standing;
    summarise(values);
    standing.best = best_of(means_, standing.remaining);
    standing.probability = probability(standing);
    standing.certain = standing.probability >= selection.probability;
    std::size_t have = 0;
    for (const Replicated& variant : variants) have += variant.size();
    const auto budget = static_cast<std::size_t>(selection.budget);
    if (standing.certain || have >= budget) return standing;
    for (const Replicated& variant : variants) standing.wanted.push_back(variant.size());
    const std::size_t more = std::min(budget - have, static_cast<std::size_t>(selection.stage));
    allocate(have + more, more, standing);
    return standing;
  }

 private:
  static constexpr double kTiny = 1e-9;  // in place of a spread or distance of nothing

  void summarise(const std::vector<Values>& values) {
    means_.assign(values.size(), 0);
    deviations_.assign(values.size(), 0);
    counts_.assign(values.size(), 0);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const Moments found = moments(values[i]);
      means_[i] = found.mean;
      deviations_[i] =
          std::max(found.standard_deviation, kTiny * std::max(1.0, std::abs(found.mean)));
      counts_[i] = static_cast<double>(found.count);
    }
  }

  double variance_of_mean(std::size_t i) const {
    return deviations_[i] * deviations_[i] / counts_[i];
  }

  double probability(const Standing& standing) const {
    double error = 0;
    for (const std::size_t i : standing.remaining) {
      if (i == standing.best) continue;
      error += sim::normal_above((means_[standing.best] - means_[i]) /
                                 std::sqrt(variance_of_mean(i) + variance_of_mean(standing.best)));
    }
    return std::max(0.0, 1 - error);
  }

  // Shares of a total: in the ratio of squared spread to squared distance from the best; the best
  // by its spread and the squares of all others.
  Values shares(const Standing& standing) const {
    Values shares(means_.size(), 0);
    double squares = 0;
    for (const std::size_t i : standing.remaining) {
      if (i == standing.best) continue;
      const double distance = std::max(means_[standing.best] - means_[i], kTiny * deviations_[i]);
      shares[i] = (deviations_[i] / distance) * (deviations_[i] / distance);
      squares += (shares[i] / deviations_[i]) * (shares[i] / deviations_[i]);
    }
    shares[standing.best] = deviations_[standing.best] * std::sqrt(squares);
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0);
    for (double& share : shares) share /= sum;
    return shares;
  }

  // One by one to the variant that has least of what it should have.
  void allocate(std::size_t total, std::size_t more, Standing& standing) const {
    const Values share = shares(standing);
    for (; more > 0; --more) {
      const auto starving = std::max_element(
          standing.remaining.begin(), standing.remaining.end(),
          [&](std::size_t one, std::size_t other) {
            return share[one] * static_cast<double>(total * standing.wanted[other]) <
                   share[other] * static_cast<double>(total * standing.wanted[one]);
          });
      ++standing.wanted[*starving];
    }
  }

  const Experiment& experiment_;
  Values means_;
  Values deviations_;
  Values counts_;
};

}  // namespace

std::unique_ptr<Selector> make_selector(const Experiment& experiment) {
  if (experiment.selection->method == Selection::Method::kOcba) {
    return std::make_unique<Ocba>(experiment);
  }
  return std::make_unique<KimNelson>(experiment);
}

}  // namespace planttwin::experiment
