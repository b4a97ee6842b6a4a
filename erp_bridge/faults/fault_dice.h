#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/faults/fault_plan.h"
#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// That a fault has struck something: what passed just then, or a part at a time.
struct FaultStrike {
  const PlannedFault* fault = nullptr;
  std::int64_t number = 0;             // of its strikes, from 1
  std::string request = {};            // "POST /messages", for people; empty: no request was struck
  std::vector<std::string> keys = {};  // of the messages in it, as far as they are known
  std::string body = {};               // that arrives instead, of kinds that rewrite it
};

// What passes a fault proxy.
struct PassingCall {
  std::string connection;  // its id in the stack
  FaultyCalls calls = FaultyCalls::kPostings;
  std::vector<CarriedMessage> messages = {};
  std::string request = {};  // as in FaultStrike
  std::string body = {};
};

// Decides which calls a plan strikes. A draw is keyed by seed, fault, message and how often the
// message has passed, so it does not depend on what else passes when; messages are counted when
// they pass for the first time. Where several faults would strike a call the first of the plan
// does, and one that counts strikes the next call instead. For any thread.
class FaultDice {
 public:
  using Kept = std::function<void(const FaultStrike&)>;

  // The plan outlives it. What it decides is given to `keep` before it takes effect. The run id,
  // which differs from run to run, has no part in a draw. `struck`: strikes of earlier lives.
  FaultDice(const FaultPlan& plan, std::string run_id, Kept keep,
            std::map<std::string, std::int64_t> struck = {});

  // A call that carries messages, so long after the drive has begun. A call without any is never
  // struck.
  std::optional<FaultStrike> strike(const PassingCall& call, sim::Duration now);
  // A fault whose time has come, with what is under way, unless it has struck often enough.
  std::optional<FaultStrike> strike_alone(const PlannedFault& fault,
                                          const std::vector<CarriedMessage>& messages);

  // How much later what a strike of kLatency delays comes.
  sim::Duration latency_of(const FaultStrike& strike) const;

 private:
  struct State {
    std::int64_t counted = 0;  // messages
    std::int64_t struck = 0;
    bool owes = false;        // a strike that had to give way
    std::size_t counter = 0;  // in counters_
  };
  // How often messages have passed in the calls that some faults mean, all the same ones.
  struct PassCounter {
    const PlannedFault* meant_by = nullptr;                 // the first of them
    std::unordered_map<std::string, std::uint64_t> passes;  // by key
  };

  std::size_t counter_for(const PlannedFault& fault);
  // Whether a fault's turn has come. `passes`: how often each message has passed before.
  bool meets(const PlannedFault& fault, State& state, const std::vector<CarriedMessage>& messages,
             const std::vector<std::uint64_t>& passes, sim::Duration now) const;
  std::string draw_name(const std::string& key) const;

  const FaultPlan& plan_;
  std::string prefix_;
  Kept keep_;
  std::mutex mutex_;
  std::vector<State> states_;  // by fault
  // All that is kept of a message, however many faults there are.
  std::vector<PassCounter> counters_;
};

}  // namespace planttwin::bridge
