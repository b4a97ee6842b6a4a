#pragma once

#include <functional>
#include <stdexcept>

#include "sim/landscape/landscape.h"

namespace planttwin::sim {

// SimGrid has been used before in this process.
struct EngineUsed : std::logic_error {
  using std::logic_error::logic_error;
};

// Calls `use` with a landscape that SimGrid (simgrid.org) carries: bandwidth is shared fairly
// between the messages on a link, hosts serve first come, first served. `use` runs within SimGrid,
// whose clock is behind LandscapeRun::now(); instants are rounded up to a microsecond. What `use`
// throws is thrown to the caller.
//
// SimGrid's engine exists once in a process, and its clock does not start again: a second call
// throws EngineUsed. A replication needs a process of its own.
void with_simgrid(const Landscape& landscape, const std::function<void(LandscapeRun&)>& use);

}  // namespace planttwin::sim
