#pragma once

#include <cstddef>
#include <vector>

namespace planttwin::testing {

// The cases of a test that an optimised build runs all of, and a build with sanitizers, which is
// many times slower, one in `every`.
template <class Case>
std::vector<Case> thinned(std::vector<Case> cases, std::size_t every) {
#ifdef NDEBUG
  (void)every;
  return cases;
#else
  std::vector<Case> some;
  for (std::size_t i = 0; i < cases.size(); i += every) some.push_back(cases[i]);
  return some;
#endif
}

}  // namespace planttwin::testing
