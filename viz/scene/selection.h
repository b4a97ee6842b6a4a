#pragma once

#include <cstdint>
#include <string>

#include "scenarios/playback/history.h"

namespace planttwin::view {

// What the reader of a view has chosen: at most one thing.
struct Selection {
  enum class Kind : std::uint8_t { kNone, kLot, kOrder, kWorkCenter, kMachine, kCarrier };
  Kind kind = Kind::kNone;
  std::int32_t number = -1;  // of the lot, order or carrier; position of the others in the plan

  bool operator==(const Selection&) const = default;
  explicit operator bool() const { return kind != Kind::kNone; }
};

// "lot A-17.3", "work_center LATHE", "none".
std::string text_of(const Selection& selection, const playback::History& history);

// The name alone; carriers are numbered from 1 in their fleet: "FORKLIFT 2".
std::string name_of(const Selection& selection, const playback::History& history);
std::string carrier_name(const playback::FloorPlan& plan, std::int32_t carrier);

// The work center of a selected work center or machine, or of the place where a selected lot is;
// -1: none.
std::int32_t work_center_of(const Selection& selection, const playback::FloorPlan& plan,
                            const playback::FloorState& state);
// The order that is selected, or the order of the selected lot; -1: none.
std::int32_t order_of(const Selection& selection, const playback::History& history);

}  // namespace planttwin::view
