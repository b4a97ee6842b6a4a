#include "scenarios/compare/judgement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenarios/compare/experiment_figures.h"
#include "scenarios/compare/mean_difference.h"

namespace planttwin::compare {
namespace {

bool is_judged(const Comparison& comparison, FileKind kind) {
  if (comparison.base.kpi == kEndedBadly) {
    return comparison.base.sample.mean > 0 || comparison.candidate.sample.mean > 0;
  }
  return kind == FileKind::kExperiment || comparison.gate.better != Better::kUnsaid ||
         comparison.gate.asked_for;
}

// Judges what needs no statistics: a side without data, and a plant that can deadlock now.
bool judge_plainly(Comparison& comparison, bool gone) {
  if (comparison.candidate.sample.n == 0) {
    comparison.verdict = Verdict::kWorse;
    comparison.change = std::numeric_limits<double>::quiet_NaN();
    comparison.reason = gone ? "is gone" : "has no data any more";
    return true;
  }
  if (comparison.base.kpi == kEndedBadly && comparison.base.sample.mean == 0) {
    comparison.verdict = Verdict::kWorse;
    const Figure& candidate = comparison.candidate;
    comparison.reason =
        fmt::format("{:.0f} of {} replications deadlock or stall, none did before",
                    candidate.sample.mean * static_cast<double>(candidate.replications),
                    candidate.replications);
    return true;
  }
  return false;
}

Verdict verdict_of(const Comparison& comparison, bool differs, bool beyond) {
  if (!differs) return Verdict::kNoDifference;
  if (!beyond) return Verdict::kWithinTolerance;
  switch (comparison.gate.better) {
    case Better::kUnsaid:
      return Verdict::kDiffers;
    case Better::kSame:
      return Verdict::kWorse;
    case Better::kMore:
      return comparison.change > 0 ? Verdict::kBetter : Verdict::kWorse;
    case Better::kLess:
      break;
  }
  return comparison.change < 0 ? Verdict::kBetter : Verdict::kWorse;
}

// Up to where a difference is tolerated: 0.931 is within 2 % of 0.95, whatever binary makes of it.
double tolerated(const Comparison& comparison) { return comparison.limit * (1 + 1e-12); }

void judge_exactly(Comparison& comparison) {
  comparison.method = Method::kExact;
  comparison.verdict = verdict_of(comparison, comparison.change != 0,
                                  std::abs(comparison.change) > tolerated(comparison));
}

std::optional<MeanDifference> difference_of(const Comparison& comparison, bool same_luck) {
  const Sample& base = comparison.base.sample;
  const Sample& candidate = comparison.candidate.sample;
  if (same_luck) {
    if (const auto paired = paired_difference(base, candidate)) return paired;
  }
  return welch_difference(base, candidate);
}

// Of the candidate, where fewer replications have data than in the base.
std::string about_lost_data(const Comparison& comparison) {
  const Figure& base = comparison.base;
  const Figure& candidate = comparison.candidate;
  if (candidate.sample.n * base.replications >= base.sample.n * candidate.replications) return "";
  return fmt::format("has data in {} of {} replications, had in {} of {}", candidate.sample.n,
                     candidate.replications, base.sample.n, base.replications);
}

// All comparisons by statistics together.
class Together {
 public:
  void add(Comparison& comparison, const MeanDifference& difference) {
    comparisons_.push_back({&comparison, difference});
  }
  std::size_t count() const { return comparisons_.size(); }

  void judge(double alpha) {
    const std::vector<double> differ = adjusted([](const Comparison&) { return 0.0; });
    const std::vector<double> beyond = adjusted(tolerated);
    for (std::size_t i = 0; i < comparisons_.size(); ++i) {
      Comparison& comparison = *comparisons_[i].comparison;
      const MeanDifference& difference = comparisons_[i].difference;
      comparison.method =
          difference.method == MeanDifference::Method::kPaired ? Method::kPaired : Method::kWelch;
      comparison.change = difference.mean;
      comparison.half_width = difference.half_width(alpha / static_cast<double>(count()));
      comparison.p = differ[i];
      comparison.p_beyond = beyond[i];
      comparison.verdict = verdict_of(comparison, differ[i] <= alpha, beyond[i] <= alpha);
    }
  }

 private:
  struct Pair {
    Comparison* comparison;
    MeanDifference difference;
  };

  template <class LimitOf>
  std::vector<double> adjusted(LimitOf limit_of) const {
    std::vector<double> probabilities;
    for (const Pair& pair : comparisons_) {
      probabilities.push_back(pair.difference.p_beyond(limit_of(*pair.comparison)));
    }
    return holm_adjusted(probabilities);
  }

  std::vector<Pair> comparisons_;
};

void judge_by_statistics(std::vector<Comparison*>& comparisons, const ComparedFile& base,
                         const ComparedFile& candidate, Judgement& judgement) {
  const bool replications = base.replicated && candidate.replicated;
  const bool same_luck =
      replications && base.seed == candidate.seed && base.antithetic == candidate.antithetic;
  Together together;
  for (Comparison* comparison : comparisons) {
    if (const auto difference = difference_of(*comparison, same_luck)) {
      together.add(*comparison, *difference);
      if (replications) comparison->reason = about_lost_data(*comparison);
    } else {
      comparison->verdict = Verdict::kUnjudged;
      comparison->reason = "has data in too few replications";
    }
  }
  together.judge(judgement.alpha);
  judgement.together = together.count();
}

// Worst first: by verdict, what is gone and what is true no more before the rest, then by the size
// of the change.
void sort(std::vector<Comparison>& comparisons) {
  const auto size = [](const Comparison& each) {
    if (each.method == Method::kNone || each.base.yes_or_no)
      return std::numeric_limits<double>::infinity();
    return std::abs(each.relative().value_or(each.change));
  };
  std::stable_sort(comparisons.begin(), comparisons.end(),
                   [&](const Comparison& one, const Comparison& other) {
                     if (one.verdict != other.verdict) return one.verdict < other.verdict;
                     return size(one) > size(other);
                   });
}

}  // namespace

std::size_t Judgement::count(Verdict verdict) const {
  return static_cast<std::size_t>(
      std::count_if(comparisons.begin(), comparisons.end(),
                    [&](const Comparison& each) { return each.verdict == verdict; }));
}

Judgement judge(const ComparedFile& base, const ComparedFile& candidate, const Gates& gates,
                double alpha) {
  Judgement judgement;
  judgement.alpha = alpha;
  std::vector<Match> matches = match_figures(base, candidate, gates);
  judgement.comparisons.reserve(matches.size());  // comparisons are pointed to below
  std::vector<Comparison*> by_statistics;
  for (Match& match : matches) {
    const Comparison& found = match.comparison;
    if (!is_judged(found, base.kind)) continue;
    if (found.base.sample.n == 0) {
      if (found.candidate.sample.n > 0) judgement.new_figures.push_back(full_name(found.base));
      continue;
    }
    Comparison& kept = judgement.comparisons.emplace_back(std::move(match.comparison));
    if (judge_plainly(kept, !match.in_candidate)) continue;
    if (base.kind == FileKind::kResult) {
      judge_exactly(kept);
    } else {
      by_statistics.push_back(&kept);
    }
  }
  judge_by_statistics(by_statistics, base, candidate, judgement);
  sort(judgement.comparisons);
  return judgement;
}

}  // namespace planttwin::compare
