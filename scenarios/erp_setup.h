#pragma once

#include <optional>
#include <vector>

#include "erp_bridge/systems/erp_defects.h"
#include "sim/json_reader.h"

namespace planttwin::scenario {

// The member "erp" of a scenario: a reference ERP books what happens, and is audited at the end.
struct ErpSetup {
  std::vector<bridge::InjectedDefect> defects;  // what it does wrong, on purpose
};

// Nothing when the scenario has no such member.
std::optional<ErpSetup> read_erp_setup(sim::JsonReader& scenario);

}  // namespace planttwin::scenario
