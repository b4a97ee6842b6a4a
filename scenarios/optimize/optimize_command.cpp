#include "scenarios/optimize/optimize_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "scenarios/experiment/local_executor.h"
#include "scenarios/interrupt.h"
#include "scenarios/optimize/study_file.h"
#include "scenarios/optimize/study_result.h"
#include "scenarios/optimize/study_run.h"
#include "scenarios/output_files.h"
#include "scenarios/terminal_line.h"
#include "sim/archive.h"

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

void prepare_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw scenario::UsageError("cannot make " + folder.string() + ": " + error.message());
  }
  for (const char* file : {"optimize.json", "optimize.sqlite"}) {
    scenario::require_writable(folder / file);
  }
}

// An older result stays until the new one is whole.
void replace(const fs::path& file, const std::string& text) {
  try {
    sim::write_state_file(file.string(), text);
  } catch (const sim::StateError& error) {
    throw scenario::OutputError(error.what());
  }
}

StudyOutcome run(const Study& study, const std::string& where, const OptimizeOptions& options) {
  experiment::Experiment points = study.experiment;
  experiment::LocalExecutor executor(
      points, options.jobs ? static_cast<std::size_t>(*options.jobs) : experiment::usable_cores());
  experiment::ReplicationStore store(where, points, {}, options.resume);
  const scenario::InterruptGuard interrupt;
  scenario::TerminalLine line(!options.quiet);
  const StudyRun::Hooks hooks = {[&](std::size_t done, std::size_t of) {
                                   if (line.due())
                                     line.show(fmt::format("{} of {} runs", done, of));
                                 },
                                 [&] { return interrupt.interrupted(); }};
  return StudyRun(study, points, executor, store, hooks).run();
}

}  // namespace

ExitCode optimize_command(const OptimizeOptions& options) {
  const Study study = load(options.file);
  const fs::path folder = options.out.value_or("runs/" + study.experiment.id);
  prepare_folder(folder);
  StudyOutcome outcome;
  try {
    outcome = run(study, options.store.value_or((folder / "optimize.sqlite").string()), options);
  } catch (const experiment::Interrupted&) {
    fmt::print(stderr, "planttwin: stopped; --resume goes on with what was finished\n");
    return ExitCode::kNotMet;
  }
  const sim::JsonNode result = make_result(study, outcome);
  const fs::path file = folder / "optimize.json";
  replace(file, sim::pretty_json(result));
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result));
  } else if (!options.quiet) {
    fmt::print("{}\n  results: {}\n", result_text(study, outcome), file.string());
  }
  return outcome.front.empty() ? ExitCode::kNotMet : ExitCode::kDone;
}

}  // namespace planttwin::optimize
