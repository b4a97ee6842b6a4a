#include "tests/fidelity/line_chains.h"

#include "tests/fidelity/exact_chain.h"

namespace planttwin::testing {
namespace {

using State = ExactChain::State;
using Ways = ExactChain::Ways;

enum Work { kStarved, kWorking, kBlockedAfter };

// A reliable line: a state has the work of every machine and then the level of every buffer.
class ReliableLine {
 public:
  ReliableLine(const std::vector<double>& mu, const std::vector<int>& buffers)
      : mu_(mu), capacity_(buffers) {}

  std::size_t machines() const { return mu_.size(); }
  int level(const State& s, std::size_t i) const { return s[machines() + i]; }

  State first() const {
    State s(2 * machines() - 1, 0);
    s[0] = kWorking;
    return s;
  }

  Ways ways(const State& from) const {
    Ways result;
    for (std::size_t i = 0; i < machines(); ++i) {
      if (from[i] != kWorking) continue;
      State to = from;
      to[i] = kBlockedAfter;
      settle(to);
      result.emplace_back(to, mu_[i]);
    }
    return result;
  }

 private:
  // Finished parts move on as far as there is room; machines take what waits before them.
  void settle(State& s) const {
    for (bool moved = true; moved;) {
      moved = false;
      for (std::size_t i = machines(); i-- > 0;) {
        if (s[i] == kBlockedAfter && deliver(s, i)) {
          s[i] = kStarved;
          moved = true;
        }
        if (s[i] == kStarved && take(s, i)) {
          s[i] = kWorking;
          moved = true;
        }
      }
    }
  }

  bool deliver(State& s, std::size_t i) const {
    if (i + 1 == machines()) return true;
    int& next = s[machines() + i];
    if (s[i + 1] == kStarved && next == 0) {
      s[i + 1] = kWorking;
      return true;
    }
    if (next >= capacity_[i]) return false;
    ++next;
    return true;
  }

  bool take(State& s, std::size_t i) const {
    if (i == 0) return true;
    int& before = s[machines() + i - 1];
    if (before == 0) return false;
    --before;
    return true;
  }

  const std::vector<double>& mu_;
  const std::vector<int>& capacity_;
};

// Level and which machines are up: {n, up1, up2}.
double up(const State& s, std::size_t machine) { return s[machine]; }

}  // namespace

Json solve_reliable_line(const std::vector<double>& mu, const std::vector<int>& buffers) {
  const ReliableLine line(mu, buffers);
  const ExactChain chain(line.first(), [&](const State& s) { return line.ways(s); });
  Json buffer_means = Json::array();
  for (std::size_t i = 0; i < buffers.size(); ++i) {
    buffer_means.push_back(chain.mean([&](const State& s) { return line.level(s, i); }));
  }
  Json blocked = Json::array();
  double present = 0;
  for (std::size_t i = 0; i < mu.size(); ++i) {
    blocked.push_back(chain.mean([i](const State& s) { return s[i] == kBlockedAfter; }));
    present += chain.mean([i](const State& s) { return s[i] != kStarved; });
  }
  for (const Json& mean : buffer_means) present += mean.get<double>();
  const double working = chain.mean([&](const State& s) { return s[mu.size() - 1] == kWorking; });
  return {{"states", chain.states()},
          {"throughput", mu.back() * working},
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
