#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

enum class Trace : std::uint8_t { kFull, kNone };

// The options of `planttwin run`, as typed.
struct RunOptions {
  std::string scenario;
  std::optional<std::string> out;    // folder; otherwise runs/<scenario>/<seed>
  std::optional<std::int64_t> seed;  // otherwise the scenario's
  std::optional<std::string> until;  // a duration from the start, or an instant
  std::vector<std::string> edits;    // POINTER=JSON
  Trace trace = Trace::kFull;
  std::optional<std::string> save_state;  // file
  std::optional<std::string> at;          // when to save; otherwise at the end
  std::optional<std::string> from_state;  // file
  bool json = false;
  bool quiet = false;
};

// Runs a scenario and writes its results. Throws sim::InputError, UsageError and sim::StateError
// before anything is written, OutputError when results can't be written.
ExitCode run_command(const RunOptions& options);

}  // namespace planttwin::scenario
