#include "scenarios/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/transports/transport.h"
#include "scenarios/check_command.h"
#include "scenarios/command_examples.h"
#include "scenarios/command_options.h"
#include "scenarios/compare/compare_command.h"
#include "scenarios/exit_code.h"
#include "scenarios/experiment/experiment_command.h"
#include "scenarios/experiment/ranks.h"
#include "scenarios/experiment/replication_store.h"
#include "scenarios/export_command.h"
#include "scenarios/import_command.h"
#include "scenarios/import_smt2020_command.h"
#include "scenarios/optimize/optimize_command.h"
#include "scenarios/report_command.h"
#include "scenarios/run_command.h"
#include "scenarios/stack_commands.h"
#include "scenarios/usage_text.h"
#include "scenarios/version.h"
#include "sim/archive.h"
#include "sim/diagnostics.h"

namespace planttwin::scenario {

namespace {

// Every command puts its options and its action here; the one that was typed is run.
struct Commands {
  CheckOptions check;
  RunOptions run;
  experiment::ExperimentOptions experiment;
  compare::CompareOptions compare;
  optimize::OptimizeOptions optimize;
  ReportOptions report;
  ExportOptions export_ocel;
  ImportOptions import_job_shop;
  ImportSmt2020Options import_smt2020;
  Actions actions;
  StackCommands stack{actions};
};

void add_check(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand("check", "Check plants, scenarios, stacks and mappings");
  CheckOptions& options = commands.check;
  command.add_option("files", options.files, "Plant, scenario, stack and mapping files")
      ->required();
  add_common(command, options.json, options.quiet, "Print the errors as JSON");
  command.footer(kCheckExamples);
  commands.actions[&command] = [&options] { return check_command(options); };
}

void add_run(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand("run", "Run a scenario and write its results");
  RunOptions& options = commands.run;
  command.add_option("scenario", options.scenario, "Scenario file")->required();
  command.add_option("--out", options.out,
                     "Folder of results; runs/<scenario>/<seed> if not given");
  command.add_option("--until", options.until,
                     "End early: a duration from the start, or an instant");
  command.add_option("--save-state", options.save_state, "Save the state to this file");
  command.add_option("--at", options.at, "When to save: a duration from the start, or an instant");
  command.add_option("--from-state", options.from_state, "Go on from a saved state");
  add_input(command, options);
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  command.footer(kRunExamples);
  commands.actions[&command] = [&options] { return run_command(options); };
}

void add_experiment(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("experiment", "Compare variants of a scenario over replications");
  experiment::ExperimentOptions& options = commands.experiment;
  command.add_option("file", options.file, "Experiment file")->required();
  command.add_option("--out", options.out, "Folder of results; runs/<experiment> if not given");
  command.add_option("--store", options.store,
                     "Where replications are kept: a SQLite file, or postgresql://user@host/name; "
                     "experiment.sqlite in the folder of results if not given");
  command
      .add_option("--replications", options.replications,
                  "So many of each variant, whatever the file says")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::int64_t{2}, std::int64_t{1'000'000}).description(""));
  command.add_option("--jobs", options.jobs, "Runs side by side; all cores if not given")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'024}).description(""));
  command.add_flag("--resume", options.resume,
                   "Go on with what an earlier start has finished; otherwise begin anew");
  add_common(command, options.json, options.quiet, "Print experiment.json instead of the table");
  command.footer(kExperimentExamples);
  commands.actions[&command] = [&options] { return experiment::experiment_command(options); };
}

