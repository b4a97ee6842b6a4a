#include "scenarios/optimize/space.h"

#include <algorithm>

#include "sim/random.h"

namespace planttwin::optimize {
namespace {

constexpr std::size_t kMostCounted = 1'000'000;  // points looked at, of a space that is counted
constexpr int kDraws = 20;                       // before a drawn point is moved inside

// The next point, the last factor changing fastest; false after the last one.
bool advance(const SearchSpace& space, Point& point) {
  std::size_t i = point.size();
  while (i > 0 && point[i - 1] + 1 == space.levels[i - 1]) point[--i] = 0;
  if (i == 0) return false;
  ++point[i - 1];
  return true;
}

std::uint64_t key_of(const Point& point) {
  std::uint64_t key = point.size();
  for (const std::size_t level : point) key = sim::child_key(key, level);
  return key;
}

// The neighbour that is nearest to the inside, if it is nearer than the point itself.
std::optional<Point> step(const SearchSpace& space, const Point& point) {
  std::optional<Point> best;
  double least = space.outside(point);
  std::uint64_t least_luck = 0;
  for (std::size_t i = 0; i < 2 * point.size(); ++i) {
    Point next = point;
    std::size_t& level = next[i / 2];
    const bool up = i % 2 == 1;
    if (up ? level + 1 == space.levels[i / 2] : level == 0) continue;
    up ? ++level : --level;
    const double distance = space.outside(next);
    const std::uint64_t luck = sim::child_key(key_of(point), i);
    if (distance > least || (distance == least && (!best || luck > least_luck))) continue;
    least = distance;
    least_luck = luck;
    best = std::move(next);
  }
  return best;
}

}  // namespace

std::optional<std::vector<Point>> all_points(const SearchSpace& space, std::size_t most) {
  std::size_t all = 1;
  for (const std::size_t levels : space.levels) {
    if (all > kMostCounted / levels) return std::nullopt;
    all *= levels;
  }
  std::vector<Point> points;
  Point point(space.levels.size(), 0);
  do {
    if (space.outside(point) > 0) continue;
    if (points.size() == most) return std::nullopt;
    points.push_back(point);
  } while (advance(space, point));
  return points;
}

SearchOutcome enumerate(const std::vector<Point>& points, const Evaluate& evaluate) {
  SearchOutcome outcome{.points = points, .scores = evaluate(points), .generations = {}};
  outcome.generations.push_back(points.size());
  return outcome;
}

std::size_t usual_population(std::size_t objectives, std::size_t most_points) {
  if (objectives > 1) return 4 * std::clamp<std::size_t>(most_points / 32, 3, 10);
  return 4 * std::clamp<std::size_t>(most_points / 80, 2, 10);
}

std::optional<Point> inside(const SearchSpace& space, Point point) {
  while (space.outside(point) > 0) {
    std::optional<Point> next = step(space, point);
    if (!next) return std::nullopt;
    point = std::move(*next);
  }
  return point;
}

std::optional<Point> RandomPoints::draw() {
  Point point(space_.levels.size());
  for (int i = 0; i < kDraws; ++i) {
    for (std::size_t factor = 0; factor < point.size(); ++factor) {
      point[factor] = sim::child_key(seed_, drawn_++) % space_.levels[factor];
    }
    if (space_.outside(point) <= 0) return point;
  }
  return inside(space_, std::move(point));
}

}  // namespace planttwin::optimize
