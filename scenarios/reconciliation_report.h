#pragma once

#include <vector>

#include "erp_bridge/audit/audited_run.h"
#include "erp_bridge/audit/reconciliation.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What an audit has found: the member "reconciliation" of result.json.
sim::JsonNode reconciliation_section(const bridge::Reconciliation& audit);

// Whether every difference between plant and record is explained.
bool explained(const bridge::Reconciliation& audit);

// What findings speak of.
struct AuditedPostings {
  const plant::Plant& plant;
  const bridge::NameTable& names;
  const std::vector<bridge::Posting>& reported;
};

// reconciliation.json: the same, and every finding with its effect on stock.
sim::JsonNode reconciliation_document(const bridge::Reconciliation& audit,
                                      const AuditedPostings& postings);
sim::JsonNode reconciliation_document(const bridge::Reconciliation& audit,
                                      const bridge::AuditedRun& books);

}  // namespace planttwin::scenario
