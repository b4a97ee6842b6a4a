#include "scenarios/drive_monitor.h"

#include <fmt/format.h>

#include <stdexcept>
#include <utility>

#include "scenarios/exit_code.h"

namespace planttwin::scenario {
namespace {

bridge::AccessKeys keys_of(const MonitorOptions& options) {
  if (!options.keys) return {};
  sim::Diagnostics diagnostics;
  bridge::AccessKeys keys = bridge::load_access_keys(*options.keys, diagnostics);
  diagnostics.throw_if_any();
  return keys;
}

bridge::MonitorPlace place_of(const std::string& text) {
  try {
    return bridge::parse_monitor_place(text);
  } catch (const std::invalid_argument& error) {
    throw UsageError(fmt::format("--metrics: {}", error.what()));
  }
}

}  // namespace

DriveMonitor::DriveMonitor(const MonitorOptions& options, const std::string& connection) {
  if (options.keys && !options.metrics) throw UsageError("--metrics-keys goes with --metrics");
  if (options.metrics) {
    place_ = place_of(*options.metrics);
    bridge::AccessKeys keys = keys_of(options);
    if (keys.empty() && !bridge::is_loopback(place_->host)) {
      throw UsageError(
          fmt::format("--metrics {}: whoever listens beyond this machine asks for a key: give keys "
                      "by --metrics-keys FILE",
                      *options.metrics));
    }
    server_ = std::make_unique<bridge::MonitorServer>(
        std::move(keys),
        bridge::MonitorServer::Pages{
            [this] { return metrics_.text(standing()); },
            [this] { return bridge::drive_trouble(standing(), metrics_.silence_seconds()); }});
  }
  if (options.log) {
    log_.emplace(*options.log);
    message_log_.emplace(*log_, connection);
  }
}

std::string DriveMonitor::serve() {
  if (!place_) return "";
  const int port = server_->start(*place_);
  const bool is_six = place_->host.find(':') != std::string::npos;
  return fmt::format("http://{}:{}", is_six ? "[" + place_->host + "]" : place_->host, port);
}

std::vector<bridge::MessageWatch*> DriveMonitor::watches() {
  std::vector<bridge::MessageWatch*> watches;
  if (server_) watches.push_back(&metrics_);
  if (message_log_) watches.push_back(&*message_log_);
  return watches;
}

void DriveMonitor::look_at(Standing standing) {
  const std::scoped_lock lock(mutex_);
  standing_ = std::move(standing);
}

// Before and after the run it stands as it stood last.
bridge::DriveStanding DriveMonitor::standing() {
  const std::scoped_lock lock(mutex_);
  if (standing_) last_ = standing_();
  last_.lag_seconds = static_cast<double>(lag_us_) / 1e6;
  return last_;
}

}  // namespace planttwin::scenario
