#include "tests/fidelity/watcher.h"

namespace planttwin::testing {

void Watcher::on_event(const plant::PlantEvent& event, const plant::RunState&) {
  if (!in_window_ && event.time >= since_) {
    empty_.reset(since_);
    in_window_ = true;
  }
  const std::size_t machine = event.machine.valid() ? event.machine.index() : 0;
  switch (event.type) {
    case plant::EventType::kLotCreated:
      change_lots(event.time, 1);
      return;
    case plant::EventType::kLotCompleted:
      change_lots(event.time, -1);
      return;
    case plant::EventType::kOperationStarted:
      if (machine >= started_at_.size()) started_at_.resize(machine + 1);
      started_at_[machine] = event.time;
      if (!in_window_) return;
      ++started_;
      waited_ += event.duration > sim::Duration() ? 1 : 0;
      return;
    case plant::EventType::kOperationCompleted:
      if (in_window_) completion_.add((event.time - started_at_[machine]).count());
      return;
    default:
      return;
  }
}

double Watcher::empty_share(sim::Time now) const { return empty_.mean(now); }

double Watcher::waiting_share() const {
  return static_cast<double>(waited_) / static_cast<double>(started_);
}

void Watcher::change_lots(sim::Time now, int by) {
  lots_ += by;
  empty_.set(now, lots_ == 0 ? 1 : 0);
}

}  // namespace planttwin::testing
