#include "scenarios/export_command.h"

#include <filesystem>

#include "scenarios/report/ocel_export.h"

namespace planttwin::scenario {

ExitCode export_ocel_command(const ExportOptions& options) {
  const std::filesystem::path folder(options.folder);
  if (!std::filesystem::exists(folder / "events.sqlite")) {
    throw UsageError("no event log in " + folder.string() +
                     ": events.sqlite is missing; run with --trace full");
  }
  export_ocel(folder / "events.sqlite", folder / "ocel.sqlite");
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
