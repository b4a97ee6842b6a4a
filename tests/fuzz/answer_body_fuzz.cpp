#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string>
#include <string_view>

#include "erp_bridge/mapping/body_formats.h"
#include "sim/json_document.h"

namespace {

namespace bridge = planttwin::bridge;
using bridge::BodyFormat;

// Elements may repeat at every level of the deepest XML, which then has two levels of JSON each.
bool too_deep(std::string_view json) {
  std::size_t deepest = 0, depth = 0;
  bool is_text = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (is_text && json[i] == '\\') {
      ++i;
    } else if (json[i] == '"') {
      is_text = !is_text;
    } else if (!is_text && (json[i] == '{' || json[i] == '[')) {
      deepest = std::max(deepest, ++depth);
    } else if (!is_text && (json[i] == '}' || json[i] == ']')) {
      --depth;
    }
  }
  return deepest > static_cast<std::size_t>(planttwin::sim::JsonDocument::kMaxDepth);
}

}  // namespace

// The first byte says the format. Any text is either refused with a reason or becomes JSON; what
// was read of an XML text comes back from its written form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  constexpr BodyFormat kFormats[] = {BodyFormat::kXml, BodyFormat::kCsv, BodyFormat::kJson,
                                     BodyFormat::kText};
  const BodyFormat format = kFormats[data[0] % std::size(kFormats)];
  std::string value;
  try {
    value = bridge::body_value(format, {reinterpret_cast<const char*>(data) + 1, size - 1});
  } catch (const bridge::BodyError& error) {
    if (std::string_view(error.what()).empty()) std::abort();
    return 0;
  }
  if (too_deep(value)) return 0;
  planttwin::sim::Diagnostics diagnostics;
  if (!planttwin::sim::JsonDocument::parse(value, "value", diagnostics)) std::abort();
  if (format != BodyFormat::kXml) return 0;
  if (bridge::body_value(format, bridge::body_text(format, value)) != value) std::abort();
  return 0;
}
