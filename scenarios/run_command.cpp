#include "scenarios/run_command.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <optional>

#include "plant_models/run/plant_run.h"
#include "scenarios/back_office.h"
#include "scenarios/human_text.h"
#include "scenarios/interrupt.h"
#include "scenarios/output_files.h"
#include "scenarios/progress.h"
#include "scenarios/result.h"
#include "scenarios/run_reports.h"
#include "scenarios/run_slices.h"
#include "scenarios/scenario.h"
#include "scenarios/summary.h"
#include "scenarios/time_argument.h"
#include "scenarios/timing.h"
#include "sim/archive.h"

namespace planttwin::scenario {

namespace {

using plant::PlantRun;

PlantRun begin_run(const Scenario& scenario, const RunOptions& options) {
  if (!options.from_state) {
    const auto given = static_cast<std::uint64_t>(options.seed.value_or(0));
    return PlantRun(scenario.plant, scenario.input, {.seed = options.seed ? given : scenario.seed});
  }
  try {
    return PlantRun::load(scenario.plant, scenario.input, sim::read_state_file(*options.from_state),
                          scenario.input_sha256);
  } catch (const sim::StateError& error) {
    throw sim::StateError(*options.from_state + ": " + error.what());
  }
}

// The stretch of time that is asked for. `save_at` is never later than `end`.
struct RunTimes {
  sim::Time end;      // Time::never(): until all is done
  sim::Time save_at;  // Time::never(): at the end
};

sim::Time end_of_run(const Scenario& scenario, const RunOptions& options) {
  const sim::Time horizon = scenario.input.until_done()
                                ? sim::Time::never()
                                : sim::Time::from_start(scenario.input.horizon);
  if (!options.until) return horizon;
  const sim::Time until = parse_time("--until", *options.until, scenario.input.start);
  if (until > horizon) {
    throw UsageError("--until " + *options.until + " is beyond the horizon of the scenario; " +
                     "lengthen it with --set '/horizon=\"" + *options.until + "\"'");
  }
  return until;
}

RunTimes run_times(const Scenario& scenario, const RunOptions& options, const PlantRun& run) {
  RunTimes times{end_of_run(scenario, options), sim::Time::never()};
  if (times.end <= run.now()) {
    throw UsageError("nothing to simulate: the run begins at " +
                     sim::format_duration(run.now().since_start()) + " and ends at " +
                     sim::format_duration(times.end.since_start()));
  }
  if (!options.at) return times;
  if (!options.save_state) throw UsageError("--at says when to save a state: give --save-state");
  times.save_at = parse_time("--at", *options.at, scenario.input.start);
  if (times.save_at < run.now() || times.save_at > times.end) {
    throw UsageError("--at " + *options.at + " is outside the time that is simulated");
  }
  return times;
}

void save_state(const PlantRun& run, const Scenario& scenario, const std::string& path) {
  try {
    sim::write_state_file(path, run.save(scenario.input_sha256));
  } catch (const sim::StateError& error) {
    throw OutputError(error.what());
  }
}

// Simulates; saves the state on the way or at the end.
plant::RunEnd simulate(PlantRun& run, const RunTo& run_to, const Scenario& scenario,
                       const RunOptions& options, const RunTimes& times,
                       const InterruptGuard& interrupt) {
  Progress progress(!options.quiet, run.now(), times.end, run.state().statistics.events);
  plant::RunEnd end;
  bool goes_on = true;
  if (!times.save_at.is_never() && times.save_at > run.now()) {
    end = run_in_slices(run, run_to, times.save_at, interrupt, progress);
    goes_on = end.reason == plant::RunEnd::Reason::kHorizon && times.save_at < times.end;
  }
  if (!times.save_at.is_never()) save_state(run, scenario, *options.save_state);
  if (goes_on) end = run_in_slices(run, run_to, times.end, interrupt, progress);
  if (options.save_state && times.save_at.is_never()) {
    save_state(run, scenario, *options.save_state);
  }
  return end;
}

// The ERP's books are no part of a saved state.
void check_books(const Scenario& scenario, const RunOptions& options) {
  if (scenario.erp && options.from_state) {
    throw UsageError(
        "--from-state: the scenario has an ERP, whose books begin with the run; "
        "run it from its start");
  }
}

void check_seed(const RunOptions& options, const PlantRun& run) {
  if (options.from_state && options.seed &&
      static_cast<std::uint64_t>(*options.seed) != run.state().seed) {
    throw UsageError(fmt::format("--seed {}: the saved state was made with seed {}, which it keeps",
                                 *options.seed, run.state().seed));
  }
}

std::string default_folder(const Scenario& scenario, const PlantRun& run) {
  return "runs/" + scenario.id + "/" + std::to_string(run.state().seed);
}

void print_outcome(const RunOptions& options, const sim::JsonNode& result, const Timing& timing,
                   const std::string& folder) {
  if (options.json) {
    fmt::print("{}", sim::pretty_json(result));
  } else if (!options.quiet) {
    fmt::print("{}\n  {} ({} events/s)\n  results: {}\n", summary_text(result),
               human_duration(timing.wall_s), human_count(timing.events_per_s()), folder);
    const std::filesystem::path report = std::filesystem::path(folder) / "report.html";
    if (std::filesystem::exists(report)) fmt::print("  report:  {}\n", report.string());
  }
}

}  // namespace

ExitCode run_command(const RunOptions& options) {
  const auto begin = std::chrono::steady_clock::now();
  const Scenario scenario = load_scenario_or_throw(options.scenario, parse_edits(options.edits));
  check_books(scenario, options);
  PlantRun run = begin_run(scenario, options);
  check_seed(options, run);
  const RunTimes times = run_times(scenario, options, run);
  const std::int64_t events_before = run.state().statistics.events;
  const std::string folder = options.out.value_or(default_folder(scenario, run));
  if (options.save_state) require_writable(*options.save_state);
  const InterruptGuard interrupt;
  OutputDirectory output(folder);

  RunLog log(options.trace, output, scenario, run);
  const std::unique_ptr<BackOffice> office = make_back_office(scenario, run);
  const plant::RunEnd end = office->run([&](const RunTo& run_to) {
    return simulate(run, run_to, scenario, options, times, interrupt);
  });
  log.finish(run.now(), end);

  const std::optional<IntegrationOutcome> outcome = office->audit();
  if (outcome) {
    write_text_file(output.file("reconciliation.json"), sim::pretty_json(outcome->document));
    office->write_messages(output.file("messages.sqlite"), *outcome);
  }
  const IntegrationOutcome* found = outcome ? &*outcome : nullptr;
  sim::JsonNode result = make_result(scenario, run, end, found);
  add_verdict(scenario, end, result, found);
  write_text_file(output.file("result.json"), sim::pretty_json(result));
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
  const Timing timing{wall.count(), run.state().statistics.events - events_before};
  write_text_file(output.file("timing.json"), sim::pretty_json(timing.to_json()));
  write_reports(output.folder());
  output.publish();
  print_outcome(options, result, timing, folder);
  return passed(result) ? ExitCode::kDone : ExitCode::kNotMet;
}

}  // namespace planttwin::scenario
