#pragma once

#include <vector>

#include "erp_bridge/audit/matching.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// Values truth and record at standard cost and gives every difference to the finding that it comes
// of; `result` has all findings already. What belongs to no finding must be alike on both sides,
// exactly, for every item and every order. A change of stock without a document has no value: no
// ledger knows of it.
CostComparison compare_cost(const AuditInput& input, RecordReader& reader,
                            const std::vector<Booked>& record, const Projection& expected,
                            const Matching& matching, const Reconciliation& result);

}  // namespace planttwin::bridge
