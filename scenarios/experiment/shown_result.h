#pragma once

#include "sim/json_node.h"

namespace planttwin::experiment {

// What a report shows of an experiment.json that has passed check_result_shape, bounded in size:
// {"result": the result with the base and the best of the other variants, at most 50 in all, and
//            with so many values that a table can show them,
//  "in_all": what can be said of all variants: their number, replications, how many of these ended
//            badly, and figures of batches that are correlated,
//  "ranked_by": the figure by which variants are the best,
//  "convergence": by variant and figure, half the width of the interval from the first n
//            replications with data: {"n": [...], "half_width": [...]}}
sim::JsonNode shown_result(const sim::JsonNode& result);

}  // namespace planttwin::experiment
