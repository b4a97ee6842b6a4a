#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/drive_monitor.h"
#include "scenarios/exit_code.h"
#include "scenarios/run_command.h"

namespace planttwin::scenario {

// The options of `planttwin drive`, as typed.
struct DriveOptions {
  std::string scenario;
  std::string stack;
  std::string speed = "1";               // a factor, "max" or "lockstep"
  std::optional<std::string> out;        // folder; otherwise runs/<scenario>/<stack>-<seed>
  std::optional<std::int64_t> seed;      // otherwise the scenario's
  std::vector<std::string> edits;        // POINTER=JSON
  std::optional<std::string> faults;     // a fault plan
  bool manage = false;                   // start and stop the stack's parts
  std::vector<std::string> allow_write;  // hosts beside this machine
  MonitorOptions monitor;
  std::optional<std::string> audit_key;  // file
  Trace trace = Trace::kFull;
  bool json = false;
  bool quiet = false;
};

// Drives a real stack with the traffic of a plant, and audits it. Called again with the same
// options after it was stopped or killed, it goes on. Throws sim::InputError and UsageError before
// anything is written, bridge::SystemError and bridge::TransportError where the stack fails,
// OutputError where files can't be written.
ExitCode drive_command(const DriveOptions& options);

}  // namespace planttwin::scenario
