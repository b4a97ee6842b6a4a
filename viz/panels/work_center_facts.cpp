#include "viz/panels/work_center_facts.h"

#include <algorithm>
#include <tuple>

#include "viz/panels/texts.h"
#include "viz/render/moment.h"

namespace planttwin::view {
namespace {

using plant::EventType;
using playback::FloorEvent;
using playback::FloorPlan;
using playback::History;
using playback::LotNow;
using playback::LotPlace;

constexpr std::size_t kLookAhead = 20'000;  // events

WorkCenterFacts::Lot facts_of(const History& history, const LotNow& lot, std::int64_t now) {
  const History::Lot& record = history.lot(lot.number);
  WorkCenterFacts::Lot facts;
  facts.number = lot.number;
  facts.name = record.name;
  facts.operation = operation_text(history.plan(), record.routing, lot.operation);
  facts.since = lot.since;
  facts.span = span_text(now - lot.since);
  facts.adherence = adherence_of(history, lot, now);
  return facts;
}

// Events that a reader does not miss among the rest.
bool is_told(EventType type) {
  return type != EventType::kMachineState && type != EventType::kValidationAsked &&
         type != EventType::kValidationConfirmed;
}

}  // namespace

WorkCenterFacts work_center_facts(const History& history, const playback::FloorState& state,
                                  std::int64_t now, std::int32_t work_center) {
  const FloorPlan& plan = history.plan();
  const FloorPlan::WorkCenter& center = plan.work_centers.at(index_of(work_center));
  WorkCenterFacts facts;
  for (std::int32_t i = 0; i < center.machine_count; ++i) {
    const std::int32_t number = center.first_machine + i;
    const playback::MachineNow& machine = state.machines[index_of(number)];
    facts.machines.push_back(
        {number, plan.machines[index_of(number)].name, machine.state,
         spaced(plant::name_of(machine.state)) + " for " + span_text(now - machine.since)});
    for (int code = 0; code < plant::kMachineStates && now > 0; ++code) {
      facts.shares[index_of(code)] +=
          static_cast<double>(machine.time_in(static_cast<plant::MachineStateCode>(code), now)) /
          static_cast<double>(now) / center.machine_count;
    }
  }
  for (const LotNow& lot : state.lots) {
    if (lot.work_center != work_center) continue;
    if (lot.place == LotPlace::kQueue) facts.queue.push_back(facts_of(history, lot, now));
    if (lot.place != LotPlace::kMachine || lot.machine < 0) continue;
    facts.on_machines.push_back(facts_of(history, lot, now));
    facts.on_machines.back().machine = plan.machines[index_of(lot.machine)].name;
  }
  const auto sooner = [](const WorkCenterFacts::Lot& a, const WorkCenterFacts::Lot& b) {
    return std::tie(a.machine, a.since, a.number) < std::tie(b.machine, b.since, b.number);
  };
  std::sort(facts.queue.begin(), facts.queue.end(), sooner);
  std::sort(facts.on_machines.begin(), facts.on_machines.end(), sooner);
  return facts;
}

std::vector<ComingEvent> coming_events(const History& history, std::int64_t now,
                                       std::int32_t work_center, std::size_t most) {
  const FloorPlan& plan = history.plan();
  const std::vector<FloorEvent>& events = history.events();
  const std::size_t begin = history.events_until(now);
  const std::size_t end = std::min(events.size(), begin + kLookAhead);
  std::vector<ComingEvent> coming;
  for (std::size_t i = begin; i < end && coming.size() < most; ++i) {
    const FloorEvent& event = events[i];
    const bool on_machine =
        event.machine >= 0 && plan.machines[index_of(event.machine)].work_center == work_center;
    if (!on_machine && event.work_center != work_center) continue;
    if (!is_told(event.type)) continue;
    std::string text =
        "in " + span_text(event.time - now) + "  " + spaced(plant::event_name(event.type));
    if (event.lot >= 0) text += "  " + history.lot(event.lot).name;
    if (on_machine) text += "  " + plan.machines[index_of(event.machine)].name;
    coming.push_back({event.time, event.lot, text});
  }
  return coming;
}

}  // namespace planttwin::view
