#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "scenarios/compare/gates.h"
#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/result_shape.h"
#include "scenarios/experiment/shown_result.h"
#include "scenarios/optimize/study_file.h"
#include "sim/json_document.h"

// Files about experiments: what is asked, what was found, and gates.
namespace planttwin {
namespace {

constexpr char kPath[] = "fuzz";

void require(bool holds) {
  if (!holds) std::abort();
}

// What was accepted keeps what the commands rely on.
void check(const experiment::Experiment& experiment) {
  require(!experiment.kpis.empty() && !experiment.variants.empty());
  require(experiment.replications.at_least >= 2);
  require(experiment.replications.at_least <= experiment.replications.at_most);
  require(!experiment.selection || experiment.selection->kpi < experiment.kpis.size());
  for (const experiment::Variant& variant : experiment.variants) {
    if (variant.levels.empty()) continue;
    require(variant.levels.size() == experiment.factors.size());
    for (std::size_t i = 0; i < variant.levels.size(); ++i) {
      require(variant.levels[i] < experiment.factors[i].levels.size());
    }
  }
}

void check(const optimize::Study& study) {
  require(study.objectives >= 1 && study.objectives <= study.experiment.kpis.size());
  require(study.most_points() >= 1);
  for (const optimize::FigureConstraint& each : study.figures) {
    require(each.kpi < study.experiment.kpis.size());
  }
  for (const optimize::SumConstraint& sum : study.sums) {
    require(sum.weights.size() == study.experiment.factors.size());
  }
}

void load(std::string_view text) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, kPath, diagnostics);
  if (!document) return;
  if (document->find("/variants/0/kpis") != nullptr) {
    experiment::check_result_shape(*document, diagnostics);
    if (diagnostics.empty()) experiment::shown_result(document->root());
  } else if (document->find("/study") != nullptr) {
    const optimize::Study study = optimize::read_study(*document, kPath, diagnostics);
    if (diagnostics.empty()) check(study);
  } else if (document->find("/gates") != nullptr) {
    compare::read_gates(*document, kPath, diagnostics);
  } else {
    const auto experiment = experiment::read_experiment(*document, kPath, diagnostics);
    if (diagnostics.empty()) check(experiment);
  }
}

}  // namespace
}  // namespace planttwin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  planttwin::load({reinterpret_cast<const char*>(data), size});
  return 0;
}
