#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "erp_bridge/exports/traffic_log.h"

// The first byte says the format. Any log is either refused with a reason or becomes messages that
// are counted once each.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace bridge = planttwin::bridge;
  if (size == 0) return 0;
  const auto format =
      data[0] % 2 == 0 ? bridge::TrafficFormat::kJsonLines : bridge::TrafficFormat::kHar;
  planttwin::sim::Diagnostics diagnostics;
  const auto traffic = bridge::read_traffic({reinterpret_cast<const char*>(data) + 1, size - 1},
                                            format, "log", diagnostics);
  for (const auto& fault : diagnostics.all()) {
    if (fault.message.empty()) std::abort();
  }
  const auto postings = static_cast<std::int64_t>(traffic.postings.size());
  if (postings + traffic.repeated > traffic.messages || traffic.altered > traffic.repeated) {
    std::abort();
  }
  return 0;
}
