#include "scenarios/playback/history.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include "scenarios/playback/history_stretches.h"
#include "sim/diagnostics.h"

namespace planttwin::playback {

using plant::EventType;

namespace {

constexpr const char* kEvents =
    "SELECT time, type, order_id, lot, other_lot, work_center, machine, material, location, node, "
    "operation, other, quantity, other_quantity, duration, value FROM event ORDER BY id";

std::size_t place_of(std::int32_t index) { return static_cast<std::size_t>(index); }

FloorEvent read_event(const sim::Statement& row) {
  const auto number = [&](int column) {
    return row.is_null(column) ? -1 : static_cast<std::int32_t>(row.integer(column));
  };
  FloorEvent event;
  event.time = row.integer(0);
  event.type = static_cast<EventType>(row.integer(1));
  event.order = number(2);
  event.lot = number(3);
  event.other_lot = number(4);
  event.work_center = number(5);
  event.machine = number(6);
  event.material = number(7);
  event.location = number(8);
  event.node = number(9);
  event.operation = number(10);
  event.other = number(11);
  event.quantity = row.integer(12);  // an absent amount reads as 0
  event.other_quantity = row.integer(13);
  event.duration = row.integer(14);
  event.value = static_cast<std::int32_t>(row.integer(15));
  return event;
}

template <class Record>
Record& at_number(std::vector<Record>& records, std::int64_t number) {
  const auto index = static_cast<std::size_t>(number);
  if (index >= records.size()) records.resize(index + 1);
  return records[index];
}

bool of_carrier(EventType type) {
  return type == EventType::kCarrierLoaded || type == EventType::kCarrierUnloaded ||
         type == EventType::kCarrierMoved;
}

// References of an event must be to something that the plan has: a file may have been damaged.
void check_references(const FloorPlan& plan, const FloorEvent& event) {
  const auto check = [](std::int32_t index, std::size_t size, const char* what) {
    if (index >= 0 && place_of(index) >= size)
      throw std::out_of_range(std::string("no such ") + what);
  };
  check(event.work_center, plan.work_centers.size(), "work center");
  check(event.machine, plan.machines.size(), "machine");
  check(event.material, plan.materials.size(), "material");
  check(event.location, plan.locations.size(), "location");
  check(event.node, plan.nodes.size(), "node");
  if (static_cast<int>(event.type) >= plant::kEventTypes) throw std::out_of_range("no such type");
  if (of_carrier(event.type)) {
    check(event.other, plan.fleets.size(), "fleet");
    const auto& fleet = plan.fleets.at(place_of(event.other));
    if (event.value < 0 || event.value >= fleet.count) throw std::out_of_range("no such carrier");
  }
  if (event.type == EventType::kMachineState &&
      (event.other < 0 || event.other >= plant::kMachineStates)) {
    throw std::out_of_range("no such state");
  }
}

}  // namespace

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  sim::Diagnostics diagnostics;
  diagnostics.add({file.string(), {}, "", "the file is none of this program, or damaged: " + why});
  throw sim::InputError(diagnostics);
}

}  // namespace

History History::read(const std::filesystem::path& file) {
  History history;
  try {
    sim::Database log(file, sim::Database::Mode::kReadOnly);
    history.plan_ = read_floor_plan(log);
    history.read_names(log);
    history.read_events(log);
  } catch (const std::logic_error& error) {  // a number that is none, or refers to nothing
    refuse(file, error.what());
  } catch (const sim::OutputError& error) {  // what SQLite says of the file
    refuse(file, error.what());
  }
  history.link();
  history.note_stretches();
  history.note_orders();
  history.note_keyframes();
  history.note_levels();
  try {
    history.levels_.backlog = read_backlog(file.parent_path(), history.levels_);
  } catch (const sim::OutputError& error) {
    refuse(file.parent_path() / "messages.sqlite", error.what());
  }
  return history;
}

void History::read_names(sim::Database& log) {
  sim::Statement order(log, "SELECT id, name, material, quantity, due, priority FROM orders");
  while (order.step()) {
    Order& record = at_number(orders_, order.integer(0));
    record.name = order.text(1);
    record.material = static_cast<std::int32_t>(order.integer(2));
    record.quantity = order.integer(3);
    record.due = order.is_null(4) ? kNeverDue : order.integer(4);
    record.priority = static_cast<std::int32_t>(order.integer(5));
  }
  sim::Statement lot(log, "SELECT id, name, order_id, material, routing FROM lots");
  while (lot.step()) {
    Lot& record = at_number(lots_, lot.integer(0));
    record.name = lot.text(1);
    record.order = static_cast<std::int32_t>(lot.integer(2));
    record.material = static_cast<std::int32_t>(lot.integer(3));
    record.routing = static_cast<std::int32_t>(lot.integer(4));
  }
}

