#include "scenarios/experiment/rank_link.h"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>

namespace planttwin::experiment {
namespace {

constexpr const char* kModule = "planttwin_mpi.so";

[[noreturn]] void fail() {
  throw std::runtime_error(std::string("MPI can't be loaded: ") + ::dlerror());
}

}  // namespace

// The module stays loaded: code of MPI may run until the end of the process. SimGrid, which is
// linked to the program, has functions of MPI of its own; RTLD_DEEPBIND makes the module find those
// of the library that it is linked to.
std::unique_ptr<RankLink> connect_ranks() {
  const auto module = std::filesystem::read_symlink("/proc/self/exe").replace_filename(kModule);
  void* library = ::dlopen(module.c_str(), RTLD_NOW | RTLD_DEEPBIND);
  if (library == nullptr) fail();
  void* found = ::dlsym(library, kRankLinkFactory);
  if (found == nullptr) fail();
  return std::unique_ptr<RankLink>(reinterpret_cast<RankLinkFactory>(found)());
}

}  // namespace planttwin::experiment
