#pragma once

#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// Takes together the documents of one posting where the policy of its type is to split it: those of
// a key that the record numbers as parts, or that come to no more than the posting.
std::vector<Booked> join_split(const AuditInput& input, std::vector<Booked> record);

}  // namespace planttwin::bridge
