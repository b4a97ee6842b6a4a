#include <algorithm>
#include <map>
#include <optional>
#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/nsga2.hpp>
#include <pagmo/algorithms/sga.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>
#include <set>
#include <utility>

#include "scenarios/optimize/front.h"
#include "scenarios/optimize/pagmo_search.h"
#include "scenarios/optimize/space.h"
#include "sim/random.h"

namespace planttwin::optimize {
namespace {

constexpr int kIdleGenerations = 5;  // without a new point: the search begins anew
constexpr int kIdleBeginnings = 3;   // without a new point: there is hardly one left
constexpr int kDrawsOfNewPoint = 100;
// Of fitness: above all objectives that occur; room above it for violations, in their order.
constexpr double kInfeasible = 1e30;

// What is known of points, and which ones a generation asks for. pagmo asks for one point after
// the other, but which ones follows from the generation before: a rehearsal of the same generation
// with the same luck, whose answers do not matter, tells them all.
class Knowledge {
 public:
  Knowledge(const SearchSpace& space, const Evaluate& evaluate, std::size_t most_points)
      : space_(space), evaluate_(evaluate), most_points_(most_points) {}

  bool spent() const { return outcome_.points.size() >= most_points_; }
  bool knows(const Point& point) const { return known_.contains(point); }
  const SearchSpace& space() const { return space_; }
  const SearchOutcome& outcome() const { return outcome_; }

  // Whether answers are only made up, and what is asked for is kept.
  void rehearse(bool rehearsal) { rehearsal_ = rehearsal; }

  pagmo::vector_double answer(const pagmo::vector_double& levels) {
    Point point;
    for (const double level : levels) point.push_back(static_cast<std::size_t>(level));
    const std::optional<Point> looked_at = inside(space_, point);
    if (!looked_at) return infeasible(2 + space_.outside(point) / (1 + space_.outside(point)));
    if (rehearsal_) {
      want(*looked_at);
      return pagmo::vector_double(space_.objectives, 0);
    }
    if (!knows(*looked_at)) {  // a generation that was not asked for as in its rehearsal
      want(*looked_at);
      evaluate_wanted();
    }
    return fitness(*looked_at);
  }

  void want(const Point& point) {
    if (!knows(point) && wanted_set_.insert(point).second) wanted_.push_back(point);
  }

  // As many of those that were asked for as there may be. Returns whether there was one.
  bool evaluate_wanted() {
    const std::size_t count = std::min(wanted_.size(), most_points_ - outcome_.points.size());
    wanted_.resize(count);
    if (count > 0) {
      const std::vector<Score> scores = evaluate_(wanted_);
      for (std::size_t i = 0; i < count; ++i) {
        known_.emplace(wanted_[i], outcome_.points.size());
        outcome_.points.push_back(wanted_[i]);
        outcome_.scores.push_back(scores[i]);
      }
      outcome_.generations.push_back(outcome_.points.size());
    }
    wanted_.clear();
    wanted_set_.clear();
    return count > 0;
  }

  pagmo::vector_double fitness(const Point& point) const {
    const auto found = known_.find(point);
    if (found == known_.end()) return infeasible(3);  // no budget was left for it
    const Score& score = outcome_.scores[found->second];
    if (score.feasible()) return score.objectives;
    return infeasible(score.violation / (1 + score.violation));
  }

 private:
  // `degree`: 0 to 1 for a violation of what is demanded, above for one of the levels alone.
  pagmo::vector_double infeasible(double degree) const {
    return pagmo::vector_double(space_.objectives, kInfeasible * (1 + degree));
  }

  const SearchSpace& space_;
  const Evaluate& evaluate_;
  std::size_t most_points_;
  bool rehearsal_ = false;
  std::vector<Point> wanted_;
  std::set<Point> wanted_set_;
  std::map<Point, std::size_t> known_;
  SearchOutcome outcome_;
};

// As pagmo sees it: levels are whole numbers from 0 on. Copies share what is known.
struct LevelsProblem {
  Knowledge* knowledge = nullptr;

