#pragma once

#include <string_view>
#include <vector>

#include "erp_bridge/delivery/delivery.h"

namespace planttwin::bridge {

// What a code of a receiver means for the message that it has refused.
struct RefusalCode {
  std::string_view code;  // "deficit"
  Refusal refusal;
};

// The codes of the reference ERP. A receiver with codes of its own gets a table of its own.
const std::vector<RefusalCode>& erp_refusal_codes();

// The row of a code; a code that no row has is for a person.
Refusal refusal_of(std::string_view code,
                   const std::vector<RefusalCode>& table = erp_refusal_codes());

}  // namespace planttwin::bridge
