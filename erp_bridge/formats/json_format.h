#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/messages/messages.h"
#include "sim/diagnostics.h"
#include "sim/json_node.h"

// Messages as JSON: the structured mode of CloudEvents 1.0, the body under "data". Decimals are
// JSON numbers with all their digits, spans of time seconds, instants UTC (ISO 8601).
namespace planttwin::bridge {

std::string to_json(const Message& message);

// Nothing when the text is no message; the diagnostics say where and why. Members that are not
// known are passed over: a later version may have added them.
std::optional<Message> from_json(std::string_view text, sim::Diagnostics& diagnostics);
// The same of a value that has been parsed.
std::optional<Message> from_json(const sim::JsonNode& root, sim::Diagnostics& diagnostics);

// A body alone, as under "data". It is read as what `name` says, such as "MaterialIssued".
std::string body_to_json(const Body& body);
std::optional<Body> body_from_json(std::string_view name, const sim::JsonNode& data,
                                   sim::Diagnostics& diagnostics);
// The same of what a system has made of a body: texts may be empty and quantities negative.
std::optional<Body> kept_body_from_json(std::string_view name, const sim::JsonNode& data,
                                        sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
