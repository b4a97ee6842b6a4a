#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "erp_bridge/faults/calls_under_way.h"
#include "erp_bridge/faults/fault_dice.h"
#include "erp_bridge/faults/fault_plan.h"
#include "erp_bridge/faults/fault_proxy.h"
#include "scenarios/fault_strikes.h"
#include "scenarios/live_stack.h"
#include "scenarios/managed_parts.h"

namespace planttwin::scenario {

// Whether a plan may be carried out on a stack, and fits it. Throws UsageError for a stack that is
// in production or whose parts we have not started, and sim::InputError for what the stack does not
// have.
void check_faults(const bridge::FaultPlan& plan, const bridge::Stack& stack,
                  bool parts_are_started);

// Carries out a fault plan while a stack is driven: a proxy before the connection that is posted
// through, another before the one that the record is read by, and what is done to parts. What
// strikes is in the file before it takes effect.
class LiveFaults {
 public:
  // Is told of every strike before it takes effect, one at a time and by any thread. An OutputError
  // of it ends the run.
  using Told = std::function<void(const bridge::FaultStrike&)>;

  // Postings and readings go through it when it returns, where the plan has faults for them. What
  // is given outlives it; the file may have strikes of earlier lives. Throws bridge::TransportError
  // and sim::OutputError.
  LiveFaults(const bridge::FaultPlan& plan, const bridge::Stack& stack, LiveStack& live,
             ManagedParts& parts, const std::string& run_id, const std::filesystem::path& file,
             Told told);
  ~LiveFaults();
  LiveFaults(const LiveFaults&) = delete;
  LiveFaults& operator=(const LiveFaults&) = delete;

  // Ends the plan: parts run again, and what comes late has come. Throws bridge::SystemError for a
  // part that does not start again, OutputError where a strike could not be kept.
  void finish();

 private:
  using Clock = std::chrono::steady_clock;
  struct Event {
    Clock::time_point due;
    const bridge::PlannedFault* fault = nullptr;
    bool comes_back = false;  // a part; otherwise the fault begins
  };

  void stand_before(bridge::FaultyCalls which, const bridge::StackSystem& system, LiveStack& live);
  sim::Duration now() const;
  void keep(const bridge::FaultStrike& strike);
  void run();
  void happen(const Event& event);
  void strike_part(const bridge::PlannedFault& fault);
  void come_back(const bridge::PlannedFault& fault);
  void add(Event event);

  ManagedParts& parts_;
  const Clock::time_point begin_ = Clock::now();
  std::ofstream file_;
  bridge::CallsUnderWay calls_;     // postings
  bridge::CallsUnderWay readings_;  // of the record
  const Told told_;
  bridge::FaultDice dice_;
  std::mutex parts_mutex_;  // one thing is done to parts at a time
  std::mutex mutex_;        // of what follows
  std::condition_variable news_;
  std::vector<Event> events_;
  int happening_ = 0;
  bool finishing_ = false;
  bool ended_ = false;
  std::exception_ptr failure_;
  std::map<bridge::FaultyCalls, bridge::FaultProxy> proxies_;
  std::thread thread_;  // lives as long as the parts that it has started
};

}  // namespace planttwin::scenario
