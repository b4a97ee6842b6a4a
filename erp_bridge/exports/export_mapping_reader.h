#pragma once

#include <optional>
#include <string>

#include "erp_bridge/exports/export_mapping.h"
#include "sim/diagnostics.h"

namespace planttwin::bridge {

// Reads an export mapping (data/schemas/export.schema.json) and the definitions beside it. All
// errors of both are recorded in one pass, those of jq programs too; nothing when the file is
// missing or no JSON.
std::optional<ExportMapping> load_export_mapping(const std::string& path,
                                                 sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
