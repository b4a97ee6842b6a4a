#include "scenarios/optimize/search.h"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>
#include <string>

#include "scenarios/optimize/pagmo_search.h"

namespace planttwin::optimize {
namespace {

constexpr const char* kModule = "planttwin_pagmo.so";

[[noreturn]] void fail() {
  throw std::runtime_error(std::string("pagmo can't be loaded: ") + ::dlerror());
}

}  // namespace

std::string_view algorithm_for(std::size_t objectives) { return objectives > 1 ? "nsga2" : "sga"; }

// The module lies beside the program and stays loaded: pagmo has objects that live until the end of
// the process.
SearchOutcome search(const SearchSpace& space, const SearchSettings& settings,
                     const Evaluate& evaluate) {
  const auto module = std::filesystem::read_symlink("/proc/self/exe").replace_filename(kModule);
  void* library = ::dlopen(module.c_str(), RTLD_NOW);
  if (library == nullptr) fail();
  void* found = ::dlsym(library, kPagmoSearch);
  if (found == nullptr) fail();
  SearchOutcome outcome;
  reinterpret_cast<PagmoSearch*>(found)(space, settings, evaluate, outcome);
  return outcome;
}

}  // namespace planttwin::optimize
