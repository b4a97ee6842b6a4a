#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "sim/diagnostics.h"
#include "sim/json_node.h"

namespace planttwin::sim {

// Builds the tree of a JSON text, which must be valid UTF-8 without NUL and byte order mark.
// Nothing when the text cannot be understood. A member whose name was used before is reported
// and left out; the tree is still built, so that the errors behind it are found too.
std::optional<JsonNode> build_json_tree(std::string_view text, const std::string& file,
                                        Diagnostics& diagnostics);

}  // namespace planttwin::sim
