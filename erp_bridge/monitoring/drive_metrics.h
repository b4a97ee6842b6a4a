#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/monitoring/message_watch.h"

namespace planttwin::bridge {

// How a live run stands when it is asked.
struct DriveStanding {
  double plant_seconds = 0;  // since its start, in the plant's time
  double lag_seconds = 0;    // behind the pace, in wall time
  std::int64_t events = 0;   // processed
  std::int64_t open = 0;     // messages and consignments that the bridge waits for
  bool circuit_open = false;
  bool failed = false;
};

// Counts what becomes of the messages of a live run, and shows it as text for Prometheus. All names
// begin with planttwin_. What an earlier life of the run has seen is counted, but not its latency.
// Any thread may call.
class DriveMetrics : public MessageWatch {
 public:
  DriveMetrics();
  ~DriveMetrics() override;
  DriveMetrics(const DriveMetrics&) = delete;
  DriveMetrics& operator=(const DriveMetrics&) = delete;

  void on_message(const MessageNews& news) override;
  // A fault of that kind has struck on purpose.
  void on_strike(std::string_view fault_kind);
  // The page in the text format 0.0.4.
  std::string text(const DriveStanding& now);
  // Seconds since the last acknowledgement, or since the object was made.
  double silence_seconds() const;

 private:
  class Families;
  const std::unique_ptr<Families> families_;
};

// What is wrong with a live run, for people; empty while it is well. It is not well when the bridge
// has failed, when its circuit is open, or when messages wait and none was acknowledged for a
// minute.
std::string drive_trouble(const DriveStanding& now, double silence_seconds);

}  // namespace planttwin::bridge
