#pragma once

#include <cstdint>
#include <optional>

#include "erp_bridge/security/audit_log.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What a run cost: timing.json. The only output that differs between equal runs.
struct Timing {
  double wall_s = 0;
  std::int64_t events = 0;  // of this process, not of an earlier one whose state was loaded
  std::optional<bridge::AuditHead> audit = std::nullopt;  // of a driven run's audit log

  double events_per_s() const { return wall_s > 0 ? static_cast<double>(events) / wall_s : 0; }
  sim::JsonNode to_json() const;  // with the peak memory of the process
};

}  // namespace planttwin::scenario
