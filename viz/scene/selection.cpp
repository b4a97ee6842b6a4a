#include "viz/scene/selection.h"

#include <array>

namespace planttwin::view {

using Kind = Selection::Kind;
using playback::FloorPlan;
using playback::History;

std::string carrier_name(const FloorPlan& plan, std::int32_t carrier) {
  for (const FloorPlan::Fleet& fleet : plan.fleets) {
    const std::int32_t place = carrier - fleet.first_carrier;
    if (place >= 0 && place < fleet.count) return fleet.name + " " + std::to_string(place + 1);
  }
  return "";
}

std::string name_of(const Selection& selection, const History& history) {
  const auto index = static_cast<std::size_t>(selection.number);
  switch (selection.kind) {
    case Kind::kNone:
      return "";
    case Kind::kLot:
      return history.lot(selection.number).name;
    case Kind::kOrder:
      return history.order(selection.number).name;
    case Kind::kWorkCenter:
      return history.plan().work_centers.at(index).name;
    case Kind::kMachine:
      return history.plan().machines.at(index).name;
    case Kind::kCarrier:
      return carrier_name(history.plan(), selection.number);
  }
  return "";
}

std::string text_of(const Selection& selection, const History& history) {
  constexpr std::array<const char*, 6> kNames = {"none",        "lot",     "order",
                                                 "work_center", "machine", "carrier"};
  const std::string kind = kNames[static_cast<std::size_t>(selection.kind)];
  return selection ? kind + " " + name_of(selection, history) : kind;
}

std::int32_t work_center_of(const Selection& selection, const FloorPlan& plan,
                            const playback::FloorState& state) {
  if (selection.kind == Kind::kWorkCenter) return selection.number;
  if (selection.kind == Kind::kMachine) {
    return plan.machines.at(static_cast<std::size_t>(selection.number)).work_center;
  }
  if (selection.kind != Kind::kLot) return -1;
  const playback::LotNow* lot = state.find_lot(selection.number);
  return lot == nullptr ? -1 : lot->work_center;
}

std::int32_t order_of(const Selection& selection, const History& history) {
  if (selection.kind == Kind::kOrder) return selection.number;
  return selection.kind == Kind::kLot ? history.lot(selection.number).order : -1;
}

}  // namespace planttwin::view