void add_compare(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("compare", "Compare two results or experiments, as a gate for changes");
  compare::CompareOptions& options = commands.compare;
  command.add_option("base", options.base, "Result or experiment that was good, or its folder")
      ->required();
  command.add_option("candidate", options.candidate, "The new one")->required();
  command
      .add_option("--alpha", options.alpha, "Probability of a false alarm in all figures together")
      ->type_name("FRACTION")
      ->check(CLI::Range(1e-9, 0.5).description(""))
      ->capture_default_str();
  command
      .add_option("--tolerance", options.tolerances,
                  "FRACTION or FIGURE=FRACTION: how much worse is tolerated, of the base")
      ->expected(1)
      ->take_all();
  command.add_option("--gates", options.gates, "JSON file of directions and tolerances");
  command.add_option("--out", options.out, "Folder for compare.json and junit.xml");
  command.add_flag("--force", options.force,
                   "Compare different scenarios or experiments all the same");
  add_common(command, options.json, options.quiet, "Print compare.json instead of the table");
  command.footer(kCompareExamples);
  commands.actions[&command] = [&options] { return compare::compare_command(options); };
}

void add_optimize(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("optimize", "Search for the best levels of factors of a scenario");
  optimize::OptimizeOptions& options = commands.optimize;
  command.add_option("file", options.file, "Study file")->required();
  command.add_option("--out", options.out, "Folder of results; runs/<study> if not given");
  command.add_option("--store", options.store,
                     "Where runs are kept: a SQLite file, or postgresql://user@host/name; "
                     "optimize.sqlite in the folder of results if not given");
  command.add_option("--jobs", options.jobs, "Runs side by side; all cores if not given")
      ->type_name("NUMBER")
      ->check(CLI::Range(std::int64_t{1}, std::int64_t{1'024}).description(""));
  command.add_flag("--resume", options.resume,
                   "Go on with what an earlier start has finished; otherwise begin anew");
  add_common(command, options.json, options.quiet, "Print optimize.json instead of the table");
  command.footer(kOptimizeExamples);
  commands.actions[&command] = [&options] { return optimize_command(options); };
}

void add_report(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("report", "Write the reports of a finished run or experiment again");
  ReportOptions& options = commands.report;
  command.add_option("folder", options.folder, "Folder of results")->required();
  add_common(command, options.json, options.quiet, "Print result.json or experiment.json");
  command.footer(kReportExamples);
  commands.actions[&command] = [&options] { return report_command(options); };
}

void add_export(CLI::App& app, Commands& commands) {
  CLI::App& group = *app.add_subcommand("export", "Write the event log in another format");
  group.require_subcommand(1);
  group.footer(kExportExamples);
  CLI::App& command = *group.add_subcommand("ocel", "As an object-centric event log, OCEL 2.0");
  ExportOptions& options = commands.export_ocel;
  command.add_option("folder", options.folder, "Folder of results")->required();
  add_common(command, options.json, options.quiet, "Print what was written as JSON");
  command.footer(kExportExamples);
  commands.actions[&command] = [&options] { return export_ocel_command(options); };
}

void add_import_job_shop(CLI::App& group, Commands& commands) {
  CLI::App& command =
      *group.add_subcommand("jobshop", "Job-shop instances in their usual text form");
  ImportOptions& options = commands.import_job_shop;
  command.add_option("file", options.file, "Instance file")->required();
  command.add_option("--out", options.out, "A folder, or a file ending in .json")->required();
  command.add_option("--instance", options.instance, "Which one, when the file holds several");
  command.add_option("--dispatch", options.dispatch, "Dispatch rule of all machines")
      ->capture_default_str();
  command.add_option("--time-unit", options.time_unit, "What a time of 1 means")
      ->check(CLI::IsMember({"s", "min", "h"}))
      ->capture_default_str();
  add_common(command, options.json, options.quiet, "Print what was written as JSON");
  command.footer(kImportExamples);
  commands.actions[&command] = [&options] { return import_job_shop_command(options); };
}

void add_import_smt2020(CLI::App& group, Commands& commands) {
  constexpr std::int64_t kMostDays = 36'525;  // the longest horizon
  CLI::App& command =
      *group.add_subcommand("smt2020", "Wafer fabs in the tab-separated tables of SMT2020");
  ImportSmt2020Options& options = commands.import_smt2020;
  command.add_option("folder", options.folder, "Folder with tool.txt.1l, part.txt and the others")
      ->required();
  command.add_option("--out", options.out, "A folder, or a file ending in .json")->required();
  command.add_option("--dispatch", options.dispatch, "fifo, or cr for critical ratio")
      ->check(CLI::IsMember({"fifo", "cr"}))
      ->capture_default_str();
  command.add_option("--days", options.days, "How long the scenario runs")
      ->check(CLI::Range(std::int64_t{1}, kMostDays).description(""))
      ->capture_default_str();
  add_common(command, options.json, options.quiet,
             "Print what was written, and which columns were used, as JSON");
  command.footer(kImportExamples);
  commands.actions[&command] = [&options] { return import_smt2020_command(options); };
}

void add_import(CLI::App& app, Commands& commands) {
  CLI::App& group =
      *app.add_subcommand("import", "Make a plant and a scenario from public formats");
  group.require_subcommand(1);
  group.footer(kImportExamples);
  add_import_job_shop(group, commands);
  add_import_smt2020(group, commands);
}

void build(CLI::App& app, Commands& commands) {
  app.require_subcommand(1);
  app.set_version_flag("--version", "planttwin " + std::string(program_version()));
  app.footer(kProgramExamples);
  add_check(app, commands);
  add_run(app, commands);
  add_experiment(app, commands);
  add_compare(app, commands);
  add_optimize(app, commands);
  add_report(app, commands);
  add_export(app, commands);
  add_import(app, commands);
  add_stack_commands(app, commands.stack);
}

// Turns what a command throws into a text and an exit code.
int guarded(const Action& action) {
  const auto fail = [](std::string_view text, ExitCode code) {
    fmt::print(stderr, "planttwin: {}\n", text);
    return static_cast<int>(code);
  };
  try {
    return static_cast<int>(action());
  } catch (const sim::InputError& error) {
    fmt::print(stderr, "{}", error.what());
    return static_cast<int>(ExitCode::kBadInput);
  } catch (const UsageError& error) {
    return fail(error.what(), ExitCode::kBadInput);
  } catch (const sim::StateError& error) {
    return fail(error.what(), ExitCode::kBadInput);
  } catch (const OutputError& error) {
    return fail(error.what(), ExitCode::kInternalError);
  } catch (const bridge::AlignmentError& error) {
    return fail(error.what(), ExitCode::kBadInput);
  } catch (const bridge::SystemError& error) {
    return fail(error.what(), ExitCode::kNoConnection);
  } catch (const bridge::TransportError& error) {
    return fail(error.what(), ExitCode::kNoConnection);
  } catch (const experiment::StoreUnreachable& error) {
    return fail(error.what(), ExitCode::kNoConnection);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", ExitCode::kInternalError);
  } catch (const std::exception& error) {
    return fail(std::string("internal error: ") + error.what(), ExitCode::kInternalError);
  }
}

}  // namespace

int run_program(int argument_count, const char* const* arguments) {
  CLI::App app("planttwin simulates a factory event by event and reports what happened.",
               "planttwin");
  Commands commands;
  build(app, commands);
  try {
    app.parse(argument_count, arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success)) {
      app.exit(error);  // prints the help or the version that was asked for
      return static_cast<int>(ExitCode::kDone);
    }
    if (experiment::is_follower()) return static_cast<int>(ExitCode::kDone);
    fmt::print(stderr, "{}", usage_text(app, error));
    return static_cast<int>(ExitCode::kBadInput);
  }
  const int code = guarded(commands.actions.at(&innermost(app)));
  if (std::fflush(stdout) != 0 && code == 0) {
    fmt::print(stderr, "planttwin: cannot write to standard output\n");
    return static_cast<int>(ExitCode::kInternalError);
  }
  return code;
}

}  // namespace planttwin::scenario
