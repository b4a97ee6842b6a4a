#pragma once

#include <filesystem>

#include "erp_bridge/audit/genealogy.h"
#include "erp_bridge/postings/name_table.h"
#include "erp_bridge/stack/message_journey.h"

namespace planttwin::scenario {

// messages.sqlite: what became of every message between plant and ERP, one row each, how many were
// open when, and which lot went into which. Without traffic messages take no time, and there are
// none in it. docs/bridge.md lists the columns. Throws sim::OutputError.
void write_message_log(const std::filesystem::path& file, const bridge::TrafficLog* traffic,
                       const bridge::GenealogyComparison& genealogy,
                       const bridge::NameTable& names);

}  // namespace planttwin::scenario
