#include "scenarios/audit_log_command.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "erp_bridge/security/audit_log.h"
#include "scenarios/audit_trail.h"
#include "scenarios/json_build.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

void print_json(const bridge::AuditCheck& check, bool with_head) {
  JsonArray faults;
  for (const std::string& fault : check.faults) faults.add(json_string(fault));
  JsonObject result;
  result.add("lines", json_integer(check.lines))
      .add("head", json_boolean(with_head))
      .add("faults", faults.take());
  fmt::print("{}", sim::pretty_json(result.take()));
}

}  // namespace

ExitCode verify_audit_command(const VerifyAuditOptions& options) {
  if (!fs::exists(options.key_file)) throw UsageError(options.key_file + ": no such file");
  const std::string key = audit_key(options.key_file);
  const std::string beside = options.file + ".head";
  const bool with_head = options.head || fs::exists(beside);
  bridge::AuditCheck check;
  if (with_head) {
    sim::Diagnostics diagnostics;
    const auto head = bridge::load_audit_head(options.head.value_or(beside), diagnostics);
    diagnostics.throw_if_any();
    check = bridge::check_audit_log(options.file, key, head);
  } else {
    check = bridge::check_audit_log(options.file, key);
  }
  if (options.json) print_json(check, with_head);
  for (const std::string& fault : check.faults) {
    fmt::print(stderr, "planttwin: {}: {}\n", options.file, fault);
  }
  if (!check.faults.empty()) return ExitCode::kNotMet;
  if (!options.json && !options.quiet) {
    fmt::print(
        "{} lines, each as it was written{}\n", check.lines,
        with_head ? "" : "; without a head nobody knows whether lines are missing at the end");
  }
  return ExitCode::kDone;
}

}  // namespace planttwin::scenario
