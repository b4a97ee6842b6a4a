#include "tests/support/exact_chain.h"

#include <numeric>

namespace planttwin::testing {

ExactChain::ExactChain(const State& first, const std::function<Ways(const State&)>& ways) {
  std::vector<std::vector<std::pair<std::size_t, double>>> out;
  find_or_add(first);
  for (std::size_t i = 0; i < states_.size(); ++i) {
    out.emplace_back();
    const State state = states_[i];
    for (const auto& [to, weight] : ways(state)) {
      if (to != state && weight > 0) out.back().emplace_back(find_or_add(to), weight);
    }
  }
  const std::size_t n = states_.size();
  std::vector<std::vector<double>> rate(n, std::vector<double>(n, 0.0));
  for (std::size_t i = 0; i < n; ++i) {
    for (const auto& [to, weight] : out[i]) rate[i][to] += weight;
  }
  // Elimination by Grassmann, Taksar and Heyman (1985, Operations Research 33): it never
  // subtracts, so nothing cancels.
  for (std::size_t k = n - 1; k > 0; --k) {
    const double total =
        std::accumulate(rate[k].begin(), rate[k].begin() + static_cast<long>(k), 0.0);
    for (std::size_t i = 0; i < k; ++i) {
      if (rate[i][k] == 0) continue;
      rate[i][k] /= total;
      for (std::size_t j = 0; j < k; ++j) rate[i][j] += rate[i][k] * rate[k][j];
    }
  }
  share_.assign(n, 0);
  share_[0] = 1;
  for (std::size_t k = 1; k < n; ++k) {
    for (std::size_t i = 0; i < k; ++i) share_[k] += share_[i] * rate[i][k];
  }
  const double sum = std::accumulate(share_.begin(), share_.end(), 0.0);
  for (double& share : share_) share /= sum;
}

double ExactChain::mean(const std::function<double(const State&)>& value) const {
  double sum = 0;
  for (std::size_t i = 0; i < states_.size(); ++i) sum += share_[i] * value(states_[i]);
  return sum;
}

std::size_t ExactChain::find_or_add(const State& state) {
  const auto [place, added] = index_.try_emplace(state, states_.size());
  if (added) states_.push_back(state);
  return place->second;
}

}  // namespace planttwin::testing
