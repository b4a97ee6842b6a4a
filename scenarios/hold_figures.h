#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/stack/quality_node.h"
#include "sim/json_node.h"
#include "sim/quantity.h"

namespace planttwin::scenario {

// What became of a hold that quality management has asked for.
struct HoldFigures {
  std::string id;                           // of the quality event
  std::optional<sim::Duration> held_after;  // empty: nothing of the lot was put on hold
  // What was issued or shipped of the lot while it was to be on hold: from when the plant held it,
  // or when it never did from when it should have, until it was released.
  sim::Quantity issued_after;
  sim::Unit unit;
  bridge::LotQuery where_used;
  std::string item;
  std::string lot;  // that the event names
};

// Of all events, by the truth of a run and its audit.
std::vector<HoldFigures> hold_figures(const std::vector<bridge::QualityEvent>& events,
                                      const bridge::AuditedRun& books,
                                      const bridge::Reconciliation& audit);
// Of a run that has not begun.
std::vector<HoldFigures> no_hold_figures(const std::vector<bridge::QualityEvent>& events);

// The member "holds" of /integration.
sim::JsonNode holds_section(const std::vector<HoldFigures>& holds);

}  // namespace planttwin::scenario
