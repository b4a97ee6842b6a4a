#include "tests/fidelity/line_chains.h"

#include "tests/support/exact_chain.h"
#include "tests/support/line_chain.h"

namespace planttwin::testing {
namespace {

using State = ExactChain::State;
using Ways = ExactChain::Ways;

// Level and which machines are up: {n, up1, up2}.
double up(const State& s, std::size_t machine) { return s[machine]; }

}  // namespace

Json solve_reliable_line(const std::vector<double>& mu, const std::vector<int>& buffers) {
  std::vector<LineChain::Machine> machines;
  for (const double rate : mu)
    machines.push_back({.service_rate = rate, .failure_rate = 0, .repair_rate = 0});
  const LineChain line(machines, buffers);
  Json buffer_means = Json::array();
  double present = 0;
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    buffer_means.push_back(line.level(i));
    present += line.level(i);
  }
  Json blocked = Json::array();
  for (std::size_t i = 0; i < mu.size(); ++i) {
    blocked.push_back(line.share(i, LineChain::kBlockedAfter));
    present += 1 - line.share(i, LineChain::kStarved);
  }
  return {{"states", line.states()},
          {"throughput", line.throughput()},
          {"WIP_incl_first_machine", present},
          {"mean_buffer", buffer_means},
          {"P_blocked", blocked}};
}

Json solve_gershwin_berman(const std::vector<double>& mu, const std::vector<double>& p,
                           const std::vector<double>& r, int places) {
  const auto ways = [&](const State& s) {
    Ways result;
    const int n = s[0];
    if (s[1] == 0) result.push_back({{n, 1, s[2]}, r[0]});
    if (s[2] == 0) result.push_back({{n, s[1], 1}, r[1]});
    if (s[1] == 1 && n < places) {
      result.push_back({{n + 1, 1, s[2]}, mu[0]});
      result.push_back({{n, 0, s[2]}, p[0]});
    }
    if (s[2] == 1 && n > 0) {
      result.push_back({{n - 1, s[1], 1}, mu[1]});
      result.push_back({{n, s[1], 0}, p[1]});
    }
    return result;
  };
  const ExactChain chain({0, 1, 1}, ways);
  return {
      {"production_rate",
       chain.mean([&](const State& s) { return s[0] > 0 ? mu[1] * up(s, 2) : 0; })},
      {"mean_level", chain.mean([](const State& s) { return s[0]; })},
      {"P_starved_up", chain.mean([](const State& s) { return s[0] == 0 ? up(s, 2) : 0; })},
      {"P_blocked_up", chain.mean([&](const State& s) { return s[0] == places ? up(s, 1) : 0; })}};
}

Json solve_buzacott(const std::vector<double>& p, const std::vector<double>& r, int places) {
  const auto ways = [&](const State& s) {
    Ways result;
    const bool works[] = {s[0]<places, s[0]> 0};
    for (const int first : {0, 1}) {
      for (const int second : {0, 1}) {
        double probability = 1;
        const int next[] = {first, second};
        for (std::size_t i = 0; i < 2; ++i) {
          const double change = s[i + 1] == 0 ? r[i] : (works[i] ? p[i] : 0);
          probability *= next[i] == s[i + 1] ? 1 - change : change;
        }
        const int level = s[0] + (works[0] ? first : 0) - (works[1] ? second : 0);
        if (probability > 0) result.push_back({{level, first, second}, probability});
      }
    }
    return result;
  };
  // The chain never comes back to an empty line with both machines up, so it begins at level 1.
  const ExactChain chain({1, 1, 1}, ways);
  const double made = chain.mean([&](const State& s) {
    return s[0] == 0 ? 0 : s[2] == 1 ? 1 - p[1] : r[1];
  });
  return {{"efficiency", made},
          {"mean_level", chain.mean([](const State& s) { return s[0]; })},
          {"isolated", {r[0] / (r[0] + p[0]), r[1] / (r[1] + p[1])}}};
}

}  // namespace planttwin::testing
