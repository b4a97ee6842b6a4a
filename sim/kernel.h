#pragma once

#include <cstdint>

#include "sim/calendar.h"
#include "sim/time.h"
#include "sim/time_driver.h"

namespace planttwin::sim {

// How a call of `advance` ended.
enum class KernelStatus : std::uint8_t {
  kReachedEnd,    // every event before `until` has taken effect
  kRanDry,        // the calendar is empty
  kStopped,       // the model or the driver asked to stop; the present instant is complete
  kEndlessRounds  // one instant needed more than kMaxRounds rounds: see EventCalendar::peek
};

inline constexpr std::uint32_t kMaxRounds = 10'000;

// Processes one instant in rounds: all events of the round in calendar order, then one decision
// pass of the model; consequences of zero duration open the next round.
//
// A Model provides
//   void handle(const Event&)   one event takes effect
//   void decide()               each touched decision maker decides exactly once
//   bool undecided() const      something was touched since decide()
//   void finish_instant()       all rounds are done (statistics, warm-up)
template <class Model>
bool process_instant(EventCalendar& calendar, Time at, Model& model) {
  calendar.enter_instant(at);
  Event event;
  for (;;) {
    while (calendar.pop(event)) model.handle(event);
    model.decide();
    if (!model.undecided() && !calendar.instant_has_more()) break;
    if (calendar.round() + 1 >= kMaxRounds) return false;
    calendar.enter_next_round();
  }
  model.finish_instant();
  return true;
}

// The one loop of all modes: while there is a next event before `until`, let the driver advance to
// its time, then process its instant. A driver that waits may instead hand outside input to the
// model, which schedules it; the loop then looks again. Such a driver goes on to `until` even when
// nothing is pending. The model also provides
//   bool stop_requested() const   end the run after this instant
template <class Model, class Driver>
KernelStatus advance(EventCalendar& calendar, Model& model, Driver& driver, Time until) {
  for (;;) {
    const Time next = calendar.next_time();
    const bool more = next < until;
    if (!more && !driver.expects_input()) {
      return next.is_never() ? KernelStatus::kRanDry : KernelStatus::kReachedEnd;
    }
    const Wakeup wakeup = driver.advance_to(more ? next : until, calendar.now(), model);
    if (wakeup == Wakeup::kStop) return KernelStatus::kStopped;
    if (wakeup == Wakeup::kInput) continue;
    if (!more) return KernelStatus::kReachedEnd;
    if (!process_instant(calendar, next, model)) return KernelStatus::kEndlessRounds;
    if (model.stop_requested()) return KernelStatus::kStopped;
  }
}

}  // namespace planttwin::sim
