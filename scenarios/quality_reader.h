#pragma once

#include <vector>

#include "erp_bridge/stack/quality_node.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::scenario {

// The member "quality" of a scenario's ERP: which lots quality management finds bad, and when.
std::vector<bridge::QualityEvent> read_quality(const plant::RunInputReading& reading,
                                               sim::JsonReader& erp);

}  // namespace planttwin::scenario
