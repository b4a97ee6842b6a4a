#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "erp_bridge/transports/http_forward.h"
#include "sim/time.h"

namespace planttwin::bridge {

// Requests that have been answered and are passed on later, one after the other, or when others
// have overtaken them. What the target says to them nobody hears. For any thread.
class LateCalls {
 public:
  // `runs`: otherwise it takes none.
  LateCalls(Connection target, bool runs);
  ~LateCalls();  // what is still to come is lost
  LateCalls(const LateCalls&) = delete;
  LateCalls& operator=(const LateCalls&) = delete;

  void pass_on(HttpCall call, sim::Duration later);
  // Until so many others have passed.
  void hold(HttpCall call, std::int64_t behind);
  // One has passed: those whose turn it is now, for the caller to pass on.
  std::vector<HttpCall> overtaken();
  // Waits until all has been passed on, also what nobody has overtaken.
  void finish();

 private:
  struct Late {
    std::chrono::steady_clock::time_point due;
    HttpCall call;
  };

  struct Held {
    std::int64_t behind;
    HttpCall call;
  };

  void run(const Connection& target);

  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<Late> calls_;
  std::vector<Held> held_;  // in their order
  bool under_way_ = false;
  bool ended_ = false;
  std::thread thread_;
};

}  // namespace planttwin::bridge
