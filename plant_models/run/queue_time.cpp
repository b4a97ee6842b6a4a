#include "plant_models/run/queue_time.h"

#include <algorithm>

#include "plant_models/run/flow.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

std::vector<QueueTimeWindow>& windows_of(RunState& run, LotSlot slot) {
  return run.queue_time_windows[slot.index()];
}

void violate(RunState& run, LotSlot slot, QueueTimeWindow& window) {
  Lot& l = run.lot(slot);
  window.event = {};
  window.violated = 1;
  ++run.statistics.products[run.product(l).index()].queue_time_violations;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kQueueTimeViolated, l);
    event.other = window.until;
    run.emit(event);
  }
}

void scrap(RunState& run, LotSlot slot) {
  leave_queue(run, slot);
  run.lot(slot).status = LotStatus::kOutput;
  run.lot(slot).machine = MachineId();
  scrap_units(run, slot, run.lot(slot).quantity, -1);
  end_lot(run, slot);
}

void rework(RunState& run, LotSlot slot, OperationIndex to) {
  leave_queue(run, slot);
  release_reservations(run, run.lot(slot).order, run.lot(slot).number);
  drop_queue_time_windows(run, slot, to);
  std::erase_if(windows_of(run, slot), [](const QueueTimeWindow& w) { return w.violated != 0; });
  Lot& l = run.lot(slot);
  l.status = LotStatus::kOutput;
  l.machine = MachineId();
  l.flags |= kComesBack | kFirstPassFailed;
  ++l.rework_count;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotReworked, l);
    event.operation = to;
    run.emit(event);
  }
  go_to(run, slot, to);
}

// To start at the very deadline is in time, and starts are decided after all events.
sim::EventHandle schedule_end(RunState& run, LotSlot slot, const QueueTimeWindow& window) {
  return run.schedule(window.deadline + sim::Duration::microseconds(1), sim::Phase::kCalendarChange,
                      EventKind::kQueueTimeLimit, static_cast<std::uint64_t>(run.lot(slot).rank),
                      slot.index());
}

template <class Ends>
void remove_windows(RunState& run, LotSlot slot, Ends ends) {
  std::erase_if(windows_of(run, slot), [&](QueueTimeWindow& window) {
    if (!ends(window)) return false;
    run.calendar.cancel(window.event);
    return true;
  });
}

}  // namespace

void open_queue_time_windows(RunState& run, LotSlot slot) {
  const Operation& operation = run.operation(run.lot(slot));
  for (const QueueTimeLimit& limit : operation.queue_time_limits) {
    const OperationIndex from = run.lot(slot).operation;
    remove_windows(run, slot, [&](const QueueTimeWindow& window) {
      return window.from == from && window.until == limit.until;
    });
    QueueTimeWindow window;
    window.deadline = run.now() + limit.within;
    window.from = from;
    window.until = limit.until;
    window.reaction = limit.reaction;
    window.rework_to = limit.rework_to;
    window.event = schedule_end(run, slot, window);
    windows_of(run, slot).push_back(window);
  }
}

void close_queue_time_windows(RunState& run, LotSlot slot, OperationIndex operation) {
  if (windows_of(run, slot).empty()) return;
  remove_windows(run, slot,
                 [&](const QueueTimeWindow& window) { return window.until == operation; });
}

void drop_queue_time_windows(RunState& run, LotSlot slot, OperationIndex from) {
  if (windows_of(run, slot).empty()) return;
  remove_windows(run, slot, [&](const QueueTimeWindow& window) { return window.from >= from; });
}

void copy_queue_time_windows(RunState& run, LotSlot from, LotSlot to) {
  for (QueueTimeWindow window : windows_of(run, from)) {
    window.event = window.violated != 0 ? sim::EventHandle() : schedule_end(run, to, window);
    windows_of(run, to).push_back(window);
  }
}

void on_queue_time_limit(RunState& run, LotSlot slot) {
  for (QueueTimeWindow& window : windows_of(run, slot)) {
    if (window.violated == 0 && window.deadline < run.now()) violate(run, slot, window);
  }
  if (run.lot(slot).status == LotStatus::kQueued) react_to_queue_time(run, slot);
}

bool react_to_queue_time(RunState& run, LotSlot slot) {
  const std::vector<QueueTimeWindow>& windows = windows_of(run, slot);
  const auto found = std::find_if(windows.begin(), windows.end(), [](const QueueTimeWindow& w) {
    return w.violated != 0 && w.reaction != QueueTimeReaction::kReport;
  });
  if (found == windows.end()) return true;
  if ((run.lot(slot).flags & kStaging) != 0) return true;  // when its components are at the line
  const QueueTimeWindow window = *found;
  if (window.reaction == QueueTimeReaction::kScrap) {
    scrap(run, slot);
  } else {
    rework(run, slot, window.rework_to);
  }
  return false;
}

sim::Time queue_time_deadline(const RunState& run, LotSlot slot) {
  sim::Time earliest = sim::Time::never();
  for (const QueueTimeWindow& window : run.queue_time_windows[slot.index()]) {
    earliest = std::min(earliest, window.deadline);
  }
  return earliest;
}

}  // namespace planttwin::plant
