#include "scenarios/optimize/search.h"

#include "scenarios/module_loading.h"
#include "scenarios/optimize/pagmo_search.h"

namespace planttwin::optimize {

std::string_view algorithm_for(std::size_t objectives) { return objectives > 1 ? "nsga2" : "sga"; }

SearchOutcome search(const SearchSpace& space, const SearchSettings& settings,
                     const Evaluate& evaluate) {
  void* const found = scenario::function_of_module("planttwin_pagmo.so", kPagmoSearch);
  SearchOutcome outcome;
  reinterpret_cast<PagmoSearch*>(found)(space, settings, evaluate, outcome);
  return outcome;
}

}  // namespace planttwin::optimize
