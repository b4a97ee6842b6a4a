#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"
#include "sim/time.h"

// What is to go wrong on purpose on the way to a real system. docs/bridge.md has a table of kinds.
namespace planttwin::bridge {

enum class FaultKind : std::uint8_t {
  kRefused,            // nobody listens for a while
  kBlackHole,          // nothing comes through for a while, on any connection
  kHalfOpen,           // one connection is dead, and nobody says so
  kLatency,            // what is sent comes later
  kBandwidth,          // what is sent takes its time
  kResetBeforeSend,    // the connection is reset, and nothing has arrived
  kResetAfterCommit,   // the receiver has done its work and answered; the answer is lost
  kStatus429,          // too many requests, come again later
  kStatus5xx,          // the receiver can't
  kSlowBody,           // the answer drips in
  kTruncatedBody,      // the answer ends in its middle
  kOkWithErrorInside,  // 200, and an error in the body; nothing has arrived
  kExpiredLogin,       // 401; nothing has arrived
  kDuplicate,          // arrives twice
  kDelay,              // is answered at once, and arrives later
  kDrop,               // is answered, and never arrives
  kCorrupt,            // arrives with another text in it
  kReorder,            // is answered at once, and arrives after what comes behind it
  kRewrite,            // arrives as a program makes it
  kSchemaDrift,        // a member is missing, has another name, or another type
  kUnitMistake,        // a quantity is so many times too much
  kStaleRevision,      // a member says what was valid before
  kClockSkew,          // an instant is so much later
  kStop,               // a part stands still for a while
  kKill,               // a part is killed, and started again
  kRestart,            // a part is asked to end, and started again
};
struct FaultKindRow {
  std::string_view name;
  FaultKind kind;
};
// In the order of the kinds.
inline constexpr FaultKindRow kFaultKinds[] = {
    {"refused", FaultKind::kRefused},
    {"black_hole", FaultKind::kBlackHole},
    {"half_open", FaultKind::kHalfOpen},
    {"latency", FaultKind::kLatency},
    {"bandwidth", FaultKind::kBandwidth},
    {"reset_before_send", FaultKind::kResetBeforeSend},
    {"reset_after_commit", FaultKind::kResetAfterCommit},
    {"status_429", FaultKind::kStatus429},
    {"status_5xx", FaultKind::kStatus5xx},
    {"slow_body", FaultKind::kSlowBody},
    {"truncated_body", FaultKind::kTruncatedBody},
    {"ok_with_error_inside", FaultKind::kOkWithErrorInside},
    {"expired_login", FaultKind::kExpiredLogin},
    {"duplicate", FaultKind::kDuplicate},
    {"delay", FaultKind::kDelay},
    {"drop", FaultKind::kDrop},
    {"corrupt", FaultKind::kCorrupt},
    {"reorder", FaultKind::kReorder},
    {"rewrite", FaultKind::kRewrite},
    {"schema_drift", FaultKind::kSchemaDrift},
    {"unit_mistake", FaultKind::kUnitMistake},
    {"stale_revision", FaultKind::kStaleRevision},
    {"clock_skew", FaultKind::kClockSkew},
    {"stop", FaultKind::kStop},
    {"kill", FaultKind::kKill},
    {"restart", FaultKind::kRestart},
};
inline std::string_view name_of(FaultKind kind) {
  return kFaultKinds[static_cast<std::size_t>(kind)].name;
}
inline bool strikes_part(FaultKind kind) { return kind >= FaultKind::kStop; }
// Those that put another JSON in the place of a body.
inline bool rewrites(FaultKind kind) {
  return kind >= FaultKind::kRewrite && kind <= FaultKind::kClockSkew;
}
// Those that any transport over TCP has; the others need HTTP.
inline bool strikes_any_transport(FaultKind kind) { return kind <= FaultKind::kResetAfterCommit; }

// Which calls over a connection a fault is meant for.
enum class FaultyCalls : std::uint8_t { kPostings, kReadings };

// Exactly one of `every`, `share` and `at` is given.
struct PlannedFault {
  std::string id;
  FaultKind kind = FaultKind::kRefused;
  std::string connection;  // before which it strikes; empty: a part at a time
  FaultyCalls calls = FaultyCalls::kPostings;
  std::string part;                                // of kStop, kKill and kRestart
  std::int64_t every = 0;                          // the n-th, 2n-th, … message; 0: not so
  double share = 0;                                // of messages; 0: not so
  std::optional<sim::Duration> at = std::nullopt;  // since the drive has begun
  sim::Duration window;                            // from `at` on, of faults that strike messages
  std::vector<std::string> of;                     // names of messages that it strikes; empty: all
  std::string containing;  // a text that stands in the bodies of the calls that it is meant for
  std::int64_t most = 0;   // strikes; 0: as many as come
  // Of the kind.
  sim::Duration lasts;
  sim::Duration mean;
  sim::Duration jitter;
  sim::Duration retry_after;
  std::int64_t bytes_per_s = 0;
  int status = 0;
  // A jq program that makes what is answered in the receiver's place, or what arrives.
  std::string body;
  std::string content_type;    // of that
  std::string replace;         // of kCorrupt: a text, the first time it stands in a body,
  std::string by;              // by another one
  std::int64_t behind = 0;     // of kReorder: so many calls arrive before it
  sim::Diagnostic place = {};  // where it stands, for what is found out later
};

struct FaultPlan {
  std::uint64_t seed = 0;
  std::vector<PlannedFault> faults;
};

// Reads a fault plan (data/schemas/faults.schema.json). All errors are recorded in one pass.
FaultPlan load_fault_plan(const std::string& path, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
