#pragma once

#include "erp_bridge/audit/genealogy.h"
#include "erp_bridge/postings/name_table.h"
#include "sim/database.h"

namespace planttwin::scenario {

// The table `lot_edge` of messages.sqlite: every pair of a lot and one that it went into, by the
// truth, by the books, or by both. A lot in process has no item. Throws sim::OutputError.
void write_lot_edges(sim::Database& log, const bridge::GenealogyComparison& genealogy,
                     const bridge::NameTable& names);

}  // namespace planttwin::scenario
