#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/compare/compared_file.h"
#include "scenarios/compare/gates.h"

namespace planttwin::compare {

// Worst first. kDiffers: of a figure of which nobody has said what is better. kUnjudged: there are
// too few observations for an interval.
enum class Verdict : std::uint8_t {
  kWorse,
  kDiffers,
  kUnjudged,
  kWithinTolerance,
  kBetter,
  kNoDifference
};
std::string_view name_of(Verdict verdict);  // "worse", ..., "no_difference"

// By what a verdict was reached. kNone: one side has no data.
enum class Method : std::uint8_t { kNone, kExact, kPaired, kWelch };
std::string_view name_of(Method method);  // "none", "exact", "paired", "welch"

// One figure of both sides. `p` is the probability of a difference as large as this by luck, and
// `p_beyond` that of one as far beyond the tolerance, both adjusted by Holm's method to all
// comparisons.
struct Comparison {
  Figure base;
  Figure candidate;
  GateOfFigure gate;
  Method method = Method::kNone;
  double change = 0;                 // candidate less base
  std::optional<double> half_width;  // of the interval that holds together with all others
  std::optional<double> p;
  std::optional<double> p_beyond;
  double limit = 0;  // what is tolerated, in the unit of the figure
  Verdict verdict = Verdict::kNoDifference;
  std::string reason;  // in words, where the figures alone do not say it

  // The change as a fraction of the base, which must not be 0.
  std::optional<double> relative() const;
};

// A figure of both sides, and whether the candidate has it at all.
struct Match {
  Comparison comparison;
  bool in_candidate = false;
};

// Every figure of either file, in the order of the base, then of the candidate, still without a
// method and a verdict. A side that doesn't have it has no data, or 0 of what is listed only when
// there is some.
std::vector<Match> match_figures(const ComparedFile& base, const ComparedFile& candidate,
                                 const Gates& gates);

}  // namespace planttwin::compare
