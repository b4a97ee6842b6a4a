#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
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

  // What is done to one of them on purpose; by one thread at a time. One that has been ended stays
  // so until it is started again, in the same folder and on the same port, by a thread that
  // outlives it. Throws as start() does.
  void stand_still(const std::string& id);
  void go_on(const std::string& id);
  void end(const std::string& id, bool at_once);
  void start_again(const std::string& id);

 private:
  struct Running {
    bridge::StackPart part;
    std::vector<std::string> command;
    std::map<std::string, std::string> environment;
    std::filesystem::path output;
    int port = 0;
    pid_t process = -1;  // none: it has ended
  };

  void launch(Running& running);
  Running& running(const std::string& id);

  std::vector<Running> running_;
};

// The values of a stack whose parts run already: their ports stand in the file.
void use_running_parts(const bridge::Stack& stack, bridge::StackValues& values);

}  // namespace planttwin::scenario
