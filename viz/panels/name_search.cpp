#include "viz/panels/name_search.h"

#include <array>
#include <string_view>
#include <utility>

#include "viz/panels/texts.h"

namespace planttwin::view {

using Kind = Selection::Kind;
using playback::FloorPlan;
using playback::History;

NameSearch::NameSearch(const History& history) {
  const FloorPlan& plan = history.plan();
  for (std::size_t i = 0; i < plan.work_centers.size(); ++i) {
    add(Kind::kWorkCenter, i, plan.work_centers[i].name);
  }
  for (std::size_t i = 0; i < plan.machines.size(); ++i) {
    add(Kind::kMachine, i, plan.machines[i].name);
  }
  for (std::int32_t i = 0; i < plan.carriers; ++i) {
    add(Kind::kCarrier, static_cast<std::size_t>(i), carrier_name(plan, i));
  }
  for (std::size_t i = 0; i < history.order_count(); ++i) {
    add(Kind::kOrder, i, history.order(static_cast<std::int32_t>(i)).name);
  }
  for (std::size_t i = 0; i < history.lot_count(); ++i) {
    add(Kind::kLot, i, history.lot(static_cast<std::int32_t>(i)).name);
  }
}

void NameSearch::add(Kind kind, std::size_t number, std::string name) {
  if (!name.empty())
    entries_.push_back({{kind, static_cast<std::int32_t>(number)}, std::move(name)});
}

std::vector<NameSearch::Found> NameSearch::find(const std::string& text, std::size_t most) const {
  const std::string wanted = lower_case(text);
  if (wanted.empty()) return {};
  std::array<std::vector<Found>, 3> ranks;
  for (const Entry& entry : entries_) {
    if (!contains_any_case(entry.name, wanted)) continue;
    const bool begins =
        contains_any_case(std::string_view(entry.name).substr(0, wanted.size()), wanted);
    const std::size_t rank = !begins ? 2 : (entry.name.size() == wanted.size() ? 0 : 1);
    if (ranks[rank].size() < most) ranks[rank].push_back({entry.what, entry.name});
  }
  std::vector<Found> found;
  for (const std::vector<Found>& rank : ranks) {
    for (const Found& each : rank) {
      if (found.size() < most) found.push_back(each);
    }
  }
  return found;
}

std::int64_t instant_to_see(const Selection& what, const History& history,
                            const playback::FloorState& state, std::int64_t now) {
  if (what.kind == Kind::kOrder) {
    if (state.find_order(what.number) != nullptr) return now;
    const std::int64_t released = history.order(what.number).released;
    return released < 0 ? now : released;
  }
  if (what.kind != Kind::kLot || state.find_lot(what.number) != nullptr) return now;
  for (const playback::FloorEvent& event : history.events()) {
    const bool is_it = event.lot == what.number || (event.type == plant::EventType::kLotSplit &&
                                                    event.other_lot == what.number);
    if (is_it) return event.time;
  }
  return now;
}

}  // namespace planttwin::view
