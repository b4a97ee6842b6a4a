#pragma once

#include "erp_bridge/audit/record_resolution.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {

// The member "not_kept" of a mapping: what a record can't say, by type of posting.
RecordResolution read_record_resolution(sim::JsonReader& in);

}  // namespace planttwin::bridge
