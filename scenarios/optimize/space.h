#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "scenarios/optimize/search.h"

namespace planttwin::optimize {

// All points that are not outside, the last factor changing fastest. Nothing when there are more
// than `most`, or so many outside that counting them takes too long.
std::optional<std::vector<Point>> all_points(const SearchSpace& space, std::size_t most);

// Evaluates points that are all there are, as one generation.
SearchOutcome enumerate(const std::vector<Point>& points, const Evaluate& evaluate);

// A population for a budget of points: several generations must fit into it.
std::size_t usual_population(std::size_t objectives, std::size_t most_points);

// The point itself, or one inside that single steps from level to level lead to, each the one that
// brings it nearest; between equal ones the point's own luck decides. Nothing when steps end
// outside.
std::optional<Point> inside(const SearchSpace& space, Point point);

// Draws points that are not outside. The same seed gives the same ones.
class RandomPoints {
 public:
  RandomPoints(const SearchSpace& space, std::uint64_t seed) : space_(space), seed_(seed) {}

  // Nothing when a point can't be brought inside.
  std::optional<Point> draw();

 private:
  const SearchSpace& space_;
  std::uint64_t seed_;
  std::uint64_t drawn_ = 0;
};

}  // namespace planttwin::optimize
