#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <string>

#include "scenarios/exit_code.h"
#include "scenarios/run_command.h"

// Options that commands have in common.
namespace planttwin::scenario {

using Action = std::function<ExitCode()>;
using Actions = std::map<const CLI::App*, Action>;  // by command

inline void add_common(CLI::App& command, bool& json, bool& quiet, const char* json_help) {
  command.add_flag("--json", json, json_help);
  command.add_flag("--quiet", quiet, "No progress and no table, only errors");
}

// What every command that has a plant run may be told of its input.
template <class Options>
void add_edits(CLI::App& command, Options& options) {
  command.add_option("--seed", options.seed, "Seed of the draws, instead of the scenario's")
      ->type_name("NUMBER")
      ->check(
          CLI::Range(std::int64_t{0}, std::numeric_limits<std::int64_t>::max()).description(""));
  command.add_option("--set", options.edits, "POINTER=JSON: edit the input before it is read")
      ->expected(1)
      ->take_all();
}

// And of what is kept of the run.
template <class Options>
void add_input(CLI::App& command, Options& options) {
  add_edits(command, options);
  const auto set_trace = [&options](const std::string& name) {
    options.trace = name == "none" ? Trace::kNone : Trace::kFull;
  };
  command
      .add_option_function<std::string>("--trace", set_trace, "Event log: full (default) or none")
      ->check(CLI::IsMember({"full", "none"}));
}

}  // namespace planttwin::scenario
