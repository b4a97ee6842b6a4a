#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/time.h"
#include "tests/swarm/bug.h"

namespace planttwin::swarm {

// What one seed came to.
struct SwarmResult {
  std::vector<std::string> violations;  // none: all promises were kept
  std::uint64_t trace = 0;              // of all that happened
  std::size_t messages = 0;
  sim::Duration simulated;  // of the plant
};

// Runs a random plant whose messages go through random trouble into an ERP, and orders back to the
// plant; ends the trouble, waits until all is delivered, and looks whether every promise of the
// delivery was kept. Everything depends on the seed, and a planted bug where one is wanted.
SwarmResult run_swarm(std::uint64_t seed, Bug bug = Bug::kNone);

}  // namespace planttwin::swarm
