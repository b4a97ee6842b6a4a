#pragma once

#include <filesystem>

#include "erp_bridge/stack/simulated_stack.h"

namespace planttwin::scenario {

// messages.sqlite: what became of every message between plant and ERP, one row each, and how many
// were open when. docs/bridge.md lists the columns. Throws sim::OutputError.
void write_message_log(const std::filesystem::path& file, const bridge::SimulatedStack& stack);

}  // namespace planttwin::scenario
