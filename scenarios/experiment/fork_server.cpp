#include "scenarios/experiment/fork_server.h"

#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <optional>
#include <system_error>

#include "scenarios/experiment/worker_message.h"
#include "scenarios/experiment/workers.h"

namespace planttwin::experiment {
namespace {

// Carries out orders in the forked process.
class Foreman {
 public:
  Foreman(const Experiment& experiment, MessageSocket& socket)
      : experiment_(experiment), socket_(socket) {
    maker_.emplace(experiment, std::nullopt);
  }

  void work() {
    while (const auto bytes = socket_.wait()) {
      const Order order = order_of(*bytes);
      if (order.kind == Order::Kind::kEnd) return;
      if (order.kind == Order::Kind::kWarmUp) {
        maker_.emplace(experiment_, order.warm_up);
      } else {
        socket_.send(to_bytes(run(order)));
      }
    }
  }

 private:
  Answer run(const Order& order) {
    Answer answer{.kind = Answer::Kind::kMade, .place = order.place, .text = {}};
    try {
      Workers(1).run(
          1, [&](std::size_t) { return to_bytes(maker_->make(order.task)); },
          [&](std::size_t) { maker_->load(order.task.variant); },
          [&](std::size_t, const std::string& bytes) { answer.text = bytes; },
          [] { return false; });
    } catch (const std::exception& error) {
      answer.kind = Answer::Kind::kFault;
      answer.text = error.what();
    }
    return answer;
  }

  const Experiment& experiment_;
  MessageSocket& socket_;
  std::optional<ReplicationMaker> maker_;
};

// Never returns: what the other process has opened and registered is not closed a second time. A
// signal to the whole group is for the process that gives the orders.
[[noreturn]] void be_foreman(const Experiment& experiment, int descriptor, pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(1);
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  try {
    MessageSocket socket(descriptor);
    Foreman(experiment, socket).work();
  } catch (const std::exception&) {
    ::_exit(1);  // an order that nobody can read: as good as gone
  }
  ::_exit(0);
}

}  // namespace

ForkServer::ForkServer(const Experiment& experiment) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    throw std::system_error(errno, std::generic_category(), "socketpair");
  }
  socket_ = std::make_unique<MessageSocket>(ends[0]);
  const pid_t parent = ::getpid();
  process_ = ::fork();
  if (process_ == 0) {
    ::close(ends[0]);
    be_foreman(experiment, ends[1], parent);
  }
  ::close(ends[1]);
  if (process_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
}

ForkServer::~ForkServer() {
  ::kill(process_, SIGKILL);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) {
  }
}

}  // namespace planttwin::experiment
