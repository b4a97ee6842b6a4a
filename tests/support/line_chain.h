#pragma once

#include <vector>

#include "tests/support/exact_chain.h"

namespace planttwin::testing {

// A line of machines with exponential times, the first one saturated, blocking after service; a
// machine can fail while it works and then goes on with its part (operation-dependent failures,
// Gershwin and Schick 1983, Operations Research 31). Its Markov chain has in a state the work of
// every machine and then the level of every buffer.
class LineChain {
 public:
  enum Work { kStarved, kWorking, kBlockedAfter, kDown };
  struct Machine {
    double service_rate = 1;
    double failure_rate = 0;  // while it works
    double repair_rate = 0;
  };

  LineChain(std::vector<Machine> machines, std::vector<int> buffers);

  std::size_t states() const { return chain_.states(); }
  double throughput() const;
  // The share of time in which a machine does this.
  double share(std::size_t machine, Work work) const;
  // The mean level of the buffer behind a machine.
  double level(std::size_t buffer) const;

 private:
  using State = ExactChain::State;

  State first() const;
  ExactChain::Ways ways(const State& from) const;
  void settle(State& s) const;
  bool deliver(State& s, std::size_t machine) const;
  bool take(State& s, std::size_t machine) const;

  std::vector<Machine> machines_;
  std::vector<int> capacity_;
  ExactChain chain_;
};

}  // namespace planttwin::testing
