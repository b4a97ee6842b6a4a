#pragma once

#include <sys/types.h>

#include <memory>

#include "scenarios/experiment/message_socket.h"
#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

// A process that makes runs of an experiment by orders (worker_message.h), one at a time, each in a
// process that it forks. It stays without the threads that this process may start later, which is
// why it is there: a process with threads can't be forked safely. It ends with this one.
class ForkServer {
 public:
  // Forks, so this process must have no other thread. Throws std::system_error.
  explicit ForkServer(const Experiment& experiment);
  ~ForkServer();  // whatever it is doing
  ForkServer(const ForkServer&) = delete;
  ForkServer& operator=(const ForkServer&) = delete;

  MessageSocket& socket() { return *socket_; }
  pid_t process() const { return process_; }

 private:
  std::unique_ptr<MessageSocket> socket_;
  pid_t process_ = -1;
};

}  // namespace planttwin::experiment
