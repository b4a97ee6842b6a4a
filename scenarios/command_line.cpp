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
#include "scenarios/audit_log_command.h"
#include "scenarios/check_command.h"
#include "scenarios/checklist/checklist_command.h"
#include "scenarios/command_examples.h"
#include "scenarios/compare/compare_command.h"
#include "scenarios/drive_command.h"
#include "scenarios/exit_code.h"
#include "scenarios/experiment/experiment_command.h"
#include "scenarios/experiment/ranks.h"
#include "scenarios/experiment/replication_store.h"
#include "scenarios/export_command.h"
#include "scenarios/first_hour/lint_command.h"
#include "scenarios/first_hour/probe_command.h"
#include "scenarios/first_hour/reconcile_command.h"
#include "scenarios/first_hour/traffic_command.h"
#include "scenarios/headroom/headroom_command.h"
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
  bool find_headroom = false;
  HeadroomOptions headroom;
  ChecklistOptions checklist;
  ReplayOptions replay;
  VerifyAuditOptions verify_audit;
  LintOptions lint;
  ProbeOptions probe;
  TrafficOptions traffic;
  ReconcileOptions reconcile;
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
  command.add_option("--log", options.log, "Write a log for programs: a JSON object a line");
  add_common(command, options.json, options.quiet, "Print address and key as JSON");
  command.footer(kServeExamples);
  commands.actions[&command] = [&options] { return serve_erp_command(options); };
}

void add_headroom(CLI::App& command, Commands& commands) {
  CLI::Option* find = command.add_flag("--find-headroom", commands.find_headroom,
                                       "Find how many times the real pace the stack sustains");
  command
      .add_option("--step", commands.headroom.step, "Time of the wall for each speed that is tried")
      ->capture_default_str()
      ->needs(find);
  command
      .add_option("--most-p95", commands.headroom.most_p95,
                  "95 of 100 messages are to be acknowledged within this time")
      ->capture_default_str()
      ->needs(find);
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
  command.add_option("--faults", options.faults,
                     "Fault plan: what is to go wrong on purpose on the way to the stack");
  command.add_option("--allow-write", options.allow_write, "A host that may be written to")
      ->expected(1)
      ->take_all();
  command.add_option("--metrics", options.monitor.metrics,
                     "[HOST:]PORT: serve /metrics for Prometheus and /healthz");
  command.add_option("--metrics-keys", options.monitor.keys,
                     "JSON file of API keys that may see them");
  command.add_option("--log", options.monitor.log,
                     "Write a log for programs: a JSON object a line");
  command.add_option("--audit-key-file", options.audit_key,
                     "File of the audit log's key, made if it is not there");
  add_input(command, options);
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  add_headroom(command, commands);
  command.footer(kDriveExamples);
  commands.actions[&command] = [&commands] {
    return commands.find_headroom ? headroom_command(commands.drive, commands.headroom)
                                  : drive_command(commands.drive);
  };
}

void add_checklist(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand(
      "checklist", "Say what driven runs have shown of a stack, and what none of them has");
  ChecklistOptions& options = commands.checklist;
  command.add_option("runs", options.runs, "Folders of driven runs")->required();
  command.add_option("--out", options.out, "The page")->capture_default_str();
  add_common(command, options.json, options.quiet, "Print the checklist as JSON");
  command.footer(kChecklistExamples);
  commands.actions[&command] = [&options] { return checklist_command(options); };
}

// The files of an export and how they are read.
CLI::Option* add_export_files(CLI::App& command, ExportFiles& files) {
  command.add_option("--mapping", files.mapping, "Export mapping: how the files are read");
  command.add_option("--stock", files.stock, "Stock at the end");
  command.add_option("--opening", files.opening, "Stock before the run");
  return command.add_option("--record", files.record, "Documents: CSV, or .jsonl");
}

