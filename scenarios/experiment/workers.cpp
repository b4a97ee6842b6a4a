#include "scenarios/experiment/workers.h"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <deque>
#include <optional>
#include <stdexcept>
#include <system_error>

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
  int pipe = -1;
  Tasks tasks;
  std::string bytes;
};

[[noreturn]] void fail(const char* what) {
  throw std::system_error(errno, std::generic_category(), what);
}

bool write_all(int pipe, const std::string& bytes) {
  for (std::size_t sent = 0; sent < bytes.size();) {
    const ssize_t count = ::write(pipe, bytes.data() + sent, bytes.size() - sent);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

// A message is the length of what follows, a mark, and bytes.
std::string message_of(char mark, const std::string& bytes) {
  const std::uint64_t length = 1 + bytes.size();
  std::string message(sizeof(length), '\0');
  std::memcpy(message.data(), &length, sizeof(length));
  return message + mark + bytes;
}

// The first whole message, taken off the bytes; nothing while it is not whole.
std::optional<std::string> take_message(std::string& bytes) {
  std::uint64_t length = 0;
  if (bytes.size() < sizeof(length)) return std::nullopt;
  std::memcpy(&length, bytes.data(), sizeof(length));
  if (bytes.size() - sizeof(length) < length) return std::nullopt;
  std::string message = bytes.substr(sizeof(length), length);
  bytes.erase(0, sizeof(length) + length);
  return message;
}

// Never returns: what the parent has opened and registered is not closed a second time.
[[noreturn]] void work(const Workers::Task& task, const Tasks& tasks, int pipe) {
  bool told = true;
  for (std::size_t number = tasks.first; told && number < tasks.end; ++number) {
    std::string message;
    try {
      message = message_of(kGood, task(number));
    } catch (const std::exception& error) {
      message = message_of(kBad, error.what());
    }
    told = write_all(pipe, message);
  }
  ::_exit(told ? 0 : 1);
}

Worker begin(const Workers::Task& task, const Tasks& tasks) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  const pid_t process = ::fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody would take what it finds
    work(task, tasks, ends[1]);
  }
  ::close(ends[1]);
  return {process, ends[0], tasks, {}};
}

// Whether it has closed its end.
bool receive(Worker& worker) {
  std::array<char, 65'536> part;
  const ssize_t count = ::read(worker.pipe, part.data(), part.size());
  if (count < 0 && errno == EINTR) return false;
  if (count > 0) worker.bytes.append(part.data(), static_cast<std::size_t>(count));
  return count <= 0;
}

void end(const Worker& worker) {
  ::close(worker.pipe);
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
  for (const Worker& worker : workers) news.push_back({worker.pipe, POLLIN, 0});
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
    while (const auto message = take_message(worker.bytes)) {
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
      const bool closed = receive(crew.workers[i]);
      take_messages(crew.workers[i]);
      if (!closed) continue;
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