void History::read_events(sim::Database& log) {
  sim::Statement row(log, kEvents);
  while (row.step()) {
    FloorEvent event = read_event(row);
    check_references(plan_, event);
    if (event.lot >= 0) {
      event.routing = lot(event.lot).routing;
      if (event.routing >= 0 && event.operation >= 0 &&
          place_of(event.operation) >=
              plan_.routings.at(place_of(event.routing)).operations.size()) {
        event.operation = -1;
      }
    }
    events_.push_back(event);
  }
  end_ = plan_.end.value_or(events_.empty() ? 0 : events_.back().time);
}

void History::link() {
  std::vector<std::int32_t> of_lot(lots_.size(), -1);
  std::vector<std::int32_t> of_carriers(place_of(plan_.carriers), -1);
  const auto next_of_lot = [&](std::int32_t number) -> std::int32_t& {
    if (place_of(number) >= of_lot.size()) of_lot.resize(place_of(number) + 1, -1);
    return of_lot[place_of(number)];
  };
  for (std::size_t i = events_.size(); i-- > 0;) {
    FloorEvent& event = events_[i];
    const auto here = static_cast<std::int32_t>(i);
    if (event.lot >= 0) event.next = next_of_lot(event.lot);
    if (event.type == EventType::kLotSplit) event.next = next_of_lot(event.other_lot);
    if (of_carrier(event.type)) {
      std::int32_t& next =
          of_carriers[place_of(plan_.fleets[place_of(event.other)].first_carrier + event.value)];
      event.next = next;
      if (event.type == EventType::kCarrierMoved) next = here;
    }
    if (!places_lot(event.type)) continue;
    if (event.lot >= 0) next_of_lot(event.lot) = here;
    if (event.type == EventType::kLotMerged && event.other_lot >= 0)
      next_of_lot(event.other_lot) = here;
  }
}

void History::note_stretches() {
  Stretches stretches = find_stretches(plan_, *this);
  works_ = std::move(stretches.works);
  markers_ = std::move(stretches.markers);
}

void History::note_orders() {
  for (const FloorEvent& event : events_) {
    if (event.order < 0) continue;
    Order& order = at_number(orders_, event.order);
    if (event.type == EventType::kOrderReleased) order.released = event.time;
    if (event.type == EventType::kOrderCompleted) order.completed = event.time;
  }
  std::map<std::int32_t, std::size_t> priorities;
  for (const Order& order : orders_) ++priorities[order.priority];
  std::size_t most = 0;
  for (const auto& [priority, count] : priorities) {  // of equals the lowest
    if (count > most) usual_priority_ = priority;
    most = std::max(most, count);
  }
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    const Order& order = orders_[i];
    if (order.due == kNeverDue || order.due >= end_) continue;
    if (order.completed >= 0 && order.completed <= order.due) continue;
    late_orders_.push_back(static_cast<std::int32_t>(i));
  }
  std::sort(late_orders_.begin(), late_orders_.end(), [&](std::int32_t a, std::int32_t b) {
    return std::pair(orders_[place_of(a)].due, a) < std::pair(orders_[place_of(b)].due, b);
  });
}

void History::note_keyframes() {
  FloorState state(plan_);
  keyframes_.push_back(state);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    state.apply(plan_, events_[i], events_.data());
    if ((i + 1) % kKeyframeEvery == 0) keyframes_.push_back(state);
  }
}

void History::note_levels() { levels_ = find_levels(*this); }

std::size_t History::events_until(std::int64_t time) const {
  const auto after = std::upper_bound(
      events_.begin(), events_.end(), time,
      [](std::int64_t when, const FloorEvent& event) { return when < event.time; });
  return static_cast<std::size_t>(after - events_.begin());
}

FloorState History::at(std::int64_t time) const {
  const std::size_t until = events_until(time);
  FloorState state = keyframes_[until / kKeyframeEvery];
  for (auto i = static_cast<std::size_t>(state.events); i < until; ++i) {
    state.apply(plan_, events_[i], events_.data());
  }
  return state;
}

void History::move(FloorState& state, std::int64_t time) const {
  const std::size_t until = events_until(time);
  const auto done = static_cast<std::size_t>(state.events);
  if (done > until || done < until / kKeyframeEvery * kKeyframeEvery) {
    state = keyframes_[until / kKeyframeEvery];
  }
  for (auto i = static_cast<std::size_t>(state.events); i < until; ++i) {
    state.apply(plan_, events_[i], events_.data());
  }
}

const History::Order& History::order(std::int32_t number) const {
  static const Order kNone;
  return number < 0 || place_of(number) >= orders_.size() ? kNone : orders_[place_of(number)];
}

const History::Lot& History::lot(std::int32_t number) const {
  static const Lot kNone;
  return number < 0 || place_of(number) >= lots_.size() ? kNone : lots_[place_of(number)];
}

const std::vector<Work>& History::works(std::int32_t machine) const {
  return works_.at(place_of(machine));
}

}  // namespace planttwin::playback
