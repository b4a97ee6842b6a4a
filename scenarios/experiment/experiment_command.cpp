#include "scenarios/experiment/experiment_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/experiment_report.h"
#include "scenarios/experiment/experiment_result.h"
#include "scenarios/experiment/experiment_run.h"
#include "scenarios/experiment/local_executor.h"
#include "scenarios/experiment/rank_start.h"
#include "scenarios/experiment/ranks.h"
#include "scenarios/interrupt.h"
#include "scenarios/output_files.h"
#include "scenarios/terminal_line.h"
#include "sim/json_document.h"

namespace planttwin::experiment {
namespace {

namespace fs = std::filesystem;
using scenario::ExitCode;

Experiment load(const ExperimentOptions& options) {
  sim::Diagnostics diagnostics;
  Experiment experiment = load_experiment(options.file, diagnostics);
  diagnostics.throw_if_any();
  if (!options.replications) return experiment;
  if (experiment.batches > 0) {
    throw scenario::UsageError("--replications: the experiment makes batches of one run");
  }
  Replications& asked = experiment.replications;
  asked.at_least = *options.replications;
  asked.at_most = experiment.selection ? std::max(asked.at_most, asked.at_least) : asked.at_least;
  asked.half_width = 0;
  const bool has_budget = experiment.selection && experiment.selection->budget > 0;
  if (has_budget && experiment.selection->budget < first_stage(experiment)) {
    throw scenario::UsageError("--replications: the first stage needs more than the budget");
  }
  return experiment;
}

// Where several processes share the work, one run at a time is made by each.
Experiment load_for_ranks(const ExperimentOptions& options) {
  if (options.jobs) {
    throw scenario::UsageError("--jobs is for one machine; mpirun and srun say how many ranks");
  }
  return load(options);
}

struct Places {
  fs::path result;
  fs::path report;
  std::string store;
};

Places places_of(const Experiment& experiment, const ExperimentOptions& options) {
  const fs::path folder = options.out.value_or("runs/" + experiment.id);
  scenario::prepare_folder(folder, {"experiment.json", "experiment.sqlite", "report.html"});
  return {folder / "experiment.json", folder / "report.html",
          options.store.value_or((folder / "experiment.sqlite").string())};
}

ExperimentOutcome run(const ExperimentRun& run, const Experiment& experiment, Executor& executor,
                      const Places& places, const ExperimentOptions& options) {
  const scenario::InterruptGuard interrupt;
  scenario::TerminalLine line(!options.quiet);
  const ExperimentRun::Hooks hooks = {[&](std::size_t done, std::size_t of) {
                                        if (line.due())
                                          line.show(fmt::format("{} of {} replications", done, of));
                                      },
                                      [&] { return interrupt.interrupted(); }};
  const std::optional<WarmUp> warm_up = run.find_warm_up(executor, hooks);
  ReplicationStore store(places.store, experiment, run.keys(warm_up), options.resume);
  if (options.resume && !options.quiet) {
    fmt::print(stderr, "{} runs were there already\n", store.found());
  }
  return run.run(executor, store, warm_up, hooks);
}

ExitCode carry_out(const Experiment& experiment, Executor& executor,
                   const ExperimentOptions& options) {
  const ExperimentRun variants(experiment);
  const Places places = places_of(experiment, options);
  ExperimentOutcome outcome;
  try {
    outcome = run(variants, experiment, executor, places, options);
  } catch (const Interrupted&) {
    fmt::print(stderr, "planttwin: stopped; --resume goes on with what was finished\n");
    return ExitCode::kNotMet;
  }
  const sim::JsonNode result = make_result(experiment, outcome);
  const std::string json = sim::pretty_json(result);
  scenario::replace_text_file(places.result, json);
  scenario::replace_text_file(places.report, experiment_report(result));
  if (options.json) {
    fmt::print("{}", json);
  } else if (!options.quiet) {
    fmt::print("{}\n  results: {}\n", result_text(experiment, outcome), places.result.string());
  }
  return outcome.precise ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace

ExitCode experiment_command(const ExperimentOptions& options) {
  if (rank_of_this_process()) {
    return run_over_ranks([&] { return load_for_ranks(options); },
                          [&](const Experiment& experiment, Executor& executor) {
                            return carry_out(experiment, executor, options);
                          });
  }
  const Experiment experiment = load(options);
  LocalExecutor executor(experiment,
                         options.jobs ? static_cast<std::size_t>(*options.jobs) : usable_cores());
  return carry_out(experiment, executor, options);
}

}  // namespace planttwin::experiment
