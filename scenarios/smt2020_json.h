#pragma once

#include <string>

#include "plant_models/import/smt2020.h"
#include "scenarios/json_build.h"

// How the parts of a fab are written in our files.
namespace planttwin::scenario {

// A plain time or a distribution.
sim::JsonNode drawn_time_json(const plant::DrawnTime& time);
bool is_always_zero(const plant::DrawnTime& time);
// A share as an exact decimal: 1.7 percent are 0.017.
sim::JsonNode share_json(const sim::Decimal& percent);
std::string pieces_text(std::int64_t pieces);  // "25 pcs"

// The routing of a product.
sim::JsonNode smt2020_routing(const plant::smt2020::Fab& fab,
                              const plant::smt2020::Product& product);

}  // namespace planttwin::scenario
