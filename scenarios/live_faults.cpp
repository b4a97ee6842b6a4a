#include "scenarios/live_faults.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "erp_bridge/mapping/mapped_system.h"
#include "scenarios/exit_code.h"
#include "sim/output_error.h"

namespace planttwin::scenario {
namespace {

using bridge::FaultKind;
using bridge::FaultyCalls;
using bridge::PlannedFault;

class Check {
 public:
  explicit Check(const bridge::Stack& stack) : stack_(stack) {
    for (const auto& [id, unused] : stack.connections) connections_.push_back(id);
    for (const bridge::StackPart& part : stack.parts) parts_.push_back(part.id);
  }

  void check(const PlannedFault& fault) {
    if (!fault.part.empty() && !has(parts_, fault.part)) {
      wrong(fault, "part",
            "the stack has no part " + sim::in_quotes(fault.part) +
                sim::nearest_clause(fault.part, parts_));
    }
    if (fault.connection.empty()) return;
    if (!has(connections_, fault.connection)) {
      wrong(fault, "connection",
            "the stack has no connection " + sim::in_quotes(fault.connection) +
                sim::nearest_clause(fault.connection, connections_));
    } else if (const auto& [calls, connection] = meant(fault); fault.connection != connection) {
      wrong(fault, "connection",
            fmt::format("the proxy stands before the connection that {}, which is {}", calls,
                        sim::in_quotes(connection)));
    } else {
      check_transport(fault);
    }
  }
  void throw_if_any() const { diagnostics_.throw_if_any(); }

 private:
  static bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  }

  // What goes over a connection, and which one that is.
  std::pair<const char*, const std::string&> meant(const PlannedFault& fault) const {
    if (fault.calls == FaultyCalls::kPostings) {
      return {"is posted through", stack_.postings.connection};
    }
    return {"the record is read by", stack_.record.connection};
  }

  void check_transport(const PlannedFault& fault) {
    const std::string& url = stack_.connections.at(fault.connection).connection.url;
    const std::string scheme = url.substr(0, url.find(':'));
    if (scheme == "http" || scheme == "https") return;
    if (scheme == "file" || scheme == "kafka") {
      wrong(fault, "connection", "no proxy can stand before " + scheme);
    } else if (scheme.ends_with('s')) {
      wrong(fault, "connection",
            "a proxy can't stand before " + scheme + ": the certificate is not for it");
    } else if (!strikes_any_transport(fault.kind) && !strikes_part(fault.kind)) {
      wrong(fault, "kind", std::string(name_of(fault.kind)) + " needs HTTP, not " + scheme);
    }
  }

  void wrong(const PlannedFault& fault, const char* member, std::string message) {
    sim::Diagnostic diagnostic = fault.place;
    diagnostic.pointer += std::string("/") + member;
    diagnostic.message = std::move(message);
    diagnostics_.add(std::move(diagnostic));
  }

  const bridge::Stack& stack_;
  std::vector<std::string> connections_;
  std::vector<std::string> parts_;
  sim::Diagnostics diagnostics_;
};

}  // namespace

void check_faults(const bridge::FaultPlan& plan, const bridge::Stack& stack,
                  bool parts_are_started) {
  if (stack.production) {
    throw UsageError(
        "--faults: faults are injected only into a stack whose file says \"production\": false");
  }
  Check check(stack);
  for (const PlannedFault& fault : plan.faults) check.check(fault);
  check.throw_if_any();
  for (const PlannedFault& fault : plan.faults) {
    if (fault.part.empty() || parts_are_started) continue;
    throw UsageError(
        fmt::format("the fault {} strikes the part {}, which has to be started by "
                    "us: let it be started with --manage",
                    fault.id, fault.part));
  }
}

LiveFaults::LiveFaults(const bridge::FaultPlan& plan, const bridge::Stack& stack, LiveStack& live,
                       ManagedParts& parts, const std::string& run_id,
                       const std::filesystem::path& file, Told told)
    : parts_(parts),
      file_(open_strikes(file, plan)),
      told_(std::move(told)),
      dice_(
          plan, run_id, [this](const bridge::FaultStrike& strike) { keep(strike); },
          times_struck(load_strikes(file))) {
  const auto has = [&](FaultyCalls which) {
    return std::any_of(plan.faults.begin(), plan.faults.end(), [&](const PlannedFault& fault) {
      return !fault.connection.empty() && fault.calls == which;
    });
  };
  if (has(FaultyCalls::kPostings)) stand_before(FaultyCalls::kPostings, stack.postings, live);
  if (has(FaultyCalls::kReadings)) stand_before(FaultyCalls::kReadings, stack.record, live);
  for (const PlannedFault& fault : plan.faults) {
    const bool alone = fault.at && fault.window == sim::Duration();
    if (alone) add({begin_ + std::chrono::microseconds(fault.at->count()), &fault, false});
  }
  thread_ = std::thread([this] { run(); });
}

