#include "scenarios/optimize/answer.h"

#include <algorithm>
#include <tuple>

#include "scenarios/experiment/comparison.h"
#include "scenarios/optimize/front.h"

namespace planttwin::optimize {
namespace {

// What a score has to be multiplied with to be as the result has the objective.
double sign_of(const Study& study, std::size_t objective) {
  return study.experiment.kpis[objective].better == experiment::Kpi::Better::kMore ? -1 : 1;
}

// The feasible ones of some points, best in the first objective first; equal ones by their levels.
std::vector<std::size_t> feasible_of(const std::vector<StudyPoint>& points) {
  std::vector<std::size_t> feasible;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].score.feasible()) feasible.push_back(i);
  }
  std::sort(feasible.begin(), feasible.end(), [&](std::size_t one, std::size_t other) {
    return std::tie(points[one].score.objectives, points[one].levels) <
           std::tie(points[other].score.objectives, points[other].levels);
  });
  return feasible;
}

// The front of some points by some score of each.
template <class Pick>
std::vector<std::size_t> front_among(std::vector<std::size_t> points, const Study& study,
                                     const std::vector<StudyPoint>& all, const Pick& pick) {
  std::sort(points.begin(), points.end(), [&](std::size_t one, std::size_t other) {
    return all[one].levels < all[other].levels;
  });
  std::vector<Score> scores;
  for (const std::size_t point : points) scores.push_back(pick(all[point]));
  std::vector<std::size_t> front;
  for (const std::size_t each : front_of(scores)) front.push_back(points[each]);
  if (study.objectives == 1 && !front.empty()) return {front.front()};
  return front;
}

std::vector<std::size_t> front_of_search(const Study& study,
                                         const std::vector<StudyPoint>& points) {
  std::vector<std::size_t> all(points.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return front_among(all, study, points, [](const StudyPoint& point) { return point.score; });
}

// Of the feasible ones, by objective.
std::vector<double> worst_of(const std::vector<Score>& scores, std::size_t objectives) {
  std::vector<double> worst;
  for (const Score& score : scores) {
    if (!score.feasible()) continue;
    if (worst.empty()) worst = score.objectives;
    for (std::size_t i = 0; i < objectives; ++i) {
      worst[i] = std::max(worst[i], score.objectives[i]);
    }
  }
  return worst;
}

// The one that is least from what is demanded: of the candidates by their fresh runs, if there are
// any, because what the search found of them was refuted.
std::size_t nearest_of(const std::vector<StudyPoint>& points) {
  const auto distance = [](const StudyPoint& point) {
    const Score& score = point.confirmed_score ? *point.confirmed_score : point.score;
    return std::tuple(!point.confirmed_score, score.violation, point.levels);
  };
  const auto nearest = std::min_element(points.begin(), points.end(),
                                        [&](const StudyPoint& one, const StudyPoint& other) {
                                          return distance(one) < distance(other);
                                        });
  return static_cast<std::size_t>(nearest - points.begin());
}

}  // namespace

std::vector<std::size_t> candidates_of(const Study& study, const std::vector<StudyPoint>& points) {
  const auto most = static_cast<std::size_t>(study.candidates);
  if (study.objectives > 1) return spread(front_of_search(study, points), most);
  std::vector<std::size_t> best = feasible_of(points);
  if (best.size() > most) best.resize(most);
  return best;
}

void add_convergence(const Study& study, const SearchOutcome& found, StudyOutcome& outcome) {
  const std::vector<double> reference =
      study.objectives > 1 ? worst_of(found.scores, study.objectives) : std::vector<double>();
  std::vector<Score> front;
  std::size_t known = 0;
  for (const std::size_t points : found.generations) {
    for (; known < points; ++known) front.push_back(found.scores[known]);
    std::vector<Score> next;
    for (const std::size_t each : front_of(front)) next.push_back(front[each]);
    front = std::move(next);
    Progress progress{.runs = points * static_cast<std::size_t>(study.replications), .value = {}};
    if (!front.empty()) {
      progress.value = study.objectives > 1 ? hypervolume(front, reference)
                                            : sign_of(study, 0) * front.front().objectives[0];
    }
    outcome.convergence.push_back(progress);
  }
  for (std::size_t i = 0; i < reference.size(); ++i) {
    outcome.reference.push_back(sign_of(study, i) * reference[i]);
  }
}

void add_answer(const Study& study, StudyOutcome& outcome) {
  const std::vector<StudyPoint>& points = outcome.points;
  std::vector<std::size_t> considered = front_of_search(study, points);
  outcome.front = considered;
  if (study.confirm > 0) {
    std::vector<std::size_t> confirmed;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (points[i].confirmed_score) confirmed.push_back(i);
    }
    outcome.front = front_among(confirmed, study, points,
                                [](const StudyPoint& point) { return *point.confirmed_score; });
    considered.insert(considered.end(), confirmed.begin(), confirmed.end());
  }
  for (const std::size_t point : feasible_of(points)) {
    const auto among = [point](const std::vector<std::size_t>& some) {
      return std::find(some.begin(), some.end(), point) != some.end();
    };
    if (among(considered) && !among(outcome.front)) outcome.others.push_back(point);
  }
  if (!outcome.front.empty() || points.empty()) return;
  outcome.nearest = nearest_of(points);
}

std::optional<experiment::Estimate> against_best(const Study& study, const StudyOutcome& outcome,
                                                 std::size_t point) {
  if (study.objectives > 1 || outcome.front.empty() || outcome.front.front() == point) return {};
  const StudyPoint& best = outcome.points[outcome.front.front()];
  if (!best.confirmed_score || !outcome.points[point].confirmed_score) return {};
  return experiment::difference_of(best.confirmed, outcome.points[point].confirmed, 0,
                                   study.experiment.kpis[0].better, 0.05, 1)
      .paired;
}

}  // namespace planttwin::optimize
