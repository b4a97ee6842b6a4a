#include "scenarios/playback/floor_event.h"

#include <stdexcept>

namespace planttwin::playback {
namespace {

std::int32_t narrow(std::int64_t number) {
  const auto narrowed = static_cast<std::int32_t>(number);
  if (narrowed != number) throw std::out_of_range("no such number");
  return narrowed;
}

template <class Id>
requires requires(Id id) { id.number(); }
std::int32_t narrow(Id id) { return id.number(); }

std::int64_t count_of(std::int64_t count) { return count; }
template <class Measure>
std::int64_t count_of(const Measure& measure) {
  return measure.count();
}

// Rows of the log and events that happen say the same in different types.
template <class Event>
FloorEvent seen_of(const Event& event) {
  FloorEvent seen;
  seen.type = event.type;
  seen.time = count_of(event.time);
  seen.quantity = count_of(event.quantity);
  seen.other_quantity = count_of(event.other_quantity);
  seen.duration = count_of(event.duration);
  seen.order = narrow(event.order);
  seen.lot = narrow(event.lot);
  seen.other_lot = narrow(event.other_lot);
  seen.work_center = narrow(event.work_center);
  seen.machine = narrow(event.machine);
  seen.material = narrow(event.material);
  seen.location = narrow(event.location);
  seen.node = narrow(event.node);
  seen.operation = narrow(event.operation);
  seen.other = narrow(event.other);
  seen.has_stock = event.stock >= 0;
  // Of a carrier its number; elsewhere nothing that is to be seen.
  seen.value = moves_carrier(event.type) ? narrow(event.value) : 0;
  return seen;
}

}  // namespace

FloorEvent floor_event(const scenario::LoggedEvent& row) {
  if (static_cast<int>(row.type) >= plant::kEventTypes) throw std::out_of_range("no such type");
  return seen_of(row);
}

FloorEvent floor_event(const plant::PlantEvent& event) {
  FloorEvent seen = seen_of(event);
  seen.next = FloorEvent::kNotKnown;
  return seen;
}

bool moves_carrier(plant::EventType type) {
  return type == plant::EventType::kCarrierLoaded || type == plant::EventType::kCarrierUnloaded ||
         type == plant::EventType::kCarrierMoved;
}

bool places_lot(plant::EventType type) {
  using plant::EventType;
  switch (type) {
    case EventType::kLotQueued:
    case EventType::kSetupStarted:
    case EventType::kOperationStarted:
    case EventType::kOperationCompleted:
    case EventType::kLotMoved:
    case EventType::kLotHeld:
    case EventType::kLotLeft:
    case EventType::kLotCompleted:
    case EventType::kLotMerged:
    case EventType::kCarrierCalled:
    case EventType::kCarrierLoaded:
    case EventType::kCarrierUnloaded:
      return true;
    default:
      return false;
  }
}

}  // namespace planttwin::playback
