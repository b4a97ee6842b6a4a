#include "scenarios/export_command.h"

#include <fmt/format.h>

#include <filesystem>

#include "scenarios/json_build.h"
#include "scenarios/report/ocel_export.h"
#include "sim/json_document.h"

namespace planttwin::scenario {

ExitCode export_ocel_command(const ExportOptions& options) {
  const std::filesystem::path folder(options.folder);
  if (!std::filesystem::exists(folder / "events.sqlite")) {
    throw UsageError("no event log in " + folder.string() +
                     ": events.sqlite is missing; run with --trace full");
  }
  const std::filesystem::path written = folder / "ocel.sqlite";
  export_ocel(folder / "events.sqlite", written);
  if (options.json) {
    fmt::print("{}",
               sim::pretty_json(JsonObject().add("file", json_string(written.string())).take()));
  } else if (!options.quiet) {
    fmt::print("{}\n", written.string());
  }
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
