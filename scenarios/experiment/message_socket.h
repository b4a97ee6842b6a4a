#pragma once

#include <optional>
#include <string>

namespace planttwin::experiment {

// Whole messages between two processes of this machine, over one end of a pair of sockets.
class MessageSocket {
 public:
  // Owns the descriptor.
  explicit MessageSocket(int descriptor) : descriptor_(descriptor) {}
  ~MessageSocket();
  MessageSocket(const MessageSocket&) = delete;
  MessageSocket& operator=(const MessageSocket&) = delete;

  // Waits while the other end is behind. False when the other end is gone.
  bool send(const std::string& message);
  // A message, when one is there; does not wait.
  std::optional<std::string> receive();
  // Waits for one; nothing when the other end is gone.
  std::optional<std::string> wait();
  // Whether the other end is gone, and all that it has sent was received.
  bool is_over() const { return is_over_; }
  int descriptor() const { return descriptor_; }

 private:
  void read(int flags);
  std::optional<std::string> take();

  int descriptor_;
  bool is_over_ = false;
  std::string bytes_;  // what was read and is no whole message yet
};

// Waits for something to read from a socket, at first briefly, then longer and longer: so
// what a socket does not tell of, such as messages of MPI, can be looked at often while there are
// any, and a wait costs nearly no processor time.
class PatientWait {
 public:
  void wait(const MessageSocket* socket);
  // Something has come by another way.
  void be_brief();

 private:
  long pause_us_ = 0;
};

}  // namespace planttwin::experiment
