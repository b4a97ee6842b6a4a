#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "erp_bridge/faults/fault_dice.h"
#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/security/audit_log.h"
#include "scenarios/exit_code.h"
#include "scenarios/live_files.h"
#include "scenarios/live_stack.h"

namespace planttwin::scenario {

// The key of an audit log: the first line of a file, which is made, for its owner alone, where it
// is not there. Throws UsageError for one that is too short, OutputError.
std::string audit_key(const std::filesystem::path& file);

// What a drive may do, as it was called.
struct DrivePermissions {
  std::optional<std::string> key_file;  // otherwise PLANTTWIN_AUDIT_KEY, or live/audit.key
  std::vector<std::string> allow_write;
  bool manage = false;
  std::string speed;
  std::optional<std::string> faults;  // file of the fault plan
};

// The audit log of a driven run, live/audit.log: who began it with which permissions, which systems
// it was connected to, what was broken on purpose, and how it ended. Any thread may add to it.
class AuditTrail {
 public:
  // Writes the beginning. Throws UsageError, sim::InputError for a log that was changed, and
  // OutputError.
  AuditTrail(const LiveFiles& files, const bridge::Stack& stack, const DrivePermissions& allowed);

  // The systems have let us in, with these connections.
  void connected(const bridge::Stack& stack, const LiveStack& live);
  // A fault strikes: it stands in the log before it does.
  void struck(const bridge::FaultStrike& strike);
  void add(const char* event, const bridge::JsonFields& fields = {});
  // Where what follows fails the log says why. Returns what it returns.
  ExitCode around(const std::function<ExitCode()>& drive);
  bridge::AuditHead head() const;

 private:
  mutable std::mutex mutex_;  // of the log
  bridge::AuditLog log_;
};

}  // namespace planttwin::scenario
