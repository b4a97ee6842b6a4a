// What a view is told by a run that goes on: messages with a right checksum and anything in them
// are refused or shown. The first byte says how much of the input is a message of its own.

#include <cstddef>
#include <cstdint>
#include <exception>

#include "scenarios/playback/feed_message.h"
#include "scenarios/playback/history.h"
#include "scenarios/report/event_log_tables.h"
#include "sim/archive.h"

namespace planttwin::playback {
namespace {

// Two of everything that messages refer to.
FloorPlan small_plan() {
  FloorPlan plan;
  plan.sites.resize(2);
  plan.work_centers.resize(2);
  plan.machines.resize(2);
  for (std::int32_t i = 0; i < 2; ++i) {
    plan.machines[index_of(i)].work_center = i;
    plan.work_centers[index_of(i)].first_machine = i;
    plan.work_centers[index_of(i)].machine_count = 1;
  }
  plan.materials.resize(2);
  plan.locations.resize(2);
  plan.nodes.resize(2);
  plan.fleets.push_back({.count = 2});
  plan.carriers = 2;
  plan.failure_modes.resize(2);
  plan.maintenances.resize(2);
  plan.routings.resize(2);
  for (FloorPlan::Routing& routing : plan.routings) routing.operations.resize(2);
  return plan;
}

std::string with_checksum(const std::uint8_t* data, std::size_t size) {
  sim::StateWriter writer(kFeedVersion);
  for (std::size_t i = 0; i < size; ++i) writer(data[i]);
  return writer.finish();
}

void take(History& history, const std::uint8_t* data, std::size_t size) {
  const std::string bytes = with_checksum(data, size);
  FeedMessage message;
  try {
    message = decode_feed_message(bytes, history.plan());
  } catch (const sim::StateError&) {
    return;
  } catch (const std::out_of_range&) {
    return;
  }
  if (encode(message) != bytes) __builtin_trap();
  for (const auto& order : message.orders) {
    if (order.number > 100'000) return;  // tables of that size take their time
  }
  for (const FloorEvent& event : message.events) {
    if (event.order > 100'000) return;
  }
  for (const auto& lot : message.lots) {
    if (lot.number > 100'000) return;
  }
  if (message.keyframe) {
    for (const OrderNow& order : message.keyframe->orders) {
      if (order.number > 100'000) return;
    }
  }
  history.take(message);
  history.refresh();
  history.at(message.now);
  history.at(0);
}

}  // namespace
}  // namespace planttwin::playback

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace planttwin::playback;
  if (size < 2) return 0;
  static const FloorPlan kPlan = small_plan();
  History history = History::begin(kPlan);
  const std::size_t first = std::min<std::size_t>(size - 1, data[0] * std::size_t{8});
  take(history, data + 1, first);
  take(history, data + 1 + first, size - 1 - first);
  return 0;
}