  pagmo::vector_double fitness(const pagmo::vector_double& levels) const {
    return knowledge->answer(levels);
  }
  std::pair<pagmo::vector_double, pagmo::vector_double> get_bounds() const {
    // pagmo makes one of these without knowledge, to see what it is.
    if (knowledge == nullptr) return {{0}, {1}};
    pagmo::vector_double last;
    for (const std::size_t levels : knowledge->space().levels) {
      last.push_back(static_cast<double>(levels - 1));
    }
    return {pagmo::vector_double(last.size(), 0), last};
  }
  pagmo::vector_double::size_type get_nix() const {
    return knowledge == nullptr ? 1 : knowledge->space().levels.size();
  }
  pagmo::vector_double::size_type get_nobj() const {
    return knowledge == nullptr ? 1 : knowledge->space().objectives;
  }
};

pagmo::vector_double as_levels(const Point& point) {
  return pagmo::vector_double(point.begin(), point.end());
}

// One generation, with luck of its own. Mutation moves about one factor of a point, in the genetic
// algorithm by a fifth of its range: of what was tried this found the most optima of known
// functions within small budgets, several times as many as pagmo's gaco.
pagmo::algorithm one_generation(const SearchSpace& space, std::uint64_t seed) {
  const auto short_seed = static_cast<unsigned>(seed);
  const double mutation = std::min(0.5, 1.0 / static_cast<double>(space.levels.size()));
  if (space.objectives > 1)
    return pagmo::algorithm(pagmo::nsga2(1, 0.9, 10, mutation, 20, short_seed));
  return pagmo::algorithm(
      pagmo::sga(1, 0.9, 1, mutation, 0.2, 2, "binomial", "gaussian", "tournament", short_seed));
}

class Searching {
 public:
  Searching(const SearchSpace& space, const SearchSettings& settings, const Evaluate& evaluate)
      : settings_(settings),
        knowledge_(space, evaluate, settings.most_points),
        random_(space, settings.seed) {}

  SearchOutcome run() {
    int idle_beginnings = 0;
    while (!knowledge_.spent() && idle_beginnings < kIdleBeginnings) {
      const std::size_t before = knowledge_.outcome().points.size();
      evolve_until_idle(begin());
      idle_beginnings = knowledge_.outcome().points.size() > before ? 0 : idle_beginnings + 1;
    }
    return knowledge_.outcome();
  }

 private:
  // The best that are known, at most half, and new ones.
  pagmo::population begin() {
    std::vector<Point> members = best(settings_.population / 2);
    while (members.size() < settings_.population) {
      std::optional<Point> drawn;
      for (int i = 0; i < kDrawsOfNewPoint && (!drawn || knowledge_.knows(*drawn)); ++i) {
        if (auto point = random_.draw()) drawn = std::move(point);
      }
      if (!drawn) break;
      knowledge_.want(*drawn);
      members.push_back(std::move(*drawn));
    }
    knowledge_.evaluate_wanted();
    pagmo::population population(pagmo::problem(LevelsProblem{&knowledge_}), 0, 0);
    for (const Point& member : members) {
      population.push_back(as_levels(member), knowledge_.fitness(member));
    }
    return population;
  }

  std::vector<Point> best(std::size_t most) const {
    const SearchOutcome& all = knowledge_.outcome();
    std::vector<Point> points;
    for (const std::size_t each : spread(front_of(all.scores), most)) {
      points.push_back(all.points[each]);
    }
    return points;
  }

  void evolve_until_idle(pagmo::population population) {
    if (population.size() < settings_.population) return;
    for (int idle = 0; idle < kIdleGenerations && !knowledge_.spent();) {
      knowledge_.rehearse(true);
      evolve(population);
      knowledge_.rehearse(false);
      idle = knowledge_.evaluate_wanted() ? 0 : idle + 1;
      if (!knowledge_.spent()) population = evolve(population);
      ++generation_;
    }
  }

  pagmo::population evolve(const pagmo::population& population) const {
    return one_generation(knowledge_.space(), sim::child_key(settings_.seed, generation_))
        .evolve(population);
  }

  const SearchSettings& settings_;
  Knowledge knowledge_;
  RandomPoints random_;
  std::uint64_t generation_ = 0;
};

}  // namespace

}  // namespace planttwin::optimize

extern "C" void planttwin_search(const planttwin::optimize::SearchSpace& space,
                                 const planttwin::optimize::SearchSettings& settings,
                                 const planttwin::optimize::Evaluate& evaluate,
                                 planttwin::optimize::SearchOutcome& outcome) {
  outcome = planttwin::optimize::Searching(space, settings, evaluate).run();
}
