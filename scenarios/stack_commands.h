#pragma once

#include <CLI/CLI.hpp>

#include "scenarios/audit_log_command.h"
#include "scenarios/checklist/checklist_command.h"
#include "scenarios/command_options.h"
#include "scenarios/drive_command.h"
#include "scenarios/first_hour/lint_command.h"
#include "scenarios/first_hour/probe_command.h"
#include "scenarios/first_hour/reconcile_command.h"
#include "scenarios/first_hour/traffic_command.h"
#include "scenarios/headroom/headroom_command.h"
#include "scenarios/replay_command.h"
#include "scenarios/serve_command.h"
#include "scenarios/stack_care_command.h"

namespace planttwin::scenario {

// The options of the commands about real systems: they serve, drive, probe and audit one.
struct StackCommands {
  Actions& actions;
  ServeErpOptions serve_erp = {};
  DriveOptions drive = {};
  bool find_headroom = false;
  HeadroomOptions headroom = {};
  ChecklistOptions checklist = {};
  ReplayOptions replay = {};
  VerifyAuditOptions verify_audit = {};
  LintOptions lint = {};
  ProbeOptions probe = {};
  TrafficOptions traffic = {};
  ReconcileOptions reconcile = {};
  StackCareOptions stack_reset = {};
  StackCareOptions stack_clean = {};
};

// Adds them to the program; the one that was typed is run by its action. Options and actions
// outlive the program.
void add_stack_commands(CLI::App& app, StackCommands& commands);

}  // namespace planttwin::scenario
