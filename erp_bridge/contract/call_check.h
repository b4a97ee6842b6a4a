#pragma once

#include <string>
#include <vector>

#include "erp_bridge/contract/described_system.h"
#include "erp_bridge/contract/mapping_lint.h"

namespace planttwin::bridge {

// What a call has against the document: "POST /orders" is the subject.
std::vector<LintFinding> call_findings(const OpenApi& api, const DescribedCall& call);
std::string call_name(const DescribedCall& call);

}  // namespace planttwin::bridge
