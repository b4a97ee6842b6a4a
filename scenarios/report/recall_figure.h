#pragma once

#include "sim/database.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What the report needs to ask where a lot was used and where it comes from, by truth and by books,
// from the table `lot_edge` of messages.sqlite; null when it has none or nothing is told apart by
// lot. Lots that hang together are in it together or not at all, those with a difference first, so
// that an answer is never cut short; beyond a number of pairs the others are left out:
//   lots    [item, lot] each; a lot in process has no item
//   both, truth, books   pairs of lots by number, flat: known to both, or to one of them only
//   left_out   how many lots there are beside
sim::JsonNode recall_figure(sim::Database& log);

}  // namespace planttwin::scenario
