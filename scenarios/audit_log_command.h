#pragma once

#include <optional>
#include <string>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {

// The options of `planttwin audit-log verify`, as typed.
struct VerifyAuditOptions {
  std::string file;
  std::string key_file;
  std::optional<std::string> head;  // otherwise FILE.head, where it is there
  bool json = false;
  bool quiet = false;
};

// Says whether an audit log is as it was written; kNotMet when it is not. Throws sim::InputError
// and UsageError for files that can't be read.
ExitCode verify_audit_command(const VerifyAuditOptions& options);

}  // namespace planttwin::scenario
