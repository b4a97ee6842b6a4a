#pragma once

#include <cstdint>

#include "plant_models/run/plant_event.h"
#include "scenarios/report/logged_event.h"

namespace planttwin::playback {

// An event as views need it: a row of events.sqlite in 88 bytes. -1: the event does not say.
struct FloorEvent {
  std::int64_t time = 0;  // microseconds since the start
  std::int64_t quantity = 0;
  std::int64_t other_quantity = 0;
  std::int64_t duration = 0;
  std::int32_t order = -1;
  std::int32_t lot = -1;
  std::int32_t other_lot = -1;
  std::int32_t work_center = -1;
  std::int32_t machine = -1;
  std::int32_t material = -1;
  std::int32_t location = -1;
  std::int32_t node = -1;
  std::int32_t operation = -1;
  std::int32_t other = -1;
  std::int32_t value = 0;
  std::int32_t routing = -1;  // of the lot
  // The next event that moves the same lot (of a split: the new lot) or, for an event of a carrier,
  // the same carrier: its position in the history; -1: there is none.
  std::int32_t next = -1;
  plant::EventType type = plant::EventType::kOrderReleased;
  // A stock lot is named.
  bool has_stock = false;
  // Nothing happened: before this a live view has missed events.
  bool gap = false;

  // What will come next while a run goes on.
  static constexpr std::int32_t kNotKnown = -2;

  template <class Archive>
  void visit(Archive& archive) {
    archive(time, quantity, other_quantity, duration, order, lot, other_lot, work_center, machine);
    archive(material, location, node, operation, other, value, routing, next, type, has_stock);
    archive(gap);
  }
};

// A row of the log; `next` and `routing` are not known yet. Throws std::out_of_range for numbers
// that are too large, and for a type that there is none.
FloorEvent floor_event(const scenario::LoggedEvent& row);
// An event that happens.
FloorEvent floor_event(const plant::PlantEvent& event);

// Whether an event says where a lot is.
bool places_lot(plant::EventType type);
// Whether it says where a carrier is.
bool moves_carrier(plant::EventType type);

}  // namespace planttwin::playback
