#pragma once

#include <optional>

#include "erp_bridge/audit/finding.h"
#include "erp_bridge/postings/posting.h"

namespace planttwin::bridge {

// The first member of a message in which a record differs from the truth; nothing when it does not.
// Serial numbers, values and rounding are not told apart here.
std::optional<FindingClass> difference(const Posting& truth, const Posting& record);

}  // namespace planttwin::bridge
