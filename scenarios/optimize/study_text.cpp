#include <fmt/format.h>

#include <algorithm>

#include "scenarios/experiment/comparison.h"
#include "scenarios/experiment/estimate_text.h"
#include "scenarios/optimize/answer.h"
#include "scenarios/optimize/study_result.h"

namespace planttwin::optimize {
namespace {

using experiment::Factor;
using experiment::Kpi;

constexpr std::size_t kMostShown = 20;  // points of a table

// "before mill 6, before drill 4"
std::string levels_text(const Study& study, const Point& point) {
  std::string text;
  for (std::size_t i = 0; i < point.size(); ++i) {
    const Factor& factor = study.experiment.factors[i];
    text += fmt::format("{}{} {}", i > 0 ? ", " : "", factor.id, factor.levels[point[i]].id);
  }
  return text;
}

std::string wish_text(const Kpi& kpi) {
  return fmt::format("{} {}", kpi.better == Kpi::Better::kMore ? "most" : "least", kpi.id);
}

std::string verdict_text(const Study& study, const StudyOutcome& outcome) {
  if (outcome.points.empty()) return "no point was found that obeys the sums";
  if (outcome.front.empty()) {
    const bool found = std::any_of(outcome.points.begin(), outcome.points.end(),
                                   [](const StudyPoint& point) { return point.score.feasible(); });
    return found ? "no candidate keeps to the constraints in fresh runs"
                 : fmt::format(
                       "none of {} points keeps to the constraints; the nearest one is "
                       "shown",
                       outcome.points.size());
  }
  const std::vector<Kpi>& kpis = study.experiment.kpis;
  if (study.objectives == 1) {
    return fmt::format("{} with {}", wish_text(kpis[0]),
                       levels_text(study, outcome.points[outcome.front.front()].levels));
  }
  return fmt::format("{} {} between {} and {}", outcome.front.size(),
                     outcome.front.size() == 1 ? "point" : "points", wish_text(kpis[0]),
                     wish_text(kpis[1]));
}

std::string effort_text(const Study& study, const StudyOutcome& outcome) {
  std::string text = fmt::format("  {}{} points, {} runs of each", outcome.enumerated ? "all " : "",
                                 outcome.points.size(), study.replications);
  if (!outcome.enumerated)
    text += fmt::format(", asked for by {}", algorithm_for(study.objectives));
  if (outcome.confirmation_runs > 0) {
    text += fmt::format("; {} fresh runs of {} candidates", study.confirm,
                        outcome.confirmation_runs / static_cast<std::size_t>(study.confirm));
  }
  return text + fmt::format("; {} of {} runs\n", outcome.search_runs + outcome.confirmation_runs,
                            study.budget);
}

using Row = std::vector<std::string>;  // the point, then its figures

Row row_of(const Study& study, const StudyOutcome& outcome, std::size_t number) {
  const StudyPoint& point = outcome.points[number];
  Row row = {levels_text(study, point.levels)};
  for (std::size_t kpi = 0; kpi < study.experiment.kpis.size(); ++kpi) {
    const bool fresh = point.confirmed_score.has_value();
    row.push_back(experiment::interval_text(
        experiment::estimate_of(fresh ? point.confirmed : point.searched, kpi, 0.05), ""));
  }
  if (const auto behind = against_best(study, outcome, number)) {
    row.push_back(experiment::interval_text(*behind, "+"));
  }
  return row;
}

// Rows of equal length as columns.
std::string columns_text(const std::vector<Row>& rows) {
  std::vector<std::string> lines(rows.size(), " ");
  for (std::size_t column = 0; column < rows.back().size(); ++column) {
    std::size_t width = 0;
    for (const Row& row : rows) width = std::max(width, experiment::characters(row[column]));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      lines[i] += " " + experiment::padded(rows[i][column], width + 1);
    }
  }
  std::string text = "\n";
  for (const std::string& line : lines)
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  return text;
}

std::string table_text(const Study& study, const StudyOutcome& outcome, const char* title,
                       const std::vector<std::size_t>& points) {
  if (points.empty()) return "";
  std::vector<Row> rows = {{title}};
  for (const Kpi& kpi : study.experiment.kpis) rows.front().push_back(kpi.id);
  const std::size_t shown = std::min(points.size(), kMostShown);
  for (std::size_t i = 0; i < shown; ++i) rows.push_back(row_of(study, outcome, points[i]));
  if (rows.back().size() > rows.front().size()) rows.front().emplace_back("against the best");
  std::string text = columns_text(rows);
  if (shown < points.size()) {
    text += fmt::format("  and {} more in optimize.json\n", points.size() - shown);
  }
  return text;
}

// Candidates are shown; what else was on the front of the search is only counted.
std::string others_text(const Study& study, const StudyOutcome& outcome) {
  std::vector<std::size_t> candidates, refuted;
  for (const std::size_t each : outcome.others) {
    const std::optional<Score>& confirmed = outcome.points[each].confirmed_score;
    if (confirmed) (confirmed->feasible() ? candidates : refuted).push_back(each);
  }
  std::string text = table_text(study, outcome, "other candidates", candidates) +
                     table_text(study, outcome, "not feasible by fresh runs", refuted);
  const std::size_t shown = candidates.size() + refuted.size();
  if (const std::size_t rest = outcome.others.size() - shown; rest > 0) {
    text += fmt::format(
        "\n  {} more on the front of the search, not confirmed: see optimize.json, or raise "
        "\"candidates\"\n",
        rest);
  }
  return text;
}

}  // namespace

std::string result_text(const Study& study, const StudyOutcome& outcome) {
  const std::vector<std::size_t> nearest(outcome.nearest ? 1 : 0, outcome.nearest.value_or(0));
  return fmt::format("{}: {}\n", study.experiment.title, verdict_text(study, outcome)) +
         effort_text(study, outcome) +
         table_text(study, outcome, study.objectives > 1 ? "front" : "best", outcome.front) +
         others_text(study, outcome) + table_text(study, outcome, "nearest", nearest);
}

}  // namespace planttwin::optimize
