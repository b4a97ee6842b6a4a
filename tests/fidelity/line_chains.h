#pragma once

#include <vector>

#include "tests/fidelity/validation_data.h"

// The Markov chains of the transfer lines, solved for any parameters. Each returns the members
// that a published case of its kind has.
namespace planttwin::testing {

// Reliable machines with exponential times, blocking after service, the first one saturated.
Json solve_reliable_line(const std::vector<double>& mu, const std::vector<int>& buffers);

// Gershwin and Berman (1981): exponential service, failures while working (rate p), repairs
// (rate r); the level n = 0, ..., N counts the part on the second machine.
Json solve_gershwin_berman(const std::vector<double>& mu, const std::vector<double>& p,
                           const std::vector<double>& r, int places);

// Buzacott's line in discrete time (Gershwin 1994, Manufacturing Systems Engineering, section 3.5):
// in a cycle first a machine that would work fails with probability p and one that is down is
// repaired with probability r, then the machines that are up and neither starved nor blocked move
// a part each.
Json solve_buzacott(const std::vector<double>& p, const std::vector<double>& r, int places);

}  // namespace planttwin::testing
