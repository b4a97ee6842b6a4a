#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/messages.h"
#include "sim/diagnostics.h"
#include "sim/parsed.h"

// Messages as B2MML V0701 (MESA International's XML form of ISA-95): operations schedules,
// operations performances, material lots and work alerts. docs/messages.md says which element
// carries what. "The Business To Manufacturing Markup Language (B2MML) is used courtesy of MESA
// International."
namespace planttwin::bridge {

// Fails where B2MML has no document for the kind of message, and where a text has characters that
// XML can't hold, such as most control characters.
sim::Parsed<std::string> to_b2mml(const Message& message);

// Nothing when the text is no message; the diagnostics say where and why. Elements that are not
// known are passed over.
std::optional<Message> from_b2mml(std::string_view text, sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
