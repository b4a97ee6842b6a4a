#pragma once

#include "erp_bridge/delivery/delivery.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {

// The member "delivery" of an ERP or a stack, laid over options.
DeliveryOptions read_delivery(sim::JsonReader& in, DeliveryOptions options);

}  // namespace planttwin::bridge
