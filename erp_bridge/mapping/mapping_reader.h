#pragma once

#include <optional>
#include <string>

#include "erp_bridge/mapping/mapping.h"
#include "sim/diagnostics.h"

namespace planttwin::bridge {

// Reads a mapping file (data/schemas/mapping.schema.json) and the definitions beside it. All
// errors of both are recorded in one pass, those of jq programs too; nothing when the file is
// missing or no JSON.
std::optional<Mapping> load_mapping(const std::string& path, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
