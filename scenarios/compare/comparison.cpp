#include "scenarios/compare/comparison.h"

#include <cmath>
#include <map>
#include <utility>

#include "scenarios/compare/known_figures.h"

namespace planttwin::compare {
namespace {

// Two figures of one name. A null side does not have it.
struct Sides {
  const Figure* base = nullptr;
  const Figure* candidate = nullptr;
};

std::vector<Sides> sides_of(const ComparedFile& base, const ComparedFile& candidate) {
  std::vector<Sides> all;
  std::map<std::pair<std::string, std::string>, std::size_t> places;
  for (const Figure& figure : base.figures) {
    places.emplace(std::pair(figure.variant, figure.kpi), all.size());
    all.push_back({&figure, nullptr});
  }
  for (const Figure& figure : candidate.figures) {
    const auto found = places.find({figure.variant, figure.kpi});
    if (found != places.end()) {
      all[found->second].candidate = &figure;
    } else {
      all.push_back({nullptr, &figure});
    }
  }
  return all;
}

Figure missing(const Figure& other) {
  Figure figure = other;
  figure.sample = {};
  if (known_figure(figure.pointer).none_is_zero) figure.sample.n = 1;
  return figure;
}

// What the base says of the direction counts, else what the candidate says.
Comparison comparison_of(const Sides& sides, const Gates& gates) {
  Comparison comparison;
  comparison.base = sides.base != nullptr ? *sides.base : missing(*sides.candidate);
  comparison.candidate = sides.candidate != nullptr ? *sides.candidate : missing(*sides.base);
  Figure named = comparison.base;
  if (named.better == Better::kUnsaid) named.better = comparison.candidate.better;
  comparison.gate = gate_of(gates, named);
  comparison.limit = comparison.gate.limit(comparison.base.sample.mean);
  comparison.change = comparison.candidate.sample.mean - comparison.base.sample.mean;
  return comparison;
}

}  // namespace

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kWorse:
      return "worse";
    case Verdict::kDiffers:
      return "differs";
    case Verdict::kUnjudged:
      return "unjudged";
    case Verdict::kWithinTolerance:
      return "within_tolerance";
    case Verdict::kBetter:
      return "better";
    case Verdict::kNoDifference:
      break;
  }
  return "no_difference";
}

std::string_view name_of(Method method) {
  switch (method) {
    case Method::kExact:
      return "exact";
    case Method::kPaired:
      return "paired";
    case Method::kWelch:
      return "welch";
    case Method::kNone:
      break;
  }
  return "none";
}

std::optional<double> Comparison::relative() const {
  if (base.sample.n == 0 || base.sample.mean == 0 || base.yes_or_no) return std::nullopt;
  return change / std::abs(base.sample.mean);
}

std::vector<Match> match_figures(const ComparedFile& base, const ComparedFile& candidate,
                                 const Gates& gates) {
  std::vector<Match> matches;
  for (const Sides& sides : sides_of(base, candidate)) {
    matches.push_back(
        {.comparison = comparison_of(sides, gates), .in_candidate = sides.candidate != nullptr});
  }
  return matches;
}

}  // namespace planttwin::compare
