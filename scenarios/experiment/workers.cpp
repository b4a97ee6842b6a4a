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
#include <deque>
#include <stdexcept>
#include <system_error>

namespace planttwin::experiment {
namespace {

constexpr int kMostAttempts = 3;
constexpr int kGlance_ms = 100;
constexpr char kGood = '+';
constexpr char kBad = '-';

// A task in its process.
struct Worker {
  pid_t process = -1;
  int pipe = -1;
  std::size_t task = 0;
  int attempt = 1;
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

// Never returns: what the parent has opened and registered is not closed a second time.
[[noreturn]] void work(const Workers::Task& task, std::size_t number, int pipe) {
  std::string bytes;
  try {
    bytes = kGood + task(number);
  } catch (const std::exception& error) {
    bytes = std::string(1, kBad) + error.what();
  }
  const bool told = write_all(pipe, bytes);
  ::_exit(told ? 0 : 1);
}

Worker begin(const Workers::Task& task, std::size_t number, int attempt) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("pipe");
  const pid_t process = ::fork();
  if (process < 0) fail("fork");
  if (process == 0) {
    ::close(ends[0]);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // nobody would take what it finds
    work(task, number, ends[1]);
  }
  ::close(ends[1]);
  return {process, ends[0], number, attempt, {}};
}

// Whether it has closed its end.
bool receive(Worker& worker) {
  std::array<char, 65'536> part;
  const ssize_t count = ::read(worker.pipe, part.data(), part.size());
  if (count < 0 && errno == EINTR) return false;
  if (count > 0) worker.bytes.append(part.data(), static_cast<std::size_t>(count));
  return count <= 0;
}

// Returns whether it ended as it should.
bool end(const Worker& worker) {
  ::close(worker.pipe);
  int status = 0;
  while (::waitpid(worker.process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) && WEXITSTATUS(status) == 0 && !worker.bytes.empty();
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

struct Waiting {
  std::size_t task = 0;
  int attempt = 1;
};

void wait_for_news(const std::vector<Worker>& workers, std::vector<pollfd>& news) {
  news.clear();
  for (const Worker& worker : workers) news.push_back({worker.pipe, POLLIN, 0});
  if (::poll(news.data(), news.size(), kGlance_ms) < 0 && errno != EINTR) fail("poll");
}

}  // namespace

void Workers::run(std::size_t count, const Task& task,
                  const std::function<void(std::size_t)>& prepare, const Taken& taken,
                  const std::function<bool()>& interrupted) const {
  std::deque<Waiting> again;
  std::size_t next = 0, finished = 0;
  Crew crew;
  const auto begin_one = [&] {
    Waiting waiting{next, 1};
    if (again.empty()) {
      ++next;
    } else {
      waiting = again.front();
      again.pop_front();
    }
    prepare(waiting.task);
    crew.workers.push_back(begin(task, waiting.task, waiting.attempt));
  };
  const auto conclude = [&](const Worker& worker) {
    if (end(worker)) {
      if (worker.bytes.front() == kBad) throw std::runtime_error(worker.bytes.substr(1));
      taken(worker.task, worker.bytes.substr(1));
      ++finished;
    } else if (worker.attempt < kMostAttempts) {
      again.push_back({worker.task, worker.attempt + 1});
    } else {
      throw std::runtime_error("a replication has crashed or was killed " +
                               std::to_string(kMostAttempts) + " times");
    }
  };
  std::vector<pollfd> news;
  while (finished < count) {
    if (interrupted()) throw Interrupted();
    while (crew.workers.size() < side_by_side_ && (!again.empty() || next < count)) begin_one();
    wait_for_news(crew.workers, news);
    for (std::size_t i = crew.workers.size(); i-- > 0;) {
      if (news[i].revents == 0 || !receive(crew.workers[i])) continue;
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
