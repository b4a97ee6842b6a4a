#include "scenarios/experiment/experiment_report.h"

#include <utility>

#include "embedded/experiment_convergence.h"
#include "embedded/experiment_css.h"
#include "embedded/experiment_effects.h"
#include "embedded/experiment_html.h"
#include "embedded/experiment_intervals.h"
#include "embedded/experiment_page.h"
#include "embedded/experiment_tables.h"
#include "embedded/experiment_verdict.h"
#include "embedded/experiment_wip.h"
#include "embedded/report_charts.h"
#include "embedded/report_css.h"
#include "embedded/report_format.h"
#include "embedded/report_tables.h"
#include "scenarios/experiment/result_shape.h"
#include "scenarios/experiment/shown_result.h"
#include "scenarios/output_files.h"
#include "scenarios/report/html_page.h"

namespace planttwin::experiment {

std::string experiment_report(const sim::JsonNode& result) {
  const std::string style =
      std::string(embedded::report_css()) + std::string(embedded::experiment_css());
  return scenario::html_page(
      {embedded::experiment_html(),
       style,
       {embedded::report_format(), embedded::report_tables(), embedded::report_charts(),
        embedded::experiment_verdict(), embedded::experiment_intervals(),
        embedded::experiment_effects(), embedded::experiment_convergence(),
        embedded::experiment_wip(), embedded::experiment_tables(), embedded::experiment_page()}},
      result.member("title")->text, shown_result(result));
}

sim::JsonDocument write_experiment_report(const std::filesystem::path& folder) {
  sim::Diagnostics diagnostics;
  auto result = sim::JsonDocument::load((folder / "experiment.json").string(), diagnostics);
  if (result) check_result_shape(*result, diagnostics);
  diagnostics.throw_if_any();
  scenario::write_text_file(folder / "report.html", experiment_report(result->root()));
  return std::move(*result);
}

}  // namespace planttwin::experiment
