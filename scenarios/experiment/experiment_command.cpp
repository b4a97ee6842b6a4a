#include "scenarios/experiment/experiment_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/experiment_result.h"
#include "scenarios/experiment/experiment_run.h"
#include "scenarios/experiment/workers.h"
#include "scenarios/interrupt.h"
#include "scenarios/output_files.h"
#include "scenarios/terminal_line.h"
#include "sim/archive.h"

namespace planttwin::experiment {
namespace {

namespace fs = std::filesystem;
using scenario::ExitCode;

fs::path prepare_folder(const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    throw scenario::UsageError("cannot make " + folder.string() + ": " + error.message());
  }
  const fs::path file = folder / "experiment.json";
  scenario::require_writable(file.string());
  return file;
}

// An older result stays until the new one is whole.
void replace(const fs::path& file, const std::string& text) {
  try {
    sim::write_state_file(file.string(), text);
  } catch (const sim::StateError& error) {
    throw scenario::OutputError(error.what());
  }
}

}  // namespace

ExitCode experiment_command(const ExperimentOptions& options) {
  sim::Diagnostics diagnostics;
  const Experiment experiment = load_experiment(options.file, diagnostics);
  diagnostics.throw_if_any();
  const ExperimentRun run(experiment);
  const fs::path file = prepare_folder(options.out.value_or("runs/" + experiment.id));
  const std::size_t workers =
      options.workers ? static_cast<std::size_t>(*options.workers) : usable_cores();
  const scenario::InterruptGuard interrupt;
  ExperimentOutcome outcome;
  try {
    scenario::TerminalLine line(!options.quiet);
    outcome = run.run(workers, {[&](std::size_t done, std::size_t of) {
                                  if (line.due()) {
                                    line.show(fmt::format("{} of {} replications", done, of));
                                  }
                                },
                                [&] { return interrupt.interrupted(); }});
  } catch (const Workers::Interrupted&) {
    fmt::print(stderr, "planttwin: stopped; nothing was written\n");
    return ExitCode::kNotMet;
  }
  const sim::JsonNode result = make_result(experiment, outcome);
  replace(file, sim::pretty_json(result));
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result));
  } else if (!options.quiet) {
    fmt::print("{}\n  results: {}\n", result_text(experiment, outcome), file.string());
  }
  return outcome.precise ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::experiment
