#include "scenarios/stack_commands.h"

#include "scenarios/command_examples.h"

namespace planttwin::scenario {

namespace {

void add_serve(CLI::App& app, StackCommands& commands) {
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

void add_headroom(CLI::App& command, StackCommands& commands) {
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

void add_drive(CLI::App& app, StackCommands& commands) {
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

void add_checklist(CLI::App& app, StackCommands& commands) {
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

void add_replay(CLI::App& app, StackCommands& commands) {
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
      command.add_option("--scenario", traffic.scenario,
                         "Of the plant that they are from; of a live run: where it is now");
  command.add_option("--stack", options.moved.stack, "Of a live run: where its stack file is now")
      ->excludes(log);
  CLI::Option* record = add_export_files(command, traffic.files);
  CLI::Option* mapping = command.get_option("--mapping");
  log->excludes(run)->needs(scenario)->needs(record)->needs(mapping);
  for (const char* name : {"--record", "--mapping", "--stock", "--opening"}) {
    command.get_option(name)->needs(log);
  }
  add_common(command, options.json, options.quiet, "Print the result instead of the table");
  command.footer(kReplayExamples);
  commands.actions[&command] = [&options, &traffic] {
    if (traffic.log.empty() && options.run.empty()) {
      throw UsageError("replay: give the folder of a live run, or --traffic");
    }
    if (traffic.log.empty()) {
      options.moved.scenario = traffic.scenario;
      return replay_command(options);
    }
    traffic.out = options.out;
    traffic.json = options.json;
    traffic.quiet = options.quiet;
    return traffic_command(traffic);
  };
}

void add_reconcile(CLI::App& app, StackCommands& commands) {
  CLI::App& command = *app.add_subcommand(
      "reconcile", "Audit what somebody has exported from an ERP, without access to it");
  ReconcileOptions& options = commands.reconcile;
  command.add_option("run", options.run, "Folder of a live run, or a scenario file")->required();
  add_export_files(command, options.files)->required();
  command.get_option("--mapping")->required();
  command.add_option("--out", options.out,
                     "Folder of results; <run>/reconcile or runs/<scenario>/reconcile-<seed> if "
                     "not given");
  add_edits(command, options);
  add_common(command, options.json, options.quiet, "Print result.json instead of the table");
  command.footer(kReconcileExamples);
  commands.actions[&command] = [&options] { return reconcile_command(options); };
}

void add_audit_log(CLI::App& app, StackCommands& commands) {
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

void add_lint(CLI::App& app, StackCommands& commands) {
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

void add_probe(CLI::App& app, StackCommands& commands) {
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

void add_stack_care(CLI::App& app, StackCommands& commands) {
  CLI::App& group =
      *app.add_subcommand("stack", "The parts of a stack that planttwin has started for a run");
  group.require_subcommand(1);
  group.footer(kStackCareExamples);
  const auto add = [&](const char* name, const char* what, StackCareOptions& options,
                       ExitCode (*run)(const StackCareOptions&)) {
    CLI::App& command = *group.add_subcommand(name, what);
    command.add_option("run", options.run, "Folder of a driven run")->required();
    add_common(command, options.json, options.quiet, "Print what was done as JSON");
    command.footer(kStackCareExamples);
    commands.actions[&command] = [&options, run] { return run(options); };
  };
  add("reset", "Bring them back to where they were before the run, which begins anew",
      commands.stack_reset, stack_reset_command);
  add("clean", "Remove what they have written; the evidence of the run stays", commands.stack_clean,
      stack_clean_command);
}

}  // namespace

void add_stack_commands(CLI::App& app, StackCommands& commands) {
  add_serve(app, commands);
  add_drive(app, commands);
  add_replay(app, commands);
  add_checklist(app, commands);
  add_audit_log(app, commands);
  add_lint(app, commands);
  add_probe(app, commands);
  add_reconcile(app, commands);
  add_stack_care(app, commands);
}

}  // namespace planttwin::scenario
