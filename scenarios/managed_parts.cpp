#include "scenarios/managed_parts.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iterator>
#include <thread>
#include <utility>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/transports/tcp_sockets.h"
#include "erp_bridge/transports/transport.h"
#include "scenarios/exit_code.h"
#include "scenarios/live_stack.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kGlance = std::chrono::milliseconds(50);
constexpr auto kConnectsWithin = std::chrono::seconds(1);
constexpr auto kEndsWithin = std::chrono::seconds(15);
constexpr std::size_t kShownOutput = 1500;

bool listens(int port) {
  return bridge::TcpPeer::connect("127.0.0.1", port, kConnectsWithin) != nullptr;
}

bool is_ready(const bridge::StackPart& part, int port) {
  if (!listens(port)) return false;
  if (!part.ready_path) return true;
  bridge::Connection connection;
  connection.url = "http://127.0.0.1:" + std::to_string(port);
  connection.answer_within = std::chrono::seconds(5);
  const auto sender = bridge::make_sender(connection);
  bridge::Parcel parcel;
  parcel.method = "GET";
  parcel.address = *part.ready_path;
  constexpr int kServerFault = 500;
  const bridge::Receipt receipt = sender->send({parcel}).front();
  return receipt.kind == bridge::Receipt::Kind::kArrived && receipt.status < kServerFault;
}

std::string end_of_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(in)), {});
  if (text.size() > kShownOutput) text = "…" + text.substr(text.size() - kShownOutput);
  return text;
}

// The program in its own process group, so that what it starts ends with it. When planttwin is
// killed it is asked to end, lest it keep the port of those who go on.
pid_t spawn(const std::vector<std::string>& command,
            const std::map<std::string, std::string>& environment, const fs::path& output) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t process = fork();
  if (process != 0) return process;
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(127);
  for (const auto& [name, value] : environment) setenv(name.c_str(), value.c_str(), 1);
  const int log = open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  const int nothing = open("/dev/null", O_RDONLY);
  if (log < 0 || nothing < 0) _exit(127);
  dup2(nothing, STDIN_FILENO);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  signal(SIGINT, SIG_DFL);
  signal(SIGTERM, SIG_DFL);
  execvp(arguments.front(), arguments.data());
  std::fprintf(stderr, "%s: %s\n", arguments.front(), std::strerror(errno));
  _exit(127);
}

bool has_ended(pid_t process) { return waitpid(process, nullptr, WNOHANG) == process; }

void end_group(pid_t process) {
  kill(-process, SIGTERM);
  kill(-process, SIGCONT);  // who stands still hears nothing
  const Clock::time_point until = Clock::now() + kEndsWithin;
  while (Clock::now() < until) {
    if (has_ended(process)) {
      kill(-process, SIGKILL);  // what it has left behind
      return;
    }
    std::this_thread::sleep_for(kGlance);
  }
  kill(-process, SIGKILL);
  waitpid(process, nullptr, 0);
}

std::string in_folder(const std::string& word, const fs::path& folder) {
  const bool is_path = word.find('/') != std::string::npos && !word.starts_with('/');
  return is_path ? (folder / word).lexically_normal().string() : word;
}

}  // namespace

ManagedParts::~ManagedParts() {
  for (auto part = running_.rbegin(); part != running_.rend(); ++part) {
    if (part->process > 0) end_group(part->process);
  }
}

void ManagedParts::start(const bridge::Stack& stack, const fs::path& folder,
                         bridge::StackValues& values, bool quiet) {
  std::map<std::string, int> ports;
  for (const bridge::StackPart& part : stack.parts) {
    const fs::path directory = folder / part.id;
    fs::create_directories(directory);
    fs::permissions(directory, fs::perms::owner_all);
    // A part that was there before listens where it did, for others know it by that.
    const fs::path port_file = directory / "port";
    int port = part.port;
    std::ifstream known(port_file);
    const bool was_there = known.is_open();
    if (port == 0 && was_there) known >> port;
    if (port == 0) port = bridge::free_port();
    const Clock::time_point until = Clock::now() + kEndsWithin;
    while (was_there && listens(port) && Clock::now() < until) {  // it may be about to end
      std::this_thread::sleep_for(kGlance);
    }
    if (listens(port)) {
      throw bridge::SystemError(
          fmt::format("part {}: port {} is in use by another program", part.id, port));
    }
    std::ofstream(port_file) << port << '\n';
    ports[part.id] = port;
    values[part.id + ".port"] = std::to_string(port);
    values[part.id + ".directory"] = directory.string();
  }
  for (const bridge::StackPart& part : stack.parts) {
    Running made{part, {}, {}, folder / part.id / "output.log", ports[part.id], -1};
    for (const std::string& word : part.command) {
      made.command.push_back(bridge::with_values(word, values));
    }
    made.command.front() = in_folder(made.command.front(), stack.directory);
    for (const auto& [name, value] : part.environment) {
      constexpr std::string_view kSecret = "${secret.";
      made.environment[name] =
          value.starts_with(kSecret)
              ? secret_of(stack, value.substr(kSecret.size(), value.size() - kSecret.size() - 1),
                          values)
              : bridge::with_values(value, values);
    }
    if (!quiet) fmt::print(stderr, "starting {} on port {}\n", part.id, made.port);
    running_.push_back(std::move(made));
    launch(running_.back());
  }
}

void ManagedParts::launch(Running& running) {
  const std::string& id = running.part.id;
  running.process = spawn(running.command, running.environment, running.output);
  if (running.process < 0) {
    throw bridge::SystemError(fmt::format("part {}: {}", id, std::strerror(errno)));
  }
  const Clock::time_point until =
      Clock::now() + std::chrono::microseconds(running.part.ready_within.count());
  while (!is_ready(running.part, running.port)) {
    const bool ended = has_ended(running.process);
    if (ended) running.process = -1;
    if (ended || Clock::now() > until) {
      throw bridge::SystemError(fmt::format("part {} {}; {} ends with:\n{}", id,
                                            ended ? "has ended" : "is not ready in time",
                                            running.output.string(), end_of_file(running.output)));
    }
    std::this_thread::sleep_for(kGlance);
  }
}

ManagedParts::Running& ManagedParts::running(const std::string& id) {
  return *std::find_if(running_.begin(), running_.end(),
                       [&](const Running& one) { return one.part.id == id; });
}

void ManagedParts::stand_still(const std::string& id) {
  if (const pid_t process = running(id).process; process > 0) ::kill(-process, SIGSTOP);
}

void ManagedParts::go_on(const std::string& id) {
  if (const pid_t process = running(id).process; process > 0) ::kill(-process, SIGCONT);
}

void ManagedParts::end(const std::string& id, bool at_once) {
  Running& part = running(id);
  if (part.process <= 0) return;
  if (at_once) {
    ::kill(-part.process, SIGKILL);
    waitpid(part.process, nullptr, 0);
  } else {
    end_group(part.process);
  }
  part.process = -1;
}

void ManagedParts::start_again(const std::string& id) {
  Running& part = running(id);
  if (part.process <= 0) launch(part);
}

void use_running_parts(const bridge::Stack& stack, bridge::StackValues& values) {
  for (const bridge::StackPart& part : stack.parts) {
    values[part.id + ".port"] = std::to_string(part.port);
    values[part.id + ".directory"] = "";
  }
}

}  // namespace planttwin::scenario
