#pragma once

#include <csignal>

namespace planttwin::bridge {

// While it lives, writing to a connection that the peer has closed raises no SIGPIPE in this
// thread: the call fails instead. For libraries that write without MSG_NOSIGNAL, OpenSSL's sockets
// among them; the signal's handling in the program stays as it is.
class QuietPipe {
 public:
  QuietPipe() {
    sigset_t pending;
    sigpending(&pending);
    was_pending_ = sigismember(&pending, SIGPIPE) == 1;
    sigemptyset(&pipe_);
    sigaddset(&pipe_, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_, &before_);
  }
  ~QuietPipe() {
    const timespec now{};
    if (!was_pending_) {
      while (sigtimedwait(&pipe_, nullptr, &now) == SIGPIPE) {
      }
    }
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }
  QuietPipe(const QuietPipe&) = delete;
  QuietPipe& operator=(const QuietPipe&) = delete;

 private:
  sigset_t pipe_{};
  sigset_t before_{};
  bool was_pending_ = false;
};

}  // namespace planttwin::bridge
