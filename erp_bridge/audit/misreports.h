#pragma once

#include "erp_bridge/audit/posting_words.h"
#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/postings/floor_reports.h"

namespace planttwin::bridge {

// Adds a finding for every report that was not the truth, with what it did to stock in books that
// believe it. What the record made of the report is another matter.
void add_misreports(const FloorReports& floor, const NameTable& names, const PostingWords& words,
                    Reconciliation& result);

}  // namespace planttwin::bridge
