#pragma once

#include <functional>
#include <map>
#include <string>

#include "tests/fidelity/statistical_case.h"

namespace planttwin::testing {

// A model without chance, whose figures are to be met exactly. Percentages are of the whole run.
struct ExactCase {
  std::string plant;
  std::string input;
  std::map<std::string, std::function<double(const Measured&)>> figures;
};

// The small lines published with DREAM, by the name of the case; the parameters are read from its
// text. An unknown name throws.
ExactCase build_deterministic_line(const Json& fields);

}  // namespace planttwin::testing
