#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/monitoring/drive_metrics.h"
#include "erp_bridge/monitoring/json_log.h"
#include "erp_bridge/monitoring/message_watch.h"
#include "erp_bridge/monitoring/monitor_server.h"

namespace planttwin::scenario {

// How a live run is watched, as typed.
struct MonitorOptions {
  std::optional<std::string> metrics;  // [HOST:]PORT
  std::optional<std::string> keys;     // file of API keys
  std::optional<std::string> log;      // file
};

// What shows a live run to those who operate it: figures and health over HTTP, and a log.
class DriveMonitor {
 public:
  using Standing = std::function<bridge::DriveStanding()>;

  // `connection`: over which messages go. Opens the log and listens nowhere yet. Throws
  // sim::InputError, UsageError and OutputError.
  DriveMonitor(const MonitorOptions& options, const std::string& connection);

  // Serves, where that is wanted, and returns where; empty: nowhere. Throws
  // bridge::TransportError.
  std::string serve();

  std::vector<bridge::MessageWatch*> watches();
  bridge::JsonLog* log() { return log_ ? &*log_ : nullptr; }
  // Any thread may call.
  void note_strike(std::string_view fault_kind) { metrics_.on_strike(fault_kind); }
  void note_lag(std::chrono::microseconds lag) { lag_us_ = lag.count(); }
  // From now on figures and health are of this run, until it is empty again.
  void look_at(Standing standing);

 private:
  bridge::DriveStanding standing();

  std::optional<bridge::JsonLog> log_;
  std::optional<bridge::MessageLog> message_log_;
  bridge::DriveMetrics metrics_;
  std::atomic<std::int64_t> lag_us_ = 0;
  std::mutex mutex_;  // of what it looks at
  Standing standing_;
  bridge::DriveStanding last_;
  std::optional<bridge::MonitorPlace> place_;
  std::unique_ptr<bridge::MonitorServer> server_;
};

// Lets a monitor look at a run for as long as it lives.
class MonitorView {
 public:
  MonitorView(DriveMonitor& monitor, DriveMonitor::Standing standing) : monitor_(monitor) {
    monitor_.look_at(std::move(standing));
  }
  ~MonitorView() { monitor_.look_at({}); }
  MonitorView(const MonitorView&) = delete;
  MonitorView& operator=(const MonitorView&) = delete;

 private:
  DriveMonitor& monitor_;
};

}  // namespace planttwin::scenario
