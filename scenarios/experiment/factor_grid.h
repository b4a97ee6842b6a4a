#pragma once

#include <string>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "sim/json_reader.h"

namespace planttwin::experiment {

// Reads "changes" of a variant or a level: an object of pointers and values.
std::vector<scenario::InputEdit> read_changes(sim::JsonReader& in);

// Reads a factor: its "levels", or those "from" a whole number "to" another by "step".
Factor read_factor(sim::JsonReader& in);

// Records factors that change the same place: they would contradict each other.
void check_contradictions(sim::JsonReader& in, const std::vector<Factor>& factors);

// The variant that has these levels of the factors.
Variant point_of(const std::vector<Factor>& factors, const std::vector<std::size_t>& levels);

// Reads "factors" and "generators" and adds the points of the grid to the variants, the last factor
// changing fastest. With generators the grid is a regular fraction of one with two levels each: a
// factor that has a generator takes the level that the product of the signs of others says (Box and
// Hunter, "The 2^(k-p) fractional factorial designs", 1961).
void read_factors(sim::JsonReader& in, Experiment& experiment);

}  // namespace planttwin::experiment
