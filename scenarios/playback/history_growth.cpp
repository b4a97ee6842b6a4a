#include "scenarios/playback/history_growth.h"

#include <algorithm>
#include <utility>

#include "scenarios/playback/event_check.h"

namespace planttwin::playback {

using plant::EventType;

History History::begin(FloorPlan plan) {
  History history(std::move(plan));
  history.growth_ = std::make_unique<Growth>(history.plan_);
  history.keyframes_.emplace_back(history.plan_);
  history.refresh();
  return history;
}

void History::take(const FeedMessage& message) {
  for (const scenario::LoggedOrder& order : message.orders) name(order);
  for (const scenario::LoggedLot& lot : message.lots) name(lot);
  if (message.keyframe) {
    FloorEvent gap{.time = std::max(message.keyframe->time, growth_->newest.time)};
    gap.gap = true;
    events_.push_back(gap);
    growth_->meter.reach(gap.time);
    growth_->meter.before(gap, growth_->newest);
    growth_->newest = *message.keyframe;
    growth_->newest.time = gap.time;
    growth_->newest.events = static_cast<std::int64_t>(events_.size());
    keyframes_.push_back(growth_->newest);
    growth_->of_lots.clear();
    growth_->of_carriers.clear();
    for (std::size_t i = 0; i < most_stock_.size(); ++i) {
      most_stock_[i] = std::max(most_stock_[i], growth_->newest.stock[i]);
    }
    for (const OrderNow& order : growth_->newest.orders) {
      at_number(orders_, order.number).released = order.released;
    }
  }
  for (const FloorEvent& event : message.events) append(event);
  end_ = std::max({end_, message.now, growth_->newest.time});
}

void History::name(const scenario::LoggedOrder& order) {
  Order& record = at_number(orders_, order.number);
  record.name = order.name;
  record.material = order.material;
  record.quantity = order.quantity;
  record.due = order.due.value_or(kNeverDue);
  record.priority = order.priority;
  growth_->has_orders = true;
}

void History::name(const scenario::LoggedLot& lot) {
  Lot& record = at_number(lots_, lot.number);
  record.name = lot.name;
  record.order = static_cast<std::int32_t>(lot.order);
  record.material = lot.material;
  record.routing = lot.routing;
}

// Events of which an instant has none that is later than the next, so times never go back.
void History::append(const FloorEvent& event) {
  events_.push_back(event);
  FloorEvent& last = events_.back();
  last.time = std::max(last.time, growth_->newest.time);
  last.next = FloorEvent::kNotKnown;
  link_last();
  growth_->stretches.take(last, *this, {works_, markers_});
  note_order(last);
  growth_->meter.reach(last.time);
  growth_->meter.before(last, growth_->newest);
  growth_->newest.apply(plan_, last, events_.data());
  note_stock(last, growth_->newest);
  if (events_.size() % kKeyframeEvery == 0) keyframes_.push_back(growth_->newest);
}

// The last event is the next one of those before it.
void History::link_last() {
  const FloorEvent& last = events_.back();
  const auto here = static_cast<std::int32_t>(events_.size()) - 1;
  const auto follow = [&](std::vector<std::int32_t>& waiting) {
    for (const std::int32_t event : waiting) events_[index_of(event)].next = here;
    waiting.clear();
  };
  if (places_lot(last.type)) {
    if (last.lot >= 0) follow(growth_->of_lots[last.lot]);
    if (last.type == EventType::kLotMerged) follow(growth_->of_lots[last.other_lot]);
  }
  if (moves_carrier(last.type)) {
    const std::int32_t carrier = plan_.fleets[index_of(last.other)].first_carrier + last.value;
    if (last.type == EventType::kCarrierMoved) follow(growth_->of_carriers[carrier]);
    growth_->of_carriers[carrier].push_back(here);
  } else if (last.type == EventType::kLotSplit) {
    growth_->of_lots[last.other_lot].push_back(here);
  } else if (last.type == EventType::kLotCompleted) {
    growth_->of_lots.erase(last.lot);
  } else if (last.lot >= 0) {
    growth_->of_lots[last.lot].push_back(here);
  }
}

void History::refresh() {
  if (growth_ == nullptr) return;
  growth_->meter.reach(end_);
  levels_ = growth_->meter.take(growth_->newest);
  if (std::exchange(growth_->has_orders, false)) note_usual_priority();
  note_late_orders();
  note_late(*this, levels_);
}

}  // namespace planttwin::playback
