#pragma once

#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace planttwin::testing {

// A Markov chain over the states that can be reached from a first one, solved exactly (by
// elimination; for up to a few hundred states). In continuous time the weights of the ways out of
// a state are rates; in discrete time they are probabilities, which add up to 1 (ways back to the
// same state may be left out in both).
class ExactChain {
 public:
  using State = std::vector<int>;
  using Ways = std::vector<std::pair<State, double>>;

  ExactChain(const State& first, const std::function<Ways(const State&)>& ways);

  std::size_t states() const { return states_.size(); }
  // The mean of a function of the state in the stationary distribution.
  double mean(const std::function<double(const State&)>& value) const;

 private:
  std::size_t find_or_add(const State& state);

  std::vector<State> states_;
  std::map<State, std::size_t> index_;
  std::vector<double> share_;
};

}  // namespace planttwin::testing
