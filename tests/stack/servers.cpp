#include "tests/stack/servers.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>

namespace planttwin::testing {
namespace {

constexpr auto kLongestStart = std::chrono::seconds(90);
constexpr auto kLongestStop = std::chrono::seconds(30);
constexpr auto kLook = std::chrono::milliseconds(10);

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool can_bind(int port) {
  const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool bound = ::bind(one, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(one);
  return bound;
}

}  // namespace

int free_port() {
  std::random_device random;
  for (;;) {
    const int port = std::uniform_int_distribution(15'000, 30'000)(random);
    if (can_bind(port)) return port;
  }
}

bool is_listening(int port) {
  const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = loopback(port);
  const bool connected =
      ::connect(one, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(one);
  return connected;
}

Server::Server(std::vector<std::string> command, std::filesystem::path folder, int port,
               std::map<std::string, std::string> environment)
    : command_(std::move(command)),
      folder_(std::move(folder)),
      port_(port),
      environment_(std::move(environment)) {
  std::filesystem::create_directories(folder_);
}

Server Server::part(const std::string& name, const std::filesystem::path& folder, int port,
                    const std::map<std::string, std::string>& environment) {
  const std::string program = std::string(PLANTTWIN_SOURCE_DIR) + "/data/stacks/parts/" + name;
  return {{program, (folder / "state").string(), std::to_string(port)}, folder, port, environment};
}

Server::Server(Server&& other) noexcept
    : command_(std::move(other.command_)),
      folder_(std::move(other.folder_)),
      port_(other.port_),
      environment_(std::move(other.environment_)),
      process_(std::exchange(other.process_, -1)) {}

Server& Server::operator=(Server&& other) noexcept {
  std::swap(command_, other.command_);
  std::swap(folder_, other.folder_);
  std::swap(port_, other.port_);
  std::swap(environment_, other.environment_);
  std::swap(process_, other.process_);
  return *this;
}

Server::~Server() { kill(); }

void Server::start() {
  std::vector<std::string> words = command_;
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  const std::string log = (folder_ / "output.txt").string();
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("no process for " + command_.front());
  if (process_ == 0) {
    ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    const int output = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(::open("/dev/null", O_RDONLY), 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    for (const auto& [name, value] : environment_) ::setenv(name.c_str(), value.c_str(), 1);
    ::execvp(arguments.front(), arguments.data());
    ::_exit(127);
  }
  ::setpgid(process_, process_);
  const auto until = std::chrono::steady_clock::now() + kLongestStart;
  while (!is_listening(port_)) {
    if (::waitpid(process_, nullptr, WNOHANG) == process_) {
      process_ = -1;
      throw std::runtime_error(command_.front() + " has ended:\n" + output());
    }
    if (std::chrono::steady_clock::now() > until) {
      kill();
      throw std::runtime_error(command_.front() + " does not listen:\n" + output());
    }
    std::this_thread::sleep_for(kLook);
  }
}

void Server::stop() { end(SIGTERM); }
void Server::kill() { end(SIGKILL); }

void Server::end(int signal) {
  if (process_ < 0) return;
  ::kill(signal == SIGKILL ? -process_ : process_, signal);
  const auto until = std::chrono::steady_clock::now() + kLongestStop;
  while (::waitpid(process_, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) ::kill(-process_, SIGKILL);
    std::this_thread::sleep_for(kLook);
  }
  // Its helpers go with it.
  ::kill(-process_, SIGKILL);
  process_ = -1;
}

std::string Server::output() const {
  std::ifstream file(folder_ / "output.txt");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace planttwin::testing
