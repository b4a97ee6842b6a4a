#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

namespace planttwin::optimize {

// The level of each factor, by number.
using Point = std::vector<std::size_t>;

// How good a point is. Every objective is to be small here; a violation above 0 says how far the
// point is from what is demanded, and then its objectives do not count.
struct Score {
  std::vector<double> objectives;
  double violation = 0;

  bool feasible() const { return violation <= 0; }
};

// Where is searched.
struct SearchSpace {
  std::vector<std::size_t> levels;  // by factor: how many there are
  std::size_t objectives = 1;       // one or two
  // How far a point is from what its levels alone must obey; 0 for one that may be looked at.
  std::function<double(const Point&)> outside = [](const Point&) { return 0; };
};

struct SearchSettings {
  std::size_t population = 20;  // at least 8 and a multiple of 4
  std::size_t most_points = 0;  // different points that are evaluated
  std::uint64_t seed = 1;
};

// A search, or an enumeration: what was evaluated, in the order in which it was asked for.
struct SearchOutcome {
  std::vector<Point> points;             // different ones, none outside
  std::vector<Score> scores;             // by point
  std::vector<std::size_t> generations;  // how many points there were after each
};

// Scores of points that were not asked for before, made side by side.
using Evaluate = std::function<std::vector<Score>(const std::vector<Point>&)>;

// Which algorithm of pagmo searches: "sga", a simple genetic algorithm, for one objective; "nsga2"
// for two (Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", 2002).
std::string_view algorithm_for(std::size_t objectives);

// Asks for the points of a generation at once, each only once, until `most_points` are evaluated or
// nothing new comes up. A point that is outside is first moved inside, level by level. The same
// settings and scores give the same points. Makes no thread. Throws what `evaluate` throws.
SearchOutcome search(const SearchSpace& space, const SearchSettings& settings,
                     const Evaluate& evaluate);

}  // namespace planttwin::optimize
