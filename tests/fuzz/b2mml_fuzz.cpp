#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>

#include "erp_bridge/formats/b2mml_format.h"

// Any text is either refused with a reason or read, and what was read comes back from its written
// form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bridge = planttwin::bridge;
  planttwin::sim::Diagnostics diagnostics;
  const std::optional<bridge::Message> message =
      bridge::from_b2mml({reinterpret_cast<const char*>(data), size}, diagnostics);
  if (message.has_value() != diagnostics.empty()) std::abort();
  if (!message) return 0;
  const auto written = bridge::to_b2mml(*message);
  if (!written.ok()) std::abort();
  const std::optional<bridge::Message> again = bridge::from_b2mml(written.value(), diagnostics);
  if (!again || !(again->body == message->body) || !(again->envelope == message->envelope)) {
    std::abort();
  }
  return 0;
}
