#pragma once

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/embedded_bridge.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What an audit has found: the members "integration" and "reconciliation" of result.json.
sim::JsonNode integration_section(const bridge::Reconciliation& audit);
sim::JsonNode reconciliation_section(const bridge::Reconciliation& audit);

// Whether every difference between plant and record is explained.
bool explained(const bridge::Reconciliation& audit);

// reconciliation.json: the same, and every finding with its effect on stock.
sim::JsonNode reconciliation_document(const bridge::Reconciliation& audit,
                                      const bridge::EmbeddedBridge& books);

}  // namespace planttwin::scenario
