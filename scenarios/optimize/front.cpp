#include "scenarios/optimize/front.h"

#include <algorithm>

namespace planttwin::optimize {

bool dominates(const Score& one, const Score& other) {
  if (!one.feasible() || !other.feasible()) return one.violation < other.violation;
  bool better = false;
  for (std::size_t i = 0; i < one.objectives.size(); ++i) {
    if (one.objectives[i] > other.objectives[i]) return false;
    better = better || one.objectives[i] < other.objectives[i];
  }
  return better;
}

// Sorted by the objectives, a point is dominated by one before it or by none.
std::vector<std::size_t> front_of(const std::vector<Score>& scores) {
  std::vector<std::size_t> sorted;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (scores[i].feasible()) sorted.push_back(i);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [&](std::size_t one, std::size_t other) {
    return scores[one].objectives < scores[other].objectives;
  });
  std::vector<std::size_t> front;
  for (const std::size_t each : sorted) {
    // Of those before it the last one on the front is the best in the last objective.
    if (front.empty() || !dominates(scores[front.back()], scores[each])) front.push_back(each);
  }
  return front;
}

std::vector<std::size_t> spread(const std::vector<std::size_t>& front, std::size_t most) {
  if (front.size() <= most) return front;
  std::vector<std::size_t> chosen;
  for (std::size_t i = 0; i < most; ++i) {
    chosen.push_back(front[most == 1 ? 0 : i * (front.size() - 1) / (most - 1)]);
  }
  return chosen;
}

double hypervolume(const std::vector<Score>& front, const std::vector<double>& reference) {
  double area = 0, height = reference[1];
  for (const Score& score : front) {
    const double width = reference[0] - score.objectives[0];
    if (width <= 0 || score.objectives[1] >= height) continue;
    area += width * (height - score.objectives[1]);
    height = score.objectives[1];
  }
  return area;
}

}  // namespace planttwin::optimize
