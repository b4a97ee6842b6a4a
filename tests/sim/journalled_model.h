#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/archive.h"
#include "sim/calendar.h"
#include "sim/checksum.h"
#include "sim/outside_input.h"
#include "sim/time.h"

namespace planttwin::sim {

// A small plant for the tests of time drivers: a source that ticks every `period`, and inputs from
// outside that lengthen the period by their size. Everything that happened is in `events`.
struct JournalledModel {
  static constexpr std::uint8_t kTick = 1;
  static constexpr std::uint8_t kInput = 2;

  EventCalendar calendar;
  Duration period = Duration::microseconds(1000);
  std::vector<std::string> payloads;
  std::string events;
  std::function<void(Time)> on_tick = [](Time) {};  // what the test does meanwhile

  void start(Time first_tick) { calendar.schedule(first_tick, Phase::kCompletion, kTick, 0, 0); }

  void accept(Time at, std::uint64_t sequence, const OutsideInput& input) {
    payloads.push_back(input.source + ":" + input.payload);
    calendar.schedule(at, Phase::kOutsideInput, kInput, sequence,
                      static_cast<std::uint32_t>(payloads.size() - 1));
  }

  void handle(const Event& event) {
    events += std::to_string(event.time.count());
    if (event.kind == kTick) {
      events += " tick\n";
      on_tick(event.time);
      calendar.schedule(event.time + period, Phase::kCompletion, kTick, 0, 0);
      return;
    }
    const std::string& payload = payloads[event.target];
    events += " " + payload + "\n";
    period += Duration::microseconds(static_cast<std::int64_t>(crc64(payload) % 997));
  }
  void decide() {}
  bool undecided() const { return false; }
  void finish_instant() {}
  bool stop_requested() const { return false; }

  std::string saved() const {
    StateWriter writer(1);
    writer(calendar, period, payloads, events);
    return writer.finish();
  }
};

}  // namespace planttwin::sim
