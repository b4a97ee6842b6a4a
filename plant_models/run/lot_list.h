#pragma once

#include <boost/container/small_vector.hpp>

#include "plant_models/run/records.h"

namespace planttwin::plant {

// A few lots that are dealt with together: those of a job, those that leave a machine. Lists as
// long as usual live on the stack.
using LotList = boost::container::small_vector<LotSlot, 12>;

}  // namespace planttwin::plant
