#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "erp_bridge/audit/genealogy.h"
#include "erp_bridge/postings/name_table.h"
#include "erp_bridge/stack/message_journey.h"
#include "sim/landscape/landscape.h"

namespace planttwin::scenario {

// A host or a link that was out.
struct LoggedOutage {
  std::string where;
  sim::Outage when;
};
// Those that were planned to begin before `end`.
std::vector<LoggedOutage> outages_of(const sim::Landscape& landscape, sim::Time end);

// messages.sqlite: what became of every message between plant and ERP, one row each, how many were
// open when, what was out, and which lot went into which. Without traffic messages take no time,
// and there are none in it. docs/bridge.md lists the columns. Throws sim::OutputError.
void write_message_log(const std::filesystem::path& file, const bridge::TrafficLog* traffic,
                       const bridge::GenealogyComparison& genealogy, const bridge::NameTable& names,
                       const std::vector<LoggedOutage>& outages = {});

}  // namespace planttwin::scenario
