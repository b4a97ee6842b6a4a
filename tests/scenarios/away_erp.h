#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <thread>

namespace httplib {
class Server;
}

namespace planttwin::testing {

// A port of this machine at which nobody listened a moment ago.
int spare_port();

// Stands in front of an ERP on this machine and passes requests on. It gives production orders at
// GET /planned, as JSON, and can be away: then every request, there too, is answered with 503.
class AwayErp {
 public:
  // What is planned, when it is asked for the n-th time; the first is 1. Runs in any thread.
  using Planned = std::function<std::string(int)>;

  AwayErp(int port_of_erp, Planned planned);
  ~AwayErp();
  AwayErp(const AwayErp&) = delete;
  AwayErp& operator=(const AwayErp&) = delete;

  // For that many requests it is away.
  void go_away(int requests) { away_for_ = requests; }
  int port() const { return port_; }
  int polls_in_vain() const { return polls_in_vain_; }
  int requests_in_vain() const { return requests_in_vain_; }

 private:
  bool is_away();

  std::unique_ptr<httplib::Server> server_;
  int port_ = 0;
  std::atomic<int> polls_ = 0;
  std::atomic<int> away_for_ = 0;
  std::atomic<int> polls_in_vain_ = 0;
  std::atomic<int> requests_in_vain_ = 0;
  std::thread thread_;
};

}  // namespace planttwin::testing
