#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "scenarios/experiment/estimate.h"
#include "scenarios/optimize/study_file.h"
#include "scenarios/optimize/study_run.h"

namespace planttwin::optimize {

// Which points get fresh runs: the best ones by one objective, or of the front of two as many as
// may be, spread evenly. Only feasible ones.
std::vector<std::size_t> candidates_of(const Study& study, const std::vector<StudyPoint>& points);

// Says how the best value, or the hypervolume, grew from generation to generation. Its reference is
// the worst of each objective among all feasible points.
void add_convergence(const Study& study, const SearchOutcome& found, StudyOutcome& outcome);

// Says which points are the answer: by their fresh runs alone, if there were any. By one objective
// it is one point; of equal ones the one with the lowest levels.
void add_answer(const Study& study, StudyOutcome& outcome);

// By how much a candidate's objective differs from that of the best point, by runs with the same
// seeds, with an interval of 95 %. Nothing for the best point itself, for points without fresh
// runs, and with two objectives.
std::optional<experiment::Estimate> against_best(const Study& study, const StudyOutcome& outcome,
                                                 std::size_t point);

}  // namespace planttwin::optimize
