#include "scenarios/compare/compare_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>

#include "scenarios/compare/comparison_report.h"
#include "scenarios/compare/comparison_text.h"
#include "scenarios/output_files.h"
#include "sim/json_document.h"

namespace planttwin::compare {
namespace {

namespace fs = std::filesystem;
using scenario::ExitCode;

// A folder of results has a junit.xml of its own, which must stay.
void prepare(const fs::path& folder) {
  std::error_code error;
  if (fs::exists(folder / "result.json", error)) {
    throw scenario::UsageError("will not write into " + folder.string() +
                               ": it holds the results of a run");
  }
  scenario::prepare_folder(folder, {"junit.xml", "compare.json"});
}

}  // namespace

ExitCode compare_command(const CompareOptions& options) {
  sim::Diagnostics diagnostics;
  const ComparedFile base = load_compared_file(options.base, diagnostics);
  const ComparedFile candidate = load_compared_file(options.candidate, diagnostics);
  Gates gates = options.gates ? load_gates(*options.gates, diagnostics) : Gates();
  add_tolerances(options.tolerances, gates, diagnostics);
  diagnostics.throw_if_any();
  check_comparable(base, candidate, options.force, diagnostics);
  check_gates(gates, base, candidate, diagnostics);
  diagnostics.throw_if_any();
  if (options.out) prepare(*options.out);

  const Judgement judgement = judge(base, candidate, gates, options.alpha);
  const std::string json = sim::pretty_json(comparison_json(base, candidate, judgement));
  if (options.out) {
    scenario::replace_text_file(fs::path(*options.out) / "junit.xml",
                                comparison_junit(candidate, judgement));
    scenario::replace_text_file(fs::path(*options.out) / "compare.json", json);
  }
  if (options.json) {
    fmt::print("{}", json);
  } else if (!options.quiet) {
    fmt::print("{}", verdict_text(base, candidate, judgement));
  }
  return judgement.count(Verdict::kWorse) == 0 ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::compare
