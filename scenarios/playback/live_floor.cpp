#include "scenarios/playback/live_floor.h"

#include <algorithm>
#include <utility>

namespace planttwin::playback {

LiveFloor::LiveFloor(FloorPlan plan) : plan_(std::move(plan)), state_(plan_) {}

void LiveFloor::on_event(const plant::PlantEvent& event, const plant::RunState& run) {
  FloorEvent seen = floor_event(event);
  const std::lock_guard lock(mutex_);
  if (seen.order >= 0) name_order(seen.order, run);
  if (seen.lot >= 0) name_lot(seen.lot, run);
  if (seen.other_lot >= 0) name_lot(seen.other_lot, run);
  if (const auto lot = lots_.find(seen.lot); lot != lots_.end()) seen.routing = lot->second.routing;
  state_.apply(plan_, seen, nullptr);
  forget(seen);
  news_.now = std::max(news_.now, seen.time);
  if (!watched_) return;
  if (news_.events.size() >= kMostWaiting) {
    drop_news();
  }
  if (complete_) news_.events.push_back(seen);
}

void LiveFloor::name_order(std::int32_t number, const plant::RunState& run) {
  const auto [found, is_new] = orders_.try_emplace(number);
  if (!is_new) return;
  found->second = scenario::logged_order(number, run);
  if (watched_ && complete_) news_.orders.push_back(found->second);
}

void LiveFloor::name_lot(std::int32_t number, const plant::RunState& run) {
  if (lots_.contains(number)) return;
  std::optional<scenario::LoggedLot> named = scenario::logged_lot(number, run);
  if (!named) return;
  if (watched_ && complete_) news_.lots.push_back(*named);
  lots_.emplace(number, *std::move(named));
}

// What is no longer in the plant needs no name in a keyframe.
void LiveFloor::forget(const FloorEvent& event) {
  if (event.lot >= 0 && state_.find_lot(event.lot) == nullptr) lots_.erase(event.lot);
  if (event.other_lot >= 0 && state_.find_lot(event.other_lot) == nullptr) {
    lots_.erase(event.other_lot);
  }
  if (event.order >= 0 && state_.find_order(event.order) == nullptr) orders_.erase(event.order);
}

void LiveFloor::drop_news() {
  complete_ = false;
  news_.events.clear();
  news_.orders.clear();
  news_.lots.clear();
}

void LiveFloor::set_time(sim::Time now) {
  const std::lock_guard lock(mutex_);
  news_.now = std::max(news_.now, now.count());
}

void LiveFloor::finish(sim::Time end, const std::string& reason) {
  const std::lock_guard lock(mutex_);
  news_.now = std::max(news_.now, end.count());
  news_.end = reason;
}

void LiveFloor::set_watched(bool watched) {
  const std::lock_guard lock(mutex_);
  if (watched == watched_) return;
  watched_ = watched;
  drop_news();  // what happened before is told by a keyframe
}

LiveFloor::News LiveFloor::take(bool with_whole) {
  const std::lock_guard lock(mutex_);
  News news;
  news.complete = complete_;
  news.message = std::exchange(news_, FeedMessage());
  news_.now = news.message.now;
  news_.end = news.message.end;
  complete_ = true;
  if (!with_whole && news.complete) return news;
  FeedMessage& whole = news.whole.emplace();
  whole.now = news.message.now;
  whole.end = news.message.end;
  whole.keyframe = state_;
  for (const auto& [number, order] : orders_) whole.orders.push_back(order);
  for (const auto& [number, lot] : lots_) whole.lots.push_back(lot);
  return news;
}

std::size_t LiveFloor::waiting() const {
  const std::lock_guard lock(mutex_);
  return news_.events.size();
}

}  // namespace planttwin::playback
