#include "scenarios/command_line.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/transports/transport.h"
#include "scenarios/check_command.h"
#include "scenarios/compare/compare_command.h"
#include "scenarios/drive_command.h"
#include "scenarios/exit_code.h"
#include "scenarios/experiment/experiment_command.h"
#include "scenarios/experiment/ranks.h"
#include "scenarios/experiment/replication_store.h"
#include "scenarios/export_command.h"
#include "scenarios/import_command.h"
#include "scenarios/import_smt2020_command.h"
#include "scenarios/optimize/optimize_command.h"
#include "scenarios/replay_command.h"
#include "scenarios/report_command.h"
#include "scenarios/run_command.h"
#include "scenarios/serve_command.h"
#include "scenarios/usage_text.h"
#include "scenarios/version.h"
#include "sim/archive.h"
#include "sim/diagnostics.h"

namespace planttwin::scenario {

namespace {

using Action = std::function<ExitCode()>;

constexpr const char* kProgramExamples =
    "\nExamples:\n"
    "  planttwin check scenarios/library/01_one_machine/scenario.json\n"
    "  planttwin run scenarios/library/02_unreliable_line/scenario.json\n"
    "  planttwin run --help\n"
    "\nExit codes: 0 done and all expectations met; 1 done, but an expectation or a comparison\n"
    "failed or the plant deadlocked or was stopped; 2 bad input, nothing was written; 3 a "
    "connected system\n"
    "failed; 4 an internal error, or results could not be written.\n";

constexpr const char* kCheckExamples =
    "\nExamples:\n"
    "  planttwin check plant.json                   every error, with line, column and pointer\n"
    "  planttwin check scenarios/library/*/*.json\n"
    "  planttwin check stack.json mapping.json      the ways to real systems, programs compiled\n"
    "  planttwin check gates.json                   what planttwin compare tolerates\n"
    "  planttwin check --json plant.json            errors for an editor or a script\n";

constexpr const char* kRunExamples =
    "\nExamples:\n"
    "  planttwin run scenario.json                  results in runs/<scenario>/<seed>/\n"
    "  planttwin run scenario.json --seed 7 --until '7 d'\n"
    "  planttwin run scenario.json --set /plant/work_centers/LATHE/machines=3\n"
    "  planttwin run scenario.json --trace none --json | jq .kpis\n"
    "  planttwin run scenario.json --save-state monday.state --at '7 d'\n"
    "  planttwin run scenario.json --from-state monday.state --out runs/from_monday\n"
    "\nIn pointers, elements of a list are named by their id; --set may be given several times.\n"
    "Ctrl-C ends a run cleanly with what was done so far.\n";

constexpr const char* kExperimentExamples =
    "\nExamples:\n"
    "  planttwin experiment experiment.json             on all cores, results in "
    "runs/<experiment>/\n"
    "  planttwin experiment experiment.json --jobs 4 --json | jq .variants\n"
    "  planttwin experiment experiment.json --resume    goes on after anything\n"
    "  mpirun -n 64 planttwin experiment experiment.json    on several machines\n"
    "\nReplication i has the same seed in every variant, so variants are compared under the same\n"
    "luck. Results do not depend on the number of jobs, nor on interruptions. Exit codes: 0 done;\n"
    "1 not as precise or certain as was asked for, or stopped; 2 bad input; 3 the store can't be\n"
    "reached; 4 a replication crashed three times, or results could not be written.\n";

constexpr const char* kCompareExamples =
    "\nExamples:\n"
    "  planttwin compare baseline/experiment.json runs/line     1 when anything is worse\n"
    "  planttwin compare baseline runs/line --tolerance 0.01 --tolerance throughput=0.02\n"
    "  planttwin compare baseline runs/line --gates gates.json --out compared\n"
    "  planttwin compare old/result.json runs/press/1 --json | jq .counts\n"
    "\nBoth are result.json of a run, or experiment.json of an experiment, or the folder of one.\n"
    "Replications of the same seed are compared in pairs, others by Welch's intervals; --alpha is\n"
    "the probability of a false alarm in all figures together. Single runs are compared figure by\n"
    "figure. What the base has and the candidate lacks is worse.\n";

constexpr const char* kOptimizeExamples =
    "\nExamples:\n"
    "  planttwin optimize study.json             on all cores, results in runs/<study>/\n"
    "  planttwin optimize study.json --jobs 4 --json | jq .front\n"
    "  planttwin optimize study.json --resume    goes on after anything\n"
    "\nWhen the budget of runs is enough for all points they are all run; otherwise pagmo "
    "searches.\n"
    "Results do not depend on the number of jobs, nor on interruptions. Exit codes: 0 done; 1 no\n"
    "point keeps to the constraints, or stopped; 2 bad input; 3 the store can't be reached; 4 a "
    "run\n"
    "crashed three times, or results could not be written.\n";

constexpr const char* kReportExamples =
    "\nExamples:\n"
    "  planttwin report runs/02_unreliable_line/1   report.html and junit.xml anew\n"
    "  planttwin report runs/help_for_the_line      of an experiment: report.html anew\n";

constexpr const char* kExportExamples =
    "\nExamples:\n"
    "  planttwin export ocel runs/02_unreliable_line/1      writes ocel.sqlite beside the log\n";

constexpr const char* kServeExamples =
    "\nExamples:\n"
    "  planttwin serve erp --scenario scenarios/library/05_batch_plant/scenario.json\n"
    "  planttwin serve erp --scenario scenario.json --port 0 --db books.sqlite --json\n"
    "  planttwin serve erp --plant plant.json --keys keys.json --rate 500\n"
    "  planttwin serve erp --scenario scenario.json --defect loses_posting=0.01\n"
    "\nEvery message is kept in the file before it is booked; a killed server goes on where it "
    "was.\nKeys of the file: [{\"key_sha256\": \"...\", \"role\": \"viewer\"}, {\"key\": \"...\", "
    "\"role\":\n\"operator\"}]; PLANTTWIN_ERP_KEY holds an operator's key. Without any a key is "
    "made "
    "and\nprinted. GET /openapi.json describes the interface. Ctrl-C ends the server.\n";

constexpr const char* kImportExamples =
    "\nExamples:\n"
    "  planttwin import jobshop ft10.txt --out ft10         writes ft10/plant.json and "
    "scenario.json\n"
    "  planttwin import jobshop jobshop1.txt --instance la16 --dispatch mwkr --out la16.json\n"
    "  planttwin run la16.json\n"
    "  planttwin import smt2020 SMT2020_HVLM --out hvlm.json        every table of the folder\n"
    "  planttwin import smt2020 SMT2020_HVLM --dispatch cr --days 180 --out hvlm\n";

constexpr const char* kDriveExamples =
    "\nExamples:\n"
    "  planttwin drive scenario.json --stack stack.json              in real time\n"
    "  planttwin drive scenario.json --stack stack.json --speed 60   a minute in a second\n"
    "  planttwin drive scenario.json --stack stack.json --speed max --manage\n"
    "  planttwin drive scenario.json --stack stack.json --allow-write erp-test.example.com\n"
    "\n--speed lockstep lets the plant go on only when all that it has reported is acknowledged;\n"
    "max lets it go as fast as the stack takes what it reports. --manage starts the parts that\n"
    "the stack file names, and stops them. Ctrl-C stops the plant, waits for what is under way,\n"
    "and reports; the same command goes on where the run was stopped or killed. Meanwhile\n"
    "planttwin-view of the folder of results shows the plant as it is.\n";

constexpr const char* kReplayExamples =
    "\nExamples:\n"
    "  planttwin replay runs/12_real_erp/tryton-1     results anew in .../replay, and compared\n";

void add_common(CLI::App& command, bool& json, bool& quiet, const char* json_help) {
  command.add_flag("--json", json, json_help);
  command.add_flag("--quiet", quiet, "No progress and no table, only errors");
}

// What every command that runs a scenario may be told of it.
template <class Options>
void add_input(CLI::App& command, Options& options) {
  command.add_option("--seed", options.seed, "Seed of the draws, instead of the scenario's")
      ->type_name("NUMBER")
      ->check(
          CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()).description(""));
  command.add_option("--set", options.edits, "POINTER=JSON: edit the input before it is read")
      ->expected(1)
      ->take_all();
  const auto set_trace = [&options](const std::string& name) {
    options.trace = name == "none" ? Trace::kNone : Trace::kFull;
  };
  command
      .add_option_function<std::string>("--trace", set_trace, "Event log: full (default) or none")
      ->check(CLI::IsMember({"full", "none"}));
}

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
  ServeErpOptions serve_erp;
  DriveOptions drive;
  ReplayOptions replay;
  std::map<const CLI::App*, Action> actions;
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

void add_serve(CLI::App& app, Commands& commands) {
  constexpr int kHighestPort = 65'535;
  constexpr std::int64_t kHighestRate = 1'000'000;
  CLI::App& group = *app.add_subcommand("serve", "Serve a system of record over HTTP");
  group.require_subcommand(1);
  group.footer(kServeExamples);
  CLI::App& command = *group.add_subcommand("erp", "The reference ERP");
  ServeErpOptions& options = commands.serve_erp;
  command.add_option("--scenario", options.scenario,
                     "Items, orders and stock at the start, and defects, of this scenario");
  command.add_option("--plant", options.plant, "Or the items of this plant alone");
  command.add_option("--defect", options.defects, "ID or ID=SHARE: what it does wrong, on purpose")
      ->expected(1)
      ->take_all();
  command.add_option("--db", options.database, "SQLite file of its books")->capture_default_str();
  command.add_option("--host", options.host, "Address to listen on")->capture_default_str();
  command.add_option("--port", options.port, "Port to listen on; 0 takes a free one")
      ->check(CLI::Range(0, kHighestPort).description(""))
      ->capture_default_str();
  command.add_option("--keys", options.keys, "JSON file of API keys");
  command.add_option("--rate", options.rate, "At most so many requests per second")
      ->check(CLI::Range(std::int64_t{1}, kHighestRate).description(""));
  add_common(command, options.json, options.quiet, "Print address and key as JSON");
  command.footer(kServeExamples);
  commands.actions[&command] = [&options] { return serve_erp_command(options); };
}

void add_drive(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("drive", "Drive a real stack with the traffic of a plant, and audit it");
  DriveOptions& options = commands.drive;
  command.add_option("scenario", options.scenario, "Scenario file")->required();
  command.add_option("--stack", options.stack, "Stack file")->required();
  command
      .add_option("--speed", options.speed,
                  "Seconds of the plant in one of the wall, max or lockstep")
      ->capture_default_str();
  command.add_option("--out", options.out,
                     "Folder of results; runs/<scenario>/<stack>-<seed> if not given");
  command.add_flag("--manage", options.manage, "Start and stop the parts of the stack");
  command.add_option("--allow-write", options.allow_write, "A host that may be written to")
      ->expected(1)
      ->take_all();
  add_input(command, options);
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  command.footer(kDriveExamples);
  commands.actions[&command] = [&options] { return drive_command(options); };
}

void add_replay(CLI::App& app, Commands& commands) {
  CLI::App& command =
      *app.add_subcommand("replay", "Make the results of a live run anew, without its stack");
  ReplayOptions& options = commands.replay;
  command.add_option("run", options.run, "Folder of the live run")->required();
  command.add_option("--out", options.out, "Folder of results; <run>/replay if not given");
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  command.footer(kReplayExamples);
  commands.actions[&command] = [&options] { return replay_command(options); };
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
  add_serve(app, commands);
  add_drive(app, commands);
  add_replay(app, commands);
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
