#pragma once

#include <vector>

#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/audit/record_postings.h"

namespace planttwin::bridge {

// Every change of stock is explained: the record's by its documents, the plant's by its postings,
// and what is left between the two by the findings, those that it adds (stock that differed before,
// changes without a document) among them. Counts the positions where that does not hold.
void check_identities(const AuditInput& input, RecordReader& reader, const PostingWords& words,
                      const std::vector<Booked>& record, Reconciliation& result);

}  // namespace planttwin::bridge
