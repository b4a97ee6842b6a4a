#pragma once

#include <optional>
#include <string>

#include "erp_bridge/systems/record.h"
#include "sim/diagnostics.h"
#include "sim/json_node.h"

// What a record shows to those who audit it, as JSON. What is written is read back the same.
namespace planttwin::bridge {

// {"number": 7, "key": "…" or null, "time": "…", "type": "MaterialIssued", "data": {…}}
std::string to_json(const RecordDocument& document);
// {"item": "SEAL", "lot": "S-1" or null, "location": "STORE", "status": "held", "quantity": 2.5}
std::string to_json(const RecordStock& stock);

// Nothing when the value is something else; the diagnostics say why.
std::optional<RecordDocument> document_from_json(const sim::JsonNode& node,
                                                 sim::Diagnostics& diagnostics);
std::optional<RecordStock> stock_from_json(const sim::JsonNode& node,
                                           sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
