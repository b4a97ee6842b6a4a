#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/parsed.h"

// Ids in one text, because attributes of a CloudEvent are no lists: a space between two, and within
// an id %20 for a space and %25 for a percent sign.
namespace planttwin::bridge {

std::string id_list_text(const std::vector<std::string>& ids);
// Fails where an id is empty or a percent sign begins nothing known.
sim::Parsed<std::vector<std::string>> parse_id_list(std::string_view text);

}  // namespace planttwin::bridge
