#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace planttwin::bridge {

// The schema (draft-07) of the body of one kind of message, such as "MaterialIssued", as text;
// nothing for a name that is none. data/schemas/messages/ has them as files.
std::optional<std::string> json_schema(std::string_view name);

}  // namespace planttwin::bridge
