#include <algorithm>
#include <array>
#include <cmath>

#include "tests/fidelity/models.h"
#include "tests/support/exact_chain.h"

// Cases one step away from the published ones: general service and repair times, several machines
// where a published case has one, batches that need not be full. Every value is computed here, by
// the formula or the chain named.
namespace planttwin::testing {
namespace {

using State = ExactChain::State;
using Ways = ExactChain::Ways;

// Pollaczek and Khinchine; a lognormal time of mean 1.
Json lognormal_service(double lambda, double scv) {
  const double wait = lambda * (1 + scv) / 2 / (1 - lambda);
  return {{"model", "M/G/1, lognormal service of mean 1"},
          {"lambda_", lambda},
          {"scv", scv},
          {"rho", lambda},
          {"Wq", wait},
          {"Lq", lambda * wait},
          {"W", wait + 1},
          {"L", lambda * (wait + 1)}};
}

// A service S, uniform on 1 +- spread, meets Poisson(S / MTTF) repairs of constant length; then
// Pollaczek and Khinchine.
Json constant_repairs(double lambda, double spread, double to_failure, double repair) {
  const double mean = 1 + repair / to_failure;
  const double variance = spread * spread / 3 * mean * mean + repair * repair / to_failure;
  const double scv = variance / (mean * mean);
  const double wait = lambda * mean * mean * (1 + scv) / 2 / (1 - lambda * mean);
  return {{"model", "M/U/1 server fails only while processing, exp TTF, constant repair, resume"},
          {"lambda_", lambda},
          {"mu", 1},
          {"spread", spread},
          {"MTTF", to_failure},
          {"MTTR", repair},
          {"availability_isolated", 1 / mean},
          {"EC", mean},
          {"SCV", scv},
          {"Wq", wait},
          {"W", wait + mean}};
}

// Two machines that fail whatever they do. A state has the lots that wait and, of each machine,
// twice whether it is down plus whether it holds a lot, the larger first: which is which does not
// matter. A lot stays on its machine while that is down. Cut off where the probability is below
// 1e-10.
Json two_failing_machines(double lambda, double mu, double to_failure, double repair) {
  constexpr int kMost = 150;
  const auto settled = [](State s) {
    for (std::size_t i = 1; i <= 2; ++i) {
      if (s[0] > 0 && s[i] == 0) {
        s[i] = 1;
        --s[0];
      }
    }
    if (s[1] < s[2]) std::swap(s[1], s[2]);
    return s;
  };
  const ExactChain chain({0, 0, 0}, [&](const State& s) {
    Ways ways;
    if (s[0] < kMost) ways.push_back({settled({s[0] + 1, s[1], s[2]}), lambda});
    for (std::size_t i = 1; i <= 2; ++i) {
      State to = s;
      to[i] = s[i] ^ 2;
      ways.push_back({settled(to), s[i] < 2 ? 1 / to_failure : 1 / repair});
      to[i] = 0;
      if (s[i] == 1) ways.push_back({settled(to), mu});
    }
    return ways;
  });
  const double queue = chain.mean([](const State& s) { return s[0]; });
  const double lots = queue + chain.mean([](const State& s) { return (s[1] & 1) + (s[2] & 1); });
  return {{"model", "M/M/c, machines fail at any time, work resumes"},
          {"lambda_", lambda},
          {"mu", mu},
          {"c", 2},
          {"MTTF", to_failure},
          {"MTTR", repair},
          {"L", lots},
          {"Lq", queue},
          {"W", lots / lambda},
          {"P_down", repair / (to_failure + repair)}};
}

// States {waiting, in service}: a batch starts with a lots or more and takes up to b.
Json bulk_service(double lambda, double mu, int a, int b) {
  constexpr int kMost = 150;
  const ExactChain chain({0, 0}, [&](const State& s) {
    Ways ways;
    if (s[1] == 0) {
      ways.push_back({s[0] + 1 == a ? State{0, 1} : State{s[0] + 1, 0}, lambda});
      return ways;
    }
    if (s[0] < kMost) ways.push_back({{s[0] + 1, 1}, lambda});
    ways.push_back({s[0] >= a ? State{s[0] - std::min(s[0], b), 1} : State{s[0], 0}, mu});
    return ways;
  });
  const double queue = chain.mean([](const State& s) { return s[0]; });
  return {{"model", "M/M(a,b)/1 bulk service"},
          {"lambda_", lambda},
          {"batch_mu", mu},
          {"a", a},
          {"b", b},
          {"util", chain.mean([](const State& s) { return s[1]; })},
          {"Lq", queue},
          {"Wq", queue / lambda},
          {"W", queue / lambda + 1 / mu}};
}

// Buzen's convolution (1973, Communications of the ACM 16).
using Weights = std::vector<double>;

Weights convolved(const Weights& left, const Weights& right) {
  Weights sum(left.size());
  for (std::size_t n = 0; n < sum.size(); ++n) {
    for (std::size_t i = 0; i <= n; ++i) sum[n] += left[i] * right[n - i];
  }
  return sum;
}

Weights station_weights(double mean, int machines, std::size_t lots) {
  Weights weights{1};
  for (std::size_t n = 1; n <= lots; ++n) {
    weights.push_back(weights.back() * mean / std::min(static_cast<int>(n), machines));
  }
  return weights;
}

Json closed_stations(const std::vector<double>& means, const std::vector<int>& machines,
                     std::size_t lots) {
  Weights all(lots + 1);
  all[0] = 1;
  for (std::size_t i = 0; i < means.size(); ++i) {
    all = convolved(all, station_weights(means[i], machines[i], lots));
  }
  Json present = Json::array();
  for (std::size_t i = 0; i < means.size(); ++i) {
    Weights others(lots + 1);
    others[0] = 1;
    for (std::size_t j = 0; j < means.size(); ++j) {
      if (j != i) others = convolved(others, station_weights(means[j], machines[j], lots));
    }
    const Weights own = station_weights(means[i], machines[i], lots);
    double sum = 0;
    for (std::size_t n = 1; n <= lots; ++n) {
      sum += static_cast<double>(n) * own[n] * others[lots - n];
    }
    present.push_back(sum / all[lots]);
  }
  const double rate = all[lots - 1] / all[lots];
  return {{"model", "CONWIP closed exponential line, stations of several machines"},
          {"mean_service", means},
          {"servers", machines},
          {"WIP", lots},
          {"throughput", rate},
          {"cycle_time", static_cast<double>(lots) / rate},
          {"queue_L", present}};
}

// Two stations of several machines, the first saturated, blocking after service. A state has the
// lots that are finished and blocked, those that wait and those at work at the second station.
Json parallel_line(double first_mu, int first, int places, double second_mu, int second) {
  const ExactChain chain({0, 0, 0}, [&](const State& s) {
    Ways ways;
    State more = s;
    ++more[s[2] < second ? 2 : s[1] < places ? 1 : 0];
    if (s[0] < first) ways.push_back({more, first_mu * (first - s[0])});
    State less = s;
    --less[s[0] > 0 ? 0 : s[1] > 0 ? 1 : 2];
    if (s[2] > 0) ways.push_back({less, second_mu * s[2]});
    return ways;
  });
  return {{"model", "reliable exponential line, stations of several machines"},
          {"mu", {first_mu, second_mu}},
          {"servers", {first, second}},
          {"buffers", {places}},
          {"throughput", second_mu * chain.mean([](const State& s) { return s[2]; })},
          {"mean_buffer", Json::array({chain.mean([](const State& s) { return s[1]; })})}};
}

// A birth-death chain of the machines that are down: with exponential repairs only the mean of the
// time to failure matters (Bunday and Scraton 1980, European Journal of Operational Research 4).
Json repair_after_uniform_times(int machines, int crew, double to_failure, double spread,
                                double repair) {
  double term = 1;
  double sum = 0;
  double down = 0;
  double waiting = 0;
  for (int n = 0; n <= machines; ++n) {
    if (n > 0) term *= (machines - n + 1) / to_failure * repair / std::min(n, crew);
    sum += term;
    down += n * term;
    waiting += std::max(0, n - crew) * term;
  }
  const double failures = (machines - down / sum) / to_failure;
  return {{"model", "machine repair G/M/c//N (uniform time to failure, exponential repair)"},
          {"N", machines},
          {"crew", crew},
          {"MTTF", to_failure},
          {"spread", spread},
          {"MTTR", repair},
          {"mean_down", down / sum},
          {"availability", 1 - down / sum / machines},
          {"mean_waiting", waiting / sum},
          {"crew_util", failures * repair / crew}};
}

}  // namespace

std::vector<Json> varied_cases() {
  return {lognormal_service(0.5, 1.5),
          constant_repairs(0.6, 0.5, 8, 2),
          two_failing_machines(1.1, 1, 20, 5),
          bulk_service(1.8, 1, 2, 4),
          closed_stations({2, 1, 3}, {2, 1, 3}, 7),
          parallel_line(0.6, 2, 2, 1.1, 1),
          parallel_line(1, 1, 1, 0.4, 3),
          repair_after_uniform_times(5, 2, 6, 4, 2)};
}

}  // namespace planttwin::testing
