#include "scenarios/optimize/study_file.h"

#include <algorithm>
#include <cmath>

#include "scenarios/experiment/common_members.h"
#include "scenarios/experiment/factor_grid.h"
#include "scenarios/optimize/space.h"
#include "sim/json_reader.h"

namespace planttwin::optimize {
namespace {

using experiment::Factor;
using experiment::Kpi;

constexpr std::int64_t kMostRuns = 100'000'000;
constexpr std::int64_t kMostReplications = 100'000;
constexpr std::int64_t kMostCandidates = 1'000;
constexpr std::size_t kMostFactors = 1'000;

// Reads the id and the pointer of a figure, which then is one of the experiment.
Kpi read_figure(sim::JsonReader& in, const experiment::Experiment& experiment) {
  Kpi kpi = experiment::read_pointer(in, experiment.file);
  kpi.id = in.id();
  for (const Kpi& other : experiment.kpis) {
    if (other.id == kpi.id) in.error("id", "a second figure " + sim::in_quotes(kpi.id));
  }
  return kpi;
}

void read_objectives(sim::JsonReader& in, Study& study) {
  std::vector<Kpi>& kpis = study.experiment.kpis;
  for (sim::JsonReader& each : in.objects("objectives")) {
    Kpi kpi = read_figure(each, study.experiment);
    kpi.better = each.enumeration("better", experiment::kBetter);
    each.finish();
    kpis.push_back(std::move(kpi));
  }
  if (kpis.empty() || kpis.size() > 2) in.error("objectives", "there must be one or two");
  study.objectives = std::clamp<std::size_t>(kpis.size(), 1, 2);
}

Bounds read_bounds(sim::JsonReader& in) {
  Bounds bounds;
  if (in.has("at_least")) bounds.at_least = in.decimal("at_least");
  if (in.has("at_most")) bounds.at_most = in.decimal("at_most");
  if (!bounds.at_least && !bounds.at_most) {
    in.error("a constraint needs \"at_least\" or \"at_most\"");
  }
  if (bounds.at_least && bounds.at_most && *bounds.at_least > *bounds.at_most) {
    in.error("at_most", "is less than \"at_least\"");
  }
  return bounds;
}

bool all_numbers(const Factor& factor) {
  return std::all_of(factor.levels.begin(), factor.levels.end(),
                     [](const Factor::Level& level) { return level.value.has_value(); });
}

SumConstraint read_sum(sim::JsonReader& in, const std::vector<Factor>& factors) {
  SumConstraint sum;
  sum.weights.resize(factors.size(), 0);
  const sim::JsonValue terms = in.required_value("sum");
  if (!terms.expect_object()) return sum;
  std::vector<std::string> known;
  for (const Factor& factor : factors) known.push_back(factor.id);
  for (const sim::JsonMember& member : terms.node().members) {
    const sim::JsonValue term = terms.member(member);
    const auto found = std::find(known.begin(), known.end(), member.name);
    if (found == known.end()) {
      term.error("no factor " + sim::in_quotes(member.name) +
                 sim::nearest_clause(member.name, known));
      continue;
    }
    const auto factor = static_cast<std::size_t>(found - known.begin());
    if (!all_numbers(factors[factor])) {
      term.error("factor " + sim::in_quotes(member.name) + " has levels that are no numbers");
    }
    if (const auto weight = term.decimal()) sum.weights[factor] = weight->to_double();
  }
  if (terms.node().members.empty()) terms.error("names no factor");
  return sum;
}

void read_constraints(sim::JsonReader& in, Study& study) {
  for (sim::JsonReader& each : in.objects("constraints")) {
    if (each.has("sum")) {
      SumConstraint sum = read_sum(each, study.experiment.factors);
      sum.id = each.id();
      sum.bounds = read_bounds(each);
      study.sums.push_back(std::move(sum));
      if (each.has("pointer")) each.error("pointer", "a sum is one of factors, not of figures");
    } else {
      Kpi kpi = read_figure(each, study.experiment);
      study.figures.push_back({kpi.id, study.experiment.kpis.size(), read_bounds(each)});
      study.experiment.kpis.push_back(std::move(kpi));
    }
    each.finish();
  }
}

void read_factors(sim::JsonReader& in, Study& study) {
  std::vector<Factor>& factors = study.experiment.factors;
  for (sim::JsonReader& factor : in.objects("factors")) {
    factors.push_back(experiment::read_factor(factor));
  }
  if (factors.empty()) in.error("factors", "there is nothing to search over");
  if (factors.size() > kMostFactors) in.error("factors", "there are too many");
  experiment::check_contradictions(in, factors);
}

void read_effort(sim::JsonReader& in, Study& study, const sim::Diagnostics& diagnostics) {
  const std::size_t faults = diagnostics.count();
  study.budget = in.integer("budget", {1, kMostRuns});
  study.replications = in.integer("replications", {1, kMostReplications}, 5);
  study.confirm = in.integer("confirm", {0, kMostReplications}, 30);
  study.candidates = in.integer("candidates", {1, kMostCandidates}, study.objectives > 1 ? 8 : 3);
  if (study.confirm == 1) in.error("confirm", "one run has no interval: 0 or at least 2");
  if (in.has("population")) {
    study.population = in.integer("population", {8, 100'000});
    if (*study.population % 4 != 0) in.error("population", "must be a multiple of 4");
  }
  if (diagnostics.count() > faults) return;
  const std::int64_t confirmation = study.confirm * study.candidates;
  if (study.budget - confirmation < study.replications) {
    in.error("budget", "leaves no runs for a search: the confirmation of " +
                           std::to_string(study.candidates) + " candidates needs " +
                           std::to_string(confirmation) + ", a point " +
                           std::to_string(study.replications));
  }
}

void read(sim::JsonReader& in, Study& study, const sim::Diagnostics& diagnostics) {
  experiment::read_heading(in, "study", 2 * kMostReplications, study.experiment);
  study.changes = experiment::read_changes(in);
  read_factors(in, study);
  read_objectives(in, study);
  read_constraints(in, study);
  read_effort(in, study, diagnostics);
  in.finish();
  if (!diagnostics.empty() || study.sums.empty()) return;
  const auto points = all_points(study.space(), 1);
  if (points && points->empty()) in.error("constraints", "no point obeys the sums");
}

}  // namespace

double Bounds::missed_by(double number) const {
  // Sums of decimals are not exact in binary; a billionth is no violation of a bound.
  const auto beyond = [number](double bound, double distance) {
    return distance > 1e-9 * std::max({1.0, std::abs(bound), std::abs(number)}) ? distance : 0;
  };
  double missed = 0;
  if (at_least) missed += beyond(at_least->to_double(), at_least->to_double() - number);
  if (at_most) missed += beyond(at_most->to_double(), number - at_most->to_double());
  return missed;
}

std::size_t Study::most_points() const {
  return static_cast<std::size_t>((budget - confirm * candidates) / replications);
}

SearchSpace Study::space() const {
  SearchSpace space;
  space.objectives = objectives;
  for (const Factor& factor : experiment.factors) space.levels.push_back(factor.levels.size());
  space.outside = [this](const Point& point) {
    double distance = 0;
    for (const SumConstraint& constraint : sums) {
      double sum = 0;
      for (std::size_t i = 0; i < point.size(); ++i) {
        if (constraint.weights[i] == 0) continue;
        sum += constraint.weights[i] * experiment.factors[i].levels[point[i]].value->to_double();
      }
      distance += constraint.bounds.missed_by(sum);
    }
    return distance;
  };
  return space;
}

Study read_study(const sim::JsonDocument& document, const std::string& path,
                 sim::Diagnostics& diagnostics) {
  Study study;
  study.experiment.file = path;
  sim::JsonReader in(document, diagnostics);
  read(in, study, diagnostics);
  return study;
}

Study load_study(const std::string& path, sim::Diagnostics& diagnostics) {
  const auto document = sim::JsonDocument::load(path, diagnostics);
  return document ? read_study(*document, path, diagnostics) : Study();
}

}  // namespace planttwin::optimize
