#include "scenarios/optimize/optimize_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "scenarios/experiment/local_executor.h"
#include "scenarios/experiment/ranks.h"
#include "scenarios/interrupt.h"
#include "scenarios/optimize/study_file.h"
#include "scenarios/optimize/study_result.h"
#include "scenarios/optimize/study_run.h"
#include "scenarios/output_files.h"
#include "scenarios/terminal_line.h"
#include "sim/json_document.h"

namespace planttwin::optimize {
namespace {

namespace fs = std::filesystem;
using scenario::ExitCode;

Study load(const std::string& file) {
  sim::Diagnostics diagnostics;
  Study study = load_study(file, diagnostics);
  diagnostics.throw_if_any();
  check_study(study, diagnostics);
  diagnostics.throw_if_any();
  return study;
}

StudyOutcome run(const Study& study, const std::string& where, const OptimizeOptions& options) {
  experiment::Experiment points = study.experiment;
  experiment::LocalExecutor executor(
      points, options.jobs ? static_cast<std::size_t>(*options.jobs) : experiment::usable_cores());
  experiment::ReplicationStore store(where, points, {}, options.resume);
  const scenario::InterruptGuard interrupt;
  scenario::TerminalLine line(!options.quiet);
  const experiment::ExperimentRun::Hooks hooks = {
      [&](std::size_t done, std::size_t of) {
        if (line.due()) line.show(fmt::format("{} of {} runs", done, of));
      },
      [&] { return interrupt.interrupted(); }};
  return StudyRun(study, points, executor, store, hooks).run();
}

}  // namespace

ExitCode optimize_command(const OptimizeOptions& options) {
  if (experiment::rank_of_this_process()) {
    throw scenario::UsageError("a search runs on one machine; start it without mpirun or srun");
  }
  const Study study = load(options.file);
  const fs::path folder = options.out.value_or("runs/" + study.experiment.id);
  scenario::prepare_folder(folder, {"optimize.json", "optimize.sqlite"});
  StudyOutcome outcome;
  try {
    outcome = run(study, options.store.value_or((folder / "optimize.sqlite").string()), options);
  } catch (const experiment::Interrupted&) {
    fmt::print(stderr, "planttwin: stopped; --resume goes on with what was finished\n");
    return ExitCode::kNotMet;
  }
  const sim::JsonNode result = make_result(study, outcome);
  const fs::path file = folder / "optimize.json";
  const std::string json = sim::pretty_json(result);
  scenario::replace_text_file(file, json);
  if (options.json) {
    fmt::print("{}", json);
  } else if (!options.quiet) {
    fmt::print("{}\n  results: {}\n", result_text(study, outcome), file.string());
  }
  return outcome.front.empty() ? ExitCode::kNotMet : ExitCode::kDone;
}

}  // namespace planttwin::optimize
