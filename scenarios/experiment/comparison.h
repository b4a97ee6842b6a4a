#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scenarios/experiment/estimate.h"
#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

enum class Verdict : std::uint8_t { kNoDifference, kMore, kLess, kBetter, kWorse };
std::string_view name_of(Verdict verdict);  // "no_difference", ...

// A variant against the base: the mean of the differences of replications with the same seed, and
// an interval that holds together with those of all others (Bonferroni).
struct Difference {
  Estimate paired;
  // How many times as many replications of independent draws would be needed for an interval of
  // this width. Nothing when all differences are equal.
  std::optional<double> gain_of_common_numbers;
  Verdict verdict = Verdict::kNoDifference;
};

// Of a figure, those that have data.
std::vector<double> values_of(const Replicated& replications, std::size_t kpi);
Estimate estimate_of(const Replicated& replications, std::size_t kpi, double error);

// `comparisons`: how many intervals are to hold together.
Difference difference_of(const Replicated& base, const Replicated& variant, std::size_t kpi,
                         Kpi::Better better, double error, std::size_t comparisons);

// How many differences are judged together: of each figure, between each variant and the base.
std::size_t comparisons_of(const Experiment& experiment);

// A variant against the base, judged together with all others.
Difference against_base(const Experiment& experiment, const std::vector<Replicated>& variants,
                        std::size_t variant, std::size_t kpi);

// Whether every figure is known as well as was asked for.
bool precise_enough(const Experiment& experiment, const std::vector<Replicated>& variants);

}  // namespace planttwin::experiment
