#pragma once

#include "tests/properties/ledgers.h"

namespace planttwin::testing {

// Whether the records of a run agree with each other between two instants: every lot is somewhere
// and is waited for by something, counts are what they count, nothing is negative, and every
// machine's clock adds up to the window.
Faults faults_of(const plant::PlantRun& run);

}  // namespace planttwin::testing
