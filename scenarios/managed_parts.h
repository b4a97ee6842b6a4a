#pragma once

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

#include "erp_bridge/live/stack_file.h"

namespace planttwin::scenario {

// The parts of a stack that the twin has started itself, each in a process group of its own with a
// folder of its own. Ended in the opposite order when it is destroyed: asked to, and killed when
// they don't.
class ManagedParts {
 public:
  ManagedParts() = default;
  ~ManagedParts();
  ManagedParts(const ManagedParts&) = delete;
  ManagedParts& operator=(const ManagedParts&) = delete;

  // Starts the parts in their order, each when the one before is ready, and tells their ports and
  // folders. What a part writes goes to output.log in its folder. Throws bridge::SystemError when
  // one ends or is not ready in time, with what it has written last.
  void start(const bridge::Stack& stack, const std::filesystem::path& folder,
             bridge::StackValues& values, bool quiet);

 private:
  struct Running {
    std::string id;
    pid_t process = -1;
  };

  std::vector<Running> running_;
};

// The values of a stack whose parts run already: their ports stand in the file.
void use_running_parts(const bridge::Stack& stack, bridge::StackValues& values);

}  // namespace planttwin::scenario
