#include "tests/support/line_chain.h"

#include <utility>

namespace planttwin::testing {

LineChain::LineChain(std::vector<Machine> machines, std::vector<int> buffers)
    : machines_(std::move(machines)),
      capacity_(std::move(buffers)),
      chain_(first(), [this](const State& s) { return ways(s); }) {}

double LineChain::throughput() const {
  return machines_.back().service_rate * share(machines_.size() - 1, kWorking);
}

double LineChain::share(std::size_t machine, Work work) const {
  return chain_.mean([=](const State& s) { return s[machine] == work; });
}

double LineChain::level(std::size_t buffer) const {
  return chain_.mean([&](const State& s) { return s[machines_.size() + buffer]; });
}

LineChain::State LineChain::first() const {
  State s(2 * machines_.size() - 1, 0);
  s[0] = kWorking;
  return s;
}

ExactChain::Ways LineChain::ways(const State& from) const {
  ExactChain::Ways result;
  for (std::size_t i = 0; i < machines_.size(); ++i) {
    State to = from;
    if (from[i] == kDown) {
      to[i] = kWorking;
      result.emplace_back(to, machines_[i].repair_rate);
    }
    if (from[i] != kWorking) continue;
    to[i] = kDown;
    result.emplace_back(to, machines_[i].failure_rate);
    to[i] = kBlockedAfter;
    settle(to);
    result.emplace_back(to, machines_[i].service_rate);
  }
  return result;
}

// Finished parts move on as far as there is room; machines take what waits before them.
void LineChain::settle(State& s) const {
  for (bool moved = true; moved;) {
    moved = false;
    for (std::size_t i = machines_.size(); i-- > 0;) {
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

bool LineChain::deliver(State& s, std::size_t machine) const {
  if (machine + 1 == machines_.size()) return true;
  int& next = s[machines_.size() + machine];
  if (s[machine + 1] == kStarved && next == 0) {
    s[machine + 1] = kWorking;
    return true;
  }
  if (next >= capacity_[machine]) return false;
  ++next;
  return true;
}

bool LineChain::take(State& s, std::size_t machine) const {
  if (machine == 0) return true;
  int& before = s[machines_.size() + machine - 1];
  if (before == 0) return false;
  --before;
  return true;
}

}  // namespace planttwin::testing
