#pragma once

#include "scenarios/optimize/search.h"

namespace planttwin::optimize {

// What the module with pagmo gives to the program, by its name kPagmoSearch: search().
using PagmoSearch = void(const SearchSpace& space, const SearchSettings& settings,
                         const Evaluate& evaluate, SearchOutcome& outcome);
constexpr const char* kPagmoSearch = "planttwin_search";

}  // namespace planttwin::optimize

extern "C" planttwin::optimize::PagmoSearch planttwin_search;
