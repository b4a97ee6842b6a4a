#include "erp_bridge/live/live_driver.h"

namespace planttwin::bridge {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(50);

}  // namespace

// Before its first event the plant is at no instant yet.
void LiveDriver::go_live(sim::Time last_processed) {
  live_ = true;
  const sim::Time from = std::max(last_processed, sim::Time());
  next_poll_ = input_from_ = from;
  if (pace_.kind != LivePace::Kind::kPaced) return;
  paced_.emplace(parts_.queue, parts_.journal, parts_.clock,
                 sim::Pace::times_real_time(pace_.speed), from);
}

// What comes takes effect when it was asked for: the plant stands still meanwhile.
std::optional<sim::Wakeup> LiveDriver::wait_for_bridge(sim::Time target, sim::Time last_processed) {
  if (parts_.queue.stop_requested()) {
    record_ = {sim::JournalRecord::Kind::kStop,
               parts_.journal.next_sequence(),
               last_processed,
               last_processed,
               {}};
    parts_.journal.append(record_);
    return sim::Wakeup::kStop;
  }
  if (auto arrival = parts_.queue.pop()) {
    const sim::Time next = last_processed + sim::Duration::microseconds(1);
    record_ = {sim::JournalRecord::Kind::kInput, parts_.journal.next_sequence(), last_processed,
               std::max(input_from_, next), std::move(arrival->input)};
    parts_.journal.append(record_);
    return sim::Wakeup::kInput;
  }
  const bool waits = pace_.kind == LivePace::Kind::kLockstep;
  if (waits && !parts_.bridge.wait_until_drained(kGlance)) return std::nullopt;
  if (parts_.poll && next_poll_ <= target) {
    input_from_ = next_poll_;
    next_poll_ = next_poll_ + parts_.poll_every;
    parts_.poll();
    return std::nullopt;
  }
  return sim::Wakeup::kReached;
}

}  // namespace planttwin::bridge
