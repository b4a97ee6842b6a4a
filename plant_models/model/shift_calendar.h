#pragma once

#include <string>

#include "plant_models/model/shift.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::plant {

// The first stretch of working time that ends after `now`, adjacent stretches joined (looked for
// within the next 15 days: a shift that never pauses is told in such pieces, one after another).
// Both ends are Time::never() when there is none. `start` is the instant that Time counts from.
WorkInterval next_interval(const Shift& shift, const std::string& time_zone, sim::UtcInstant start,
                           sim::Time now);

}  // namespace planttwin::plant