void LiveFaults::stand_before(FaultyCalls which, const bridge::StackSystem& system,
                              LiveStack& live) {
  bridge::CallsUnderWay& calls = which == FaultyCalls::kPostings ? calls_ : readings_;
  const auto [proxy, unused] = proxies_.try_emplace(
      which, bridge::FaultProxyParts{
                 system.connection, live.connection(system), calls, dice_, [this] { return now(); },
                 [this](const PlannedFault& fault) { strike_part(fault); }, which});
  live.go_through(which, proxy->second.url(), calls);
}

LiveFaults::~LiveFaults() {
  proxies_.clear();
  {
    const std::scoped_lock lock(mutex_);
    ended_ = true;
  }
  news_.notify_all();
  thread_.join();
}

sim::Duration LiveFaults::now() const {
  const auto since = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begin_);
  return sim::Duration::microseconds(since.count());
}

// Called by the dice, one strike at a time.
void LiveFaults::keep(const bridge::FaultStrike& strike) {
  try {
    save_strike(file_, strike, now().count() / 1000);
    told_(strike);
  } catch (const sim::OutputError&) {
    const std::scoped_lock lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
  }
}

void LiveFaults::add(Event event) {
  {
    const std::scoped_lock lock(mutex_);
    events_.push_back(event);
  }
  news_.notify_all();
}

void LiveFaults::run() {
  std::unique_lock lock(mutex_);
  while (!ended_) {
    if (finishing_) {  // nothing more begins, and all come back
      std::erase_if(events_, [](const Event& event) { return !event.comes_back; });
      news_.notify_all();
    }
    const auto next = std::min_element(events_.begin(), events_.end(),
                                       [](auto& one, auto& other) { return one.due < other.due; });
    if (next == events_.end()) {
      news_.wait(lock);
      continue;
    }
    if (!finishing_ && Clock::now() < next->due) {
      news_.wait_until(lock, next->due);
      continue;
    }
    const Event event = *next;
    events_.erase(next);
    ++happening_;
    lock.unlock();
    try {
      happen(event);
    } catch (...) {
      const std::scoped_lock failing(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
    lock.lock();
    --happening_;
    news_.notify_all();
  }
}

void LiveFaults::happen(const Event& event) {
  if (event.comes_back) return come_back(*event.fault);
  std::vector<bridge::CarriedMessage> struck;
  if (std::int64_t before_all = 0; event.fault->calls == FaultyCalls::kPostings) {
    struck = calls_.behind(before_all);
  }
  if (!dice_.strike_alone(*event.fault, struck)) return;
  if (strikes_part(event.fault->kind)) {
    strike_part(*event.fault);
  } else {
    proxies_.at(event.fault->calls).begin(*event.fault);
  }
}

void LiveFaults::strike_part(const PlannedFault& fault) {
  {
    const std::scoped_lock lock(parts_mutex_);
    if (fault.kind == FaultKind::kStop) {
      parts_.stand_still(fault.part);
    } else {
      parts_.end(fault.part, fault.kind == FaultKind::kKill);
    }
  }
  add({Clock::now() + std::chrono::microseconds(fault.lasts.count()), &fault, true});
}

void LiveFaults::come_back(const PlannedFault& fault) {
  const std::scoped_lock lock(parts_mutex_);
  if (fault.kind == FaultKind::kStop) {
    parts_.go_on(fault.part);
  } else {
    parts_.start_again(fault.part);
  }
}

void LiveFaults::finish() {
  std::unique_lock lock(mutex_);
  finishing_ = true;
  news_.notify_all();
  news_.wait(lock, [&] { return events_.empty() && happening_ == 0; });
  if (failure_) std::rethrow_exception(failure_);
  lock.unlock();
  for (auto& [which, proxy] : proxies_) proxy.finish();
}

}  // namespace planttwin::scenario
