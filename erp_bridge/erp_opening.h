#pragma once

#include "erp_bridge/systems/erp_master_data.h"
#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

// The master data of an ERP that is aligned with a plant before a run: the items of the plant, the
// orders and the stock with which the run begins.
ErpMasterData erp_master_data(const plant::Plant& plant, const plant::RunInput& input);

}  // namespace planttwin::bridge
