#include "scenarios/playback/feed_message.h"

#include "scenarios/playback/event_check.h"
#include "sim/archive.h"

namespace planttwin::playback {
namespace {

template <class Archive>
void visit(Archive& archive, FeedMessage& message) {
  const auto each = [&](auto& records, auto fields) {
    std::uint64_t count = records.size();
    archive(count);
    for (std::uint64_t i = 0; i < count; ++i) {
      if constexpr (Archive::kReading) records.emplace_back();
      fields(records[i]);
    }
  };
  archive(message.now, message.keyframe, message.events, message.end);
  each(message.orders, [&](scenario::LoggedOrder& order) {
    archive(order.number, order.name, order.material, order.quantity, order.due, order.priority);
  });
  each(message.lots, [&](scenario::LoggedLot& lot) {
    archive(lot.number, lot.name, lot.order, lot.material, lot.routing);
  });
}

}  // namespace

std::string encode(const FeedMessage& message) {
  sim::StateWriter writer(kFeedVersion);
  visit(writer, const_cast<FeedMessage&>(message));  // writing changes nothing
  return writer.finish();
}

FeedMessage decode_feed_message(std::string_view bytes, const FloorPlan& plan) {
  sim::StateReader reader(bytes, kFeedVersion);
  FeedMessage message;
  visit(reader, message);
  reader.finish();
  if (message.keyframe) check_state(plan, *message.keyframe);
  for (const scenario::LoggedOrder& order : message.orders) {
    check_number(order.number);
    check_reference(order.material, plan.materials.size(), "material");
  }
  for (const scenario::LoggedLot& lot : message.lots) {
    check_number(lot.number);
    check_reference(lot.material, plan.materials.size(), "material");
    check_reference(lot.routing, plan.routings.size(), "routing");
  }
  for (const FloorEvent& event : message.events) {
    if (static_cast<int>(event.type) >= plant::kEventTypes || event.next >= 0) {
      throw std::out_of_range("no such event");
    }
    check_reference(event.routing, plan.routings.size(), "routing");
    check_event(plan, event);
  }
  return message;
}

}  // namespace planttwin::playback
