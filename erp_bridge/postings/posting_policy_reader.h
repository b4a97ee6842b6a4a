#pragma once

#include "erp_bridge/postings/posting_policy.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {

// The member "posting_policies" of "erp": what its books make of each type of posting.
PostingPolicies read_posting_policies(sim::JsonReader& erp);

}  // namespace planttwin::bridge
