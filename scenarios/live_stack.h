#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/faults/calls_under_way.h"
#include "erp_bridge/faults/fault_plan.h"
#include "erp_bridge/live/live_bridge.h"
#include "erp_bridge/live/stack_file.h"

namespace planttwin::scenario {

// The value of a secret of a stack. Throws UsageError where it can't be read.
std::string secret_of(const bridge::Stack& stack, const std::string& name,
                      const bridge::StackValues& values);

// Throws UsageError for a secret that can't be read now, but for those that parts make when they
// run.
void require_secrets(const bridge::Stack& stack);

// A connection of a stack with its secrets. Throws UsageError where one can't be read.
bridge::Connection connection_of(const bridge::Stack& stack, const std::string& id,
                                 const bridge::StackValues& values);

// What can be said against a drive before its parts run: throws UsageError for a host that may not
// be written to, for a secret that can't be read, and, unless the parts are
// started, for one without a port.
void check_before_drive(const bridge::Stack& stack, const std::vector<std::string>& allowed_hosts,
                        bool parts_are_started);

// A stack whose parts run: connections with their secrets, and clients of its systems.
class LiveStack {
 public:
  // Stack and values outlive it. `run` is a JSON object that mappings see as .settings.run. Throws
  // UsageError where a secret can't be read, or where a host is not allowed: it may have come with
  // the values.
  LiveStack(const bridge::Stack& stack, const bridge::StackValues& values, const std::string& run,
            const std::vector<std::string>& allowed_hosts);

  bridge::SystemClient record() const {
    return client(stack_.record, *stack_.record.mapping, bridge::FaultyCalls::kReadings);
  }
  bridge::SystemClient postings() const {
    return client(stack_.postings, stack_.posting_mapping(), bridge::FaultyCalls::kPostings);
  }
  // From now on calls of a kind go to a proxy instead, which knows what is under way.
  void go_through(bridge::FaultyCalls which, const std::string& url, bridge::CallsUnderWay& calls) {
    proxies_[which] = {url, &calls};
  }
  std::unique_ptr<bridge::Receiver> receiver(const bridge::StackWay& way,
                                             const std::string& purpose) const;
  // With its secrets, and of a system with the pin of its key.
  bridge::Connection connection(const std::string& id) const;
  bridge::Connection connection(const bridge::StackSystem& system) const;

 private:
  bridge::SystemClient client(const bridge::StackSystem& system, const bridge::Mapping& mapping,
                              bridge::FaultyCalls which) const;

  const bridge::Stack& stack_;
  const bridge::StackValues& values_;
  std::string run_;
  struct Proxy {
    std::string url;
    bridge::CallsUnderWay* calls = nullptr;
  };
  std::map<bridge::FaultyCalls, Proxy> proxies_;
};

}  // namespace planttwin::scenario
