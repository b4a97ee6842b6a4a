#include "scenarios/experiment/workers.h"

#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <deque>
#include <memory>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>

#include "scenarios/experiment/message_socket.h"

namespace planttwin::experiment {
namespace {

constexpr int kMostAttempts = 3;
constexpr std::size_t kMostTogether = 100;  // tasks of a process
constexpr int kGlance_ms = 100;
constexpr char kGood = '+';
constexpr char kBad = '-';

// Tasks that are still to be made, one after another.
struct Tasks {
  std::size_t first = 0;
  std::size_t end = 0;
  int attempt = 1;  // of the first
};

// A process with its tasks; those that it has given back are off.
struct Worker {
  pid_t process = -1;
  std::unique_ptr<MessageSocket> socket;
  Tasks tasks;
};

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

// Never returns: what the parent has opened and registered is not closed a second time. A message
// is a mark and bytes.
[[noreturn]] void work(const Workers::Task& task, const Tasks& tasks, MessageSocket& socket) {
  bool told = true;
  for (std::size_t number = tasks.first; told && number < tasks.end; ++number) {
    std::string message;
    try {
      message = kGood + task(number);
    } catch (const std::exception& error) {
      message = std::string(1, kBad) + error.what();
    }
    told = socket.send(message);
  }
  ::_exit(told ? 0 : 1);
}

Worker begin(const Workers::Task& task, const Tasks& tasks) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) fail("socketpair");
  auto ours = std::make_unique<MessageSocket>(ends[0]);
  MessageSocket theirs(ends[1]);
  const pid_t process = ::fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    ours.reset();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody would take what it finds
    work(task, tasks, theirs);
  }
  return {process, std::move(ours), tasks};
}

void end(const Worker& worker) {
  int status = 0;
  while (::waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
  }
}

// Those that are at work, killed when something goes wrong.
class Crew {
 public:
  Crew() = default;
  ~Crew() {
    for (const Worker& worker : workers) {
      ::kill(worker.process, SIGKILL);
      end(worker);
    }
  }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  std::vector<Worker> workers;
};

void wait_for_news(const std::vector<Worker>& workers, std::vector<pollfd>& news) {
  news.clear();
  for (const Worker& worker : workers) news.push_back({worker.socket->descriptor(), POLLIN, 0});
  if (::poll(news.data(), news.size(), kGlance_ms) < 0 && errno != EINTR) fail("poll");
}

}  // namespace

void Workers::run(std::size_t count, const Task& task,
                  const std::function<void(std::size_t)>& prepare, const Taken& taken,
                  const std::function<bool()>& interrupted, const Together& together) const {
  std::deque<Tasks> again;
  std::size_t next = 0, finished = 0;
  Crew crew;
  const auto begin_some = [&] {
    Tasks tasks{next, next + 1};
    if (again.empty()) {
      prepare(next);
      const std::size_t fair = std::max<std::size_t>(1, (count - next) / (2 * side_by_side_));
      if (together) tasks.end = next + std::min({fair, kMostTogether, together(next)});
      next = tasks.end;
    } else {
      tasks = again.front();
      again.pop_front();
      prepare(tasks.first);
    }
    crew.workers.push_back(begin(task, tasks));
  };
  const auto take_messages = [&](Worker& worker) {
    while (const auto message = worker.socket->receive()) {
      if (message->front() == kBad) throw std::runtime_error(message->substr(1));
      taken(worker.tasks.first, message->substr(1));
      worker.tasks = {worker.tasks.first + 1, worker.tasks.end};
      ++finished;
    }
  };
  // What a process leaves undone: the task that it was at, and those behind it.
  const auto conclude = [&](const Worker& worker) {
    end(worker);
    Tasks left = worker.tasks;
    if (left.first == left.end) return;
    if (left.attempt >= kMostAttempts) {
      throw std::runtime_error("a replication has crashed or was killed " +
                               std::to_string(kMostAttempts) + " times");
    }
    again.push_back({left.first, left.first + 1, left.attempt + 1});
    if (left.first + 1 < left.end) again.push_back({left.first + 1, left.end});
  };
  std::vector<pollfd> news;
  while (finished < count) {
    if (interrupted()) throw Interrupted();
    while (crew.workers.size() < side_by_side_ && (!again.empty() || next < count)) begin_some();
    wait_for_news(crew.workers, news);
    for (std::size_t i = crew.workers.size(); i-- > 0;) {
      if (news[i].revents == 0) continue;
      take_messages(crew.workers[i]);
      if (!crew.workers[i].socket->is_over()) continue;
      const Worker worker = std::move(crew.workers[i]);
      crew.workers.erase(crew.workers.begin() + static_cast<std::ptrdiff_t>(i));
      conclude(worker);
    }
  }
}

std::size_t usable_cores() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (::sched_getaffinity(0, sizeof(cores), &cores) != 0) return 1;
  return static_cast<std::size_t>(std::max(1, CPU_COUNT(&cores)));
}

}  // namespace planttwin::experiment
