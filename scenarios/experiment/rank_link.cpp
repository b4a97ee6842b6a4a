#include "scenarios/experiment/rank_link.h"

#include <dlfcn.h>

#include "scenarios/module_loading.h"

namespace planttwin::experiment {

// SimGrid, which is linked to the program, has functions of MPI of its own; RTLD_DEEPBIND makes the
// module find those of the library that it is linked to.
std::unique_ptr<RankLink> connect_ranks() {
  void* const found =
      scenario::function_of_module("planttwin_mpi.so", kRankLinkFactory, RTLD_DEEPBIND);
  return std::unique_ptr<RankLink>(reinterpret_cast<RankLinkFactory>(found)());
}

}  // namespace planttwin::experiment
