#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/messages.h"
#include "sim/diagnostics.h"

// Messages as JSON: the structured mode of CloudEvents 1.0, the body under "data". Decimals are
// JSON numbers with all their digits, spans of time seconds, instants UTC (ISO 8601).
namespace planttwin::bridge {

std::string to_json(const Message& message);

// Nothing when the text is no message; the diagnostics say where and why. Members that are not
// known are passed over: a later version may have added them.
std::optional<Message> from_json(std::string_view text, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
