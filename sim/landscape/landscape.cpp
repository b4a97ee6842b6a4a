#include "sim/landscape/landscape.h"

#include <algorithm>
#include <iterator>

namespace planttwin::sim {

std::optional<std::size_t> Landscape::host(std::string_view id) const {
  const auto found = std::find_if(hosts.begin(), hosts.end(),
                                  [&](const LandscapeHost& host) { return host.id == id; });
  if (found == hosts.end()) return std::nullopt;
  return static_cast<std::size_t>(std::distance(hosts.begin(), found));
}

}  // namespace planttwin::sim
