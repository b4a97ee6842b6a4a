#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace planttwin::testing {

// A port of 127.0.0.1 that was free a moment ago, below those that the system gives to clients.
int free_port();
// Whether somebody takes connections there.
bool is_listening(int port);

// A server as a process of its own, in a process group of its own. Its output goes to a file in the
// folder. Ends with the object.
class Server {
 public:
  // `command` with its arguments; `environment` on top of ours.
  Server(std::vector<std::string> command, std::filesystem::path folder, int port,
         std::map<std::string, std::string> environment = {});
  // A program of data/stacks/parts, which is called with a folder for its state and a port.
  static Server part(const std::string& name, const std::filesystem::path& folder, int port,
                     const std::map<std::string, std::string>& environment = {});
  ~Server();
  Server(Server&& other) noexcept;
  Server(const Server&) = delete;
  Server& operator=(Server&& other) noexcept;

  // Returns when it takes connections; throws std::runtime_error with its output when it ends
  // before, or takes longer than a minute and a half. Starts again on the same port and state.
  void start();
  void stop();  // SIGTERM, and waits for the end
  void kill();  // SIGKILL, of the whole group
  int port() const { return port_; }

 private:
  void end(int signal);
  std::string output() const;

  std::vector<std::string> command_;
  std::filesystem::path folder_;
  int port_;
  std::map<std::string, std::string> environment_;
  pid_t process_ = -1;
};

}  // namespace planttwin::testing
