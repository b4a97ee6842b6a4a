#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "erp_bridge/mapping/mapping.h"
#include "erp_bridge/messages/messages.h"
#include "plant_models/model/demand.h"
#include "plant_models/model/plant.h"

namespace planttwin::bridge {

struct BoundaryOptions {
  std::string run_id;        // in the keys
  std::string tag;           // in all names, so that two probes are told apart: letters and digits
  std::size_t longest = 40;  // characters of the longest names
};

// A type that is not tried, and why.
struct LeftOut {
  std::string type;
  std::string why;
};

struct BoundaryMessages {
  std::vector<Message> messages;  // in the order in which they can be booked
  std::vector<LeftOut> left_out;
};

// One message for each type that a driven plant reports and `posts` takes, with values at the
// limits of what such messages say: the longest names, leading zeros, umlauts, all decimals of the
// unit, and an instant in the hour that the clocks of the site show twice (they have it again at
// the end of summer time). Items and places are the plant's. What `record` books together with
// others is left out: it could not be found again. Throws std::invalid_argument for a plant without
// items or places.
BoundaryMessages boundary_messages(const plant::Plant& plant, const plant::RunInput& input,
                                   const Mapping& posts, const Mapping& record,
                                   const BoundaryOptions& options);

// In the second pass of the first doubled hour after `from`; some hours later in a zone that has
// none.
sim::UtcInstant doubled_hour_after(sim::UtcInstant from, const std::string& time_zone);

}  // namespace planttwin::bridge
