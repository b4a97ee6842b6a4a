#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "erp_bridge/transports/http_forward.h"
#include "sim/time.h"

namespace planttwin::bridge {

// Requests that have been answered and are passed on later, one after the other. What the target
// says to them nobody hears. For any thread.
class LateCalls {
 public:
  // `runs`: otherwise it takes none.
  LateCalls(Connection target, bool runs);
  ~LateCalls();  // what is still to come is lost
  LateCalls(const LateCalls&) = delete;
  LateCalls& operator=(const LateCalls&) = delete;

  void pass_on(HttpCall call, sim::Duration later);
  // Waits until all has been passed on.
  void finish();

 private:
  struct Late {
    std::chrono::steady_clock::time_point due;
    HttpCall call;
  };

  void run(const Connection& target);

  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Late> calls_;
  bool under_way_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace planttwin::bridge
