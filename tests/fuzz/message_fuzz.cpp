#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/formats/json_format.h"

// Any text is either refused with a reason or read, and what was read comes back from its written
// form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bridge = planttwin::bridge;
  planttwin::sim::Diagnostics diagnostics;
  const std::optional<bridge::Message> message =
      bridge::from_json({reinterpret_cast<const char*>(data), size}, diagnostics);
  if (message.has_value() != diagnostics.empty()) std::abort();
  if (!message) return 0;
  const std::string written = bridge::to_json(*message);
  const std::optional<bridge::Message> again = bridge::from_json(written, diagnostics);
  if (!again || bridge::to_json(*again) != written) std::abort();
  return 0;
}
