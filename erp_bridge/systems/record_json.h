#pragma once

#include <optional>
#include <string>

#include "erp_bridge/systems/record.h"
#include "sim/diagnostics.h"
#include "sim/json_node.h"

// What a record shows to those who audit it, as JSON. What is written is read back the same.
namespace planttwin::bridge {

// {"number": 7, "key": "…", "time": "…", "type": "MaterialIssued", "company": "…", "plant": "…",
//  "posting_date": "2025-03-30", "period": "2025-03", "user": "…", "value": -12.5,
//  "activity_cost": null, "reverses": 3,
//  "keys": ["…", "…"], "part": {"number": 1, "of": 3}, "taken_back": {"key": "…", "type": "…",
//  "data": {…}}, "data": {…}}: null where there is none. The value is in the currency of the
//  record.
std::string to_json(const RecordDocument& document);
// {"item": "SEAL", "lot": "S-1" or null, "location": "STORE", "status": "held", "quantity": 2.5}
std::string to_json(const RecordStock& stock);
// {"item": "SEAL", "decimals": 0, "other_units": [{"name": "pack", "factor": 10}]}
std::string to_json(const RecordItem& item);

// Nothing when the value is something else; the diagnostics say why. What a document need not show
// may be absent: all from its company to what it takes back.
std::optional<RecordDocument> document_from_json(const sim::JsonNode& node,
                                                 sim::Diagnostics& diagnostics);
std::optional<RecordStock> stock_from_json(const sim::JsonNode& node,
                                           sim::Diagnostics& diagnostics);
std::optional<RecordItem> item_from_json(const sim::JsonNode& node, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
