#include "scenarios/playback/history.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

#include "scenarios/playback/event_check.h"
#include "scenarios/playback/history_growth.h"
#include "scenarios/playback/history_stretches.h"
#include "scenarios/playback/levels.h"
#include "scenarios/playback/message_traces.h"
#include "scenarios/report/logged_event.h"
#include "sim/diagnostics.h"

namespace planttwin::playback {

using plant::EventType;

namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  sim::Diagnostics diagnostics;
  diagnostics.add({file.string(), {}, "", "the file is none of this program, or damaged: " + why});
  throw sim::InputError(diagnostics);
}

}  // namespace

History::History(FloorPlan plan)
    : plan_(std::move(plan)),
      works_(plan_.machines.size()),
      most_stock_(plan_.locations.size() * plan_.materials.size()) {}
History::History(History&&) noexcept = default;
History& History::operator=(History&&) noexcept = default;
History::~History() = default;

History History::read(const std::filesystem::path& file) {
  History history{FloorPlan()};
  try {
    sim::Database log(file, sim::Database::Mode::kReadOnly);
    history = History(read_floor_plan(log));
    history.read_names(log);
    history.read_events(log);
  } catch (const std::logic_error& error) {  // a number that is none, or refers to nothing
    refuse(file, error.what());
  } catch (const sim::OutputError& error) {  // what SQLite says of the file
    refuse(file, error.what());
  }
  history.link();
  history.note_events();
  history.note_usual_priority();
  history.note_late_orders();
  note_late(history, history.levels_);
  try {
    history.levels_.backlog = read_backlog(file.parent_path(), history.levels_);
    history.add_markers(read_outages(file.parent_path()));
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
    check_reference(record.material, plan_.materials.size(), "material");
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
    check_reference(record.material, plan_.materials.size(), "material");
    check_reference(record.routing, plan_.routings.size(), "routing");
  }
}

void History::read_events(sim::Database& log) {
  std::int64_t last = std::numeric_limits<std::int64_t>::min();
  scenario::for_each_event(log, [&](const scenario::LoggedEvent& row) {
    FloorEvent event = floor_event(row);
    if (event.lot >= 0) event.routing = lot(event.lot).routing;
    check_event(plan_, event);
    if (event.time < last) throw std::out_of_range("time goes back");
    last = event.time;
    events_.push_back(event);
  });
  end_ = std::max<std::int64_t>(0, plan_.end.value_or(events_.empty() ? 0 : last));
}

void History::link() {
  std::vector<std::int32_t> of_lot(lots_.size(), -1);
  std::vector<std::int32_t> of_carriers(index_of(plan_.carriers), -1);
  const auto next_of_lot = [&](std::int32_t number) -> std::int32_t& {
    if (index_of(number) >= of_lot.size()) of_lot.resize(index_of(number) + 1, -1);
    return of_lot[index_of(number)];
  };
  for (std::size_t i = events_.size(); i-- > 0;) {
    FloorEvent& event = events_[i];
    const auto here = static_cast<std::int32_t>(i);
    if (event.lot >= 0) event.next = next_of_lot(event.lot);
    if (event.type == EventType::kLotSplit) event.next = next_of_lot(event.other_lot);
    if (moves_carrier(event.type)) {
      std::int32_t& next =
          of_carriers[index_of(plan_.fleets[index_of(event.other)].first_carrier + event.value)];
      event.next = next;
      if (event.type == EventType::kCarrierMoved) next = here;
    }
    if (!places_lot(event.type)) continue;
    if (event.lot >= 0) next_of_lot(event.lot) = here;
    if (event.type == EventType::kLotMerged && event.other_lot >= 0)
      next_of_lot(event.other_lot) = here;
  }
}

