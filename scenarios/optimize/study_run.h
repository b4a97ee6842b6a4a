#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/experiment/executor.h"
#include "scenarios/experiment/experiment_run.h"
#include "scenarios/experiment/replication_store.h"
#include "scenarios/optimize/search.h"
#include "scenarios/optimize/study_file.h"

namespace planttwin::optimize {

// A point that was looked at, in the order in which it was asked for.
struct StudyPoint {
  Point levels;
  experiment::Replicated searched;
  Score score;                       // by `searched`
  experiment::Replicated confirmed;  // empty when it is no candidate
  std::optional<Score> confirmed_score;
};

// What was known after a generation.
struct Progress {
  std::size_t runs = 0;
  std::optional<double> value;  // the best objective, as the result has it, or the hypervolume
};

struct StudyOutcome {
  std::vector<StudyPoint> points;
  bool enumerated = false;          // the points are all there are
  std::vector<std::size_t> front;   // the answer, by number of a point: best first
  std::vector<std::size_t> others;  // on the front of the search, or candidates; but not the answer
  std::optional<std::size_t> nearest;  // to being feasible, when there is no answer
  std::vector<Progress> convergence;
  std::vector<double> reference;  // of the hypervolume, as the result has objectives; or empty
  std::size_t search_runs = 0;
  std::size_t confirmation_runs = 0;
};

// How a point does: the means of its objectives, and how far it is from the constraints. Runs that
// deadlock or stall, or that do not have a figure, make it infeasible.
Score score_of(const Study& study, const experiment::Replicated& replications);

// Makes the runs of a study: all points, if the budget is enough, otherwise those that a search
// asks for; then fresh runs of the candidates. All points have the same luck. What is asked for
// next depends on scores alone, so that neither the number of jobs nor a resumption changes it.
class StudyRun {
 public:
  using Hooks = experiment::ExperimentRun::Hooks;  // progress: runs of all the budget

  // `points`: the study's experiment, whose variants grow by the points that are run. The executor
  // and the store know it by reference.
  StudyRun(const Study& study, experiment::Experiment& points, experiment::Executor& executor,
           experiment::ReplicationStore& store, const Hooks& hooks)
      : study_(study), points_(points), executor_(executor), store_(store), hooks_(hooks) {}

  // Throws sim::InputError when a point is no good scenario, and what experiment::find_or_make
  // throws.
  StudyOutcome run();

 private:
  std::vector<Score> evaluate(const std::vector<Point>& asked);
  void add_variants(const std::vector<Point>& asked);
  std::vector<experiment::Replicated> replicate(const std::vector<std::size_t>& variants,
                                                std::int64_t from, std::int64_t count);
  void confirm(const std::vector<std::size_t>& candidates);

  const Study& study_;
  experiment::Experiment& points_;
  experiment::Executor& executor_;
  experiment::ReplicationStore& store_;
  const Hooks& hooks_;
  std::size_t runs_ = 0;
  StudyOutcome outcome_;
};

}  // namespace planttwin::optimize
