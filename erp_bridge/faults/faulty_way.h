#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/faults/calls_under_way.h"
#include "erp_bridge/faults/fault_dice.h"
#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// What a fault proxy has been made of. All of it outlives the proxy.
struct FaultProxyParts {
  std::string connection;  // its id in the stack
  Connection target;       // fixed
  CallsUnderWay& calls;
  FaultDice& dice;
  std::function<sim::Duration()> now;  // since the drive has begun
  // Strikes a part, and returns when it is struck.
  std::function<void(const PlannedFault&)> strike_part;
  FaultyCalls which_calls = FaultyCalls::kPostings;
};

// What all connections through a fault proxy share. For any thread.
class FaultyWay {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  explicit FaultyWay(FaultProxyParts parts) : parts_(std::move(parts)) {}

  const FaultProxyParts& parts() const { return parts_; }
  std::optional<FaultStrike> strike(const std::vector<CarriedMessage>& messages,
                                    const std::string& request, const std::string& body) {
    return parts_.dice.strike({parts_.connection, parts_.which_calls, messages, request, body},
                              parts_.now());
  }

  // The messages of calls that have begun since it was asked last.
  std::vector<CarriedMessage> begun();
  // Nothing comes through from now on, for so long.
  void swallow(sim::Duration lasts);
  // Waits while nothing comes through; false when something has been swallowed.
  bool comes_through();
  // Waits; false when the proxy ends meanwhile.
  bool rest(sim::Duration time);
  void end();
  bool has_ended() const { return ended_; }

 private:
  bool rest_until(Instant until);

  FaultProxyParts parts_;
  std::mutex mutex_;
  std::condition_variable news_;
  std::atomic<bool> ended_ = false;
  Instant swallows_until_{};
  std::int64_t last_call_ = 0;
};

}  // namespace planttwin::bridge
