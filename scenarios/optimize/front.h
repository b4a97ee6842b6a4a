#pragma once

#include <cstddef>
#include <vector>

#include "scenarios/optimize/search.h"

namespace planttwin::optimize {

// Whether one is better: feasible before infeasible, infeasible ones by their violation, feasible
// ones when no objective is worse and one is better (Deb, "An efficient constraint handling method
// for genetic algorithms", 2000).
bool dominates(const Score& one, const Score& other);

// The feasible ones that no other dominates, by number, best in the first objective first.
std::vector<std::size_t> front_of(const std::vector<Score>& scores);

// At most so many of a front, the first and the last among them and as many between any two.
std::vector<std::size_t> spread(const std::vector<std::size_t>& front, std::size_t most);

// The area that two objectives dominate up to a reference that is worse than all: of a front, in
// the order of front_of. Points that are no better than the reference add nothing.
double hypervolume(const std::vector<Score>& front, const std::vector<double>& reference);

}  // namespace planttwin::optimize