// Everything that is known by going through the events once.
void History::note_events() {
  FloorState state(plan_);
  LevelMeter meter(end_);
  StretchFinder stretches;
  keyframes_.push_back(state);
  for (std::size_t i = 0; i < events_.size(); ++i) {
    stretches.take(events_[i], *this, {works_, markers_});
    note_order(events_[i]);
    meter.before(events_[i], state);
    state.apply(plan_, events_[i], events_.data());
    note_stock(events_[i], state);
    if ((i + 1) % kKeyframeEvery == 0) keyframes_.push_back(state);
  }
  levels_ = meter.take(state);
}

void History::note_order(const FloorEvent& event) {
  if (event.order < 0) return;
  Order& order = at_number(orders_, event.order);
  if (event.type == EventType::kOrderReleased) order.released = event.time;
  if (event.type == EventType::kOrderCompleted) order.completed = event.time;
}

// `state` is that after it.
void History::note_stock(const FloorEvent& event, const FloorState& state) {
  if (!event.has_stock || event.location < 0 || event.material < 0) return;
  const std::size_t place = plan_.stock_place(event.location, event.material);
  most_stock_[place] = std::max(most_stock_[place], state.stock[place]);
}

void History::note_usual_priority() {
  std::map<std::int32_t, std::size_t> priorities;
  for (const Order& order : orders_) ++priorities[order.priority];
  std::size_t most = 0;
  for (const auto& [priority, count] : priorities) {  // of equals the lowest
    if (count > most) usual_priority_ = priority;
    most = std::max(most, count);
  }
}

void History::note_late_orders() {
  late_orders_.clear();
  for (std::size_t i = 0; i < orders_.size(); ++i) {
    const Order& order = orders_[i];
    if (order.due == kNeverDue || order.due >= end_) continue;
    if (order.completed >= 0 && order.completed <= order.due) continue;
    late_orders_.push_back(static_cast<std::int32_t>(i));
  }
  std::sort(late_orders_.begin(), late_orders_.end(), [&](std::int32_t a, std::int32_t b) {
    return std::pair(orders_[index_of(a)].due, a) < std::pair(orders_[index_of(b)].due, b);
  });
}

void History::add_markers(const std::vector<Marker>& markers) {
  markers_.insert(markers_.end(), markers.begin(), markers.end());
  std::stable_sort(markers_.begin(), markers_.end(),
                   [](const Marker& a, const Marker& b) { return a.from < b.from; });
}

std::size_t History::events_until(std::int64_t time) const {
  const auto after = std::upper_bound(
      events_.begin(), events_.end(), time,
      [](std::int64_t when, const FloorEvent& event) { return when < event.time; });
  return static_cast<std::size_t>(after - events_.begin());
}

const FloorState& History::keyframe_before(std::size_t event) const {
  const auto after = std::upper_bound(keyframes_.begin(), keyframes_.end(), event,
                                      [](std::size_t count, const FloorState& keyframe) {
                                        return count < static_cast<std::size_t>(keyframe.events);
                                      });
  return *std::prev(after);
}

FloorState History::at(std::int64_t time) const {
  FloorState state = keyframe_before(events_until(time));
  move(state, time);
  return state;
}

void History::move(FloorState& state, std::int64_t time) const {
  const std::size_t until = events_until(time);
  const FloorState& keyframe = keyframe_before(until);
  if (state.events < keyframe.events || static_cast<std::size_t>(state.events) > until) {
    state = keyframe;
  }
  for (auto i = static_cast<std::size_t>(state.events); i < until; ++i) {
    state.apply(plan_, events_[i], events_.data());
  }
}

const History::Order& History::order(std::int32_t number) const {
  static const Order kNone;
  return number < 0 || index_of(number) >= orders_.size() ? kNone : orders_[index_of(number)];
}

const History::Lot& History::lot(std::int32_t number) const {
  static const Lot kNone;
  return number < 0 || index_of(number) >= lots_.size() ? kNone : lots_[index_of(number)];
}

const std::vector<Work>& History::works(std::int32_t machine) const {
  return works_.at(index_of(machine));
}

}  // namespace planttwin::playback
