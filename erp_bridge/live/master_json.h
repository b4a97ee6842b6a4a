#pragma once

#include <string>
#include <vector>

#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"
#include "sim/time.h"

namespace planttwin::bridge {

// What a system has to know of a plant before a run, as JSON for a mapping's alignment:
//
//   {"company": "GEARS", "currency": "EUR", "sites": ["HALL"],
//    "items": [{"id", "name", "unit", "decimals", "control": "none|lot|serial", "cost", "made"}],
//    "boms": [{"item", "revision", "quantity", "inputs": [{"item", "quantity", "operation"}],
//              "by_products": [like inputs]}],
//    "routings": [{"item", "revision", "operations": [{"number", "name", "work_center"}]}],
//    "work_centers": [{"id", "cost_per_h"}], "locations": [{"id", "site"}],
//    "suppliers": [ids], "customers": [ids]}
//
// Of bills of material and routings those that are in force at a time; of an operation its first
// work center. Quantities are in the item's unit, money in the currency.
std::string master_json(const plant::Plant& plant, sim::Time at);

// [{"item", "lot", "location", "status", "quantity"}], as record_json.h writes them.
std::string stock_json(const std::vector<RecordStock>& stock);

}  // namespace planttwin::bridge
