#include "scenarios/playback/floor_event.h"

#include <stdexcept>

namespace planttwin::playback {
namespace {

std::int32_t narrow(std::int64_t number) {
  const auto narrowed = static_cast<std::int32_t>(number);
  if (narrowed != number) throw std::out_of_range("no such number");
  return narrowed;
}

}  // namespace

FloorEvent floor_event(const scenario::LoggedEvent& row) {
  FloorEvent event;
  if (static_cast<int>(row.type) >= plant::kEventTypes) throw std::out_of_range("no such type");
  event.type = row.type;
  event.time = row.time;
  event.quantity = row.quantity;
  event.other_quantity = row.other_quantity;
  event.duration = row.duration;
  event.order = narrow(row.order);
  event.lot = narrow(row.lot);
  event.other_lot = narrow(row.other_lot);
  event.work_center = narrow(row.work_center);
  event.machine = narrow(row.machine);
  event.material = narrow(row.material);
  event.location = narrow(row.location);
  event.node = narrow(row.node);
  event.operation = narrow(row.operation);
  event.other = narrow(row.other);
  event.has_stock = row.stock >= 0;
  // Of a carrier its number; elsewhere nothing that is to be seen.
  event.value = moves_carrier(row.type) ? narrow(row.value) : 0;
  return event;
}

FloorEvent floor_event(const plant::PlantEvent& event) {
  FloorEvent seen;
  seen.type = event.type;
  seen.time = event.time.count();
  seen.quantity = event.quantity.count();
  seen.other_quantity = event.other_quantity.count();
  seen.duration = event.duration.count();
  seen.order = narrow(event.order);
  seen.lot = narrow(event.lot);
  seen.other_lot = narrow(event.other_lot);
  seen.work_center = event.work_center.number();
  seen.machine = event.machine.number();
  seen.material = event.material.number();
  seen.location = event.location.number();
  seen.node = event.node.number();
  seen.operation = event.operation;
  seen.other = event.other;
  seen.has_stock = event.stock >= 0;
  seen.value = moves_carrier(event.type) ? narrow(event.value) : 0;
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
