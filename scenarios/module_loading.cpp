#include "scenarios/module_loading.h"

#include <dlfcn.h>

#include <filesystem>
#include <stdexcept>
#include <string>

namespace planttwin::scenario {

void* function_of_module(const char* module, const char* function, int options) {
  const auto file = std::filesystem::read_symlink("/proc/self/exe").replace_filename(module);
  void* library = ::dlopen(file.c_str(), RTLD_NOW | options);
  void* found = library == nullptr ? nullptr : ::dlsym(library, function);
  if (found == nullptr) {
    throw std::runtime_error(std::string(module) + " can't be loaded: " + ::dlerror());
  }
  return found;
}

}  // namespace planttwin::scenario
