#include "scenarios/stack_care_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <vector>

#include "scenarios/human_text.h"
#include "scenarios/json_build.h"
#include "scenarios/live_files.h"
#include "scenarios/live_stack.h"
#include "scenarios/managed_parts.h"
#include "scenarios/part_folders.h"
#include "sim/json_document.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

// A run that nobody drives, and its stack.
struct RunAtRest {
  LiveFiles files;
  bridge::Stack stack;

  explicit RunAtRest(const std::string& run) : files(LiveFiles::hold(run)), stack(load()) {
    if (stack.production) {
      throw UsageError(
          fmt::format("{}: nothing is reset or removed of a stack unless its file says "
                      "\"production\": false",
                      files.setup().stack));
    }
  }
  bridge::Stack load() const {
    sim::Diagnostics diagnostics;
    std::optional<bridge::Stack> loaded = bridge::load_stack(files.setup().stack, diagnostics);
    diagnostics.throw_if_any();
    return *std::move(loaded);
  }
  PartFolders parts() const { return {files.file("parts"), stack}; }
  bridge::StackValues values() const {
    return {{"stack", stack.directory.string()},
            {"scenario", files.setup().scenario},
            {"planttwin", fs::read_symlink("/proc/self/exe").string()}};
  }
};

std::string report(const StackCareOptions& options, const std::vector<std::string>& parts,
                   std::int64_t bytes, double wall_s) {
  JsonArray names;
  for (const std::string& part : parts) names.add(json_string(part));
  JsonObject result;
  result.add("run", json_string(options.run))
      .add("parts", names.take())
      .add("removed_bytes", json_integer(bytes))
      .add("wall_s", json_number(wall_s));
  return sim::pretty_json(result.take());
}

}  // namespace

ExitCode stack_reset_command(const StackCareOptions& options) {
  const Clock::time_point begin = Clock::now();
  RunAtRest run(options.run);
  require_secrets(run.stack);
  const PartFolders folders = run.parts();
  run.files.forget_traffic();
  const std::int64_t bytes = folders.empty();
  std::vector<std::string> ids;
  for (const bridge::StackPart& part : run.stack.parts) ids.push_back(part.id);
  {
    ManagedParts parts;
    bridge::StackValues values = run.values();
    parts.start(run.stack, run.files.file("parts"), values, options.quiet || options.json);
  }
  const std::chrono::duration<double> wall = Clock::now() - begin;
  if (options.json) {
    fmt::print("{}", report(options, ids, bytes, wall.count()));
  } else if (!options.quiet) {
    fmt::print("reset {} in {}: the next drive into {} begins anew\n", fmt::join(ids, ", "),
               human_duration(wall.count()), options.run);
  }
  return ExitCode::kDone;
}

ExitCode stack_clean_command(const StackCareOptions& options) {
  const Clock::time_point begin = Clock::now();
  const RunAtRest run(options.run);
  const PartFolders folders = run.parts();
  const std::int64_t bytes = folders.remove();
  const std::chrono::duration<double> wall = Clock::now() - begin;
  if (options.json) {
    fmt::print("{}", report(options, folders.ids(), bytes, wall.count()));
  } else if (!options.quiet) {
    if (folders.ids().empty()) {
      fmt::print("nothing is left of its parts\n");
    } else {
      fmt::print("removed what {} wrote, {} bytes\n", fmt::join(folders.ids(), ", "), bytes);
    }
  }
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