void add_replay(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand(
      "replay",
      "Make the results of a live run anew, without its stack; or audit recorded traffic");
  ReplayOptions& options = commands.replay;
  TrafficOptions& traffic = commands.traffic;
  CLI::Option* run = command.add_option("run", options.run, "Folder of the live run");
  command.add_option("--out", options.out,
                     "Folder of results; <run>/replay or runs/<scenario>/traffic if not given");
  CLI::Option* log =
      command.add_option("--traffic", traffic.log, "Messages on their way: .jsonl or .har");
  CLI::Option* scenario =
      command.add_option("--scenario", traffic.scenario, "Of the plant that they are from");
  CLI::Option* record = add_export_files(command, traffic.files);
  CLI::Option* mapping = command.get_option("--mapping");
  log->excludes(run)->needs(scenario)->needs(record)->needs(mapping);
  for (const char* name : {"--scenario", "--record", "--mapping", "--stock", "--opening"}) {
    command.get_option(name)->needs(log);
  }
  add_common(command, options.json, options.quiet, "Print the result instead of the table");
  command.footer(kReplayExamples);
  commands.actions[&command] = [&options, &traffic] {
    if (traffic.log.empty() && options.run.empty()) {
      throw UsageError("replay: give the folder of a live run, or --traffic");
    }
    if (traffic.log.empty()) return replay_command(options);
    traffic.out = options.out;
    traffic.json = options.json;
    traffic.quiet = options.quiet;
    return traffic_command(traffic);
  };
}

void add_reconcile(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand(
      "reconcile", "Audit what somebody has exported from an ERP, without access to it");
  ReconcileOptions& options = commands.reconcile;
  command.add_option("run", options.run, "Folder of a live run, or a scenario file")->required();
  add_export_files(command, options.files)->required();
  command.get_option("--mapping")->required();
  command.add_option("--out", options.out,
                     "Folder of results; <run>/reconcile or runs/<scenario>/reconcile-<seed> if "
                     "not given");
  command.add_option("--seed", options.seed, "Seed of the draws, instead of the scenario's")
      ->type_name("NUMBER")
      ->check(
          CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()).description(""));
  command.add_option("--set", options.edits, "POINTER=JSON: edit the input before it is read")
      ->expected(1)
      ->take_all();
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  command.footer(kReconcileExamples);
  commands.actions[&command] = [&options] { return reconcile_command(options); };
}

void add_audit_log(CLI::App& app, Commands& commands) {
  CLI::App& group = *app.add_subcommand("audit-log", "The audit log of a driven run");
  group.require_subcommand(1);
  group.footer(kAuditLogExamples);
  CLI::App& command = *group.add_subcommand("verify", "Say whether it is as it was written");
  VerifyAuditOptions& options = commands.verify_audit;
  command.add_option("file", options.file, "The log, live/audit.log of a run")->required();
  command.add_option("--key-file", options.key_file, "File of its key")->required();
  command.add_option("--head", options.head, "How far it goes; <file>.head if that is there");
  add_common(command, options.json, options.quiet, "Print what was found as JSON");
  command.footer(kAuditLogExamples);
  commands.actions[&command] = [&options] { return verify_audit_command(options); };
}

void add_lint(CLI::App& app, Commands& commands) {
  CLI::App& command = *app.add_subcommand(
      "lint", "Compare the mappings of a stack with what its systems say of their interfaces");
  LintOptions& options = commands.lint;
  command.add_option("--stack", options.stack, "Stack file")->required();
  command.add_option("--openapi", options.openapi,
                     "OpenAPI 3 in JSON of whoever takes the messages, instead of what the stack "
                     "file names");
  add_common(command, options.json, options.quiet, "Print the findings as JSON");
  command.footer(kLintExamples);
  commands.actions[&command] = [&options] { return lint_command(options); };
}

void add_probe(CLI::App& app, Commands& commands) {
  constexpr std::int64_t kShortest = 16;
  constexpr std::int64_t kLongest = 200;
  CLI::App& command = *app.add_subcommand(
      "probe", "Send one message at the limits of each type to a stack and read it back");
  ProbeOptions& options = commands.probe;
  command.add_option("scenario", options.scenario, "Scenario file: its items and places are used")
      ->required();
  command.add_option("--stack", options.stack, "Stack file")->required();
  command.add_flag("--write", options.write,
                   "Send them; otherwise messages and calls are only printed");
  command.add_flag("--manage", options.manage, "Start and stop the parts of the stack");
  command.add_option("--allow-write", options.allow_write, "A host that may be written to")
      ->expected(1)
      ->take_all();
  command.add_option("--longest", options.longest, "Characters of the longest names")
      ->type_name("NUMBER")
      ->check(CLI::Range(kShortest, kLongest).description(""))
      ->capture_default_str();
  add_common(command, options.json, options.quiet, "Print the matrix as JSON");
  command.footer(kProbeExamples);
  commands.actions[&command] = [&options] { return probe_command(options); };
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
  add_checklist(app, commands);
  add_audit_log(app, commands);
  add_lint(app, commands);
  add_probe(app, commands);
  add_reconcile(app, commands);
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
