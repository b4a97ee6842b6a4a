#include "tests/support/floor_comparison.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>

namespace planttwin::testing {
namespace {

using plant::LotStatus;
using playback::LotPlace;

std::string line_of_lot(std::int64_t number, const std::string& quantity,
                        const std::string& where) {
  return "lot " + std::to_string(number) + " of " + quantity + ": " + where;
}

// Of a batch only the first lot is told when it is set up for, the others when their operation
// starts: until then all of them look as if they were in the queue.
bool has_started(const plant::MachineRun& machine) {
  if (machine.stage == plant::Stage::kSetup) return machine.after_setup == plant::Stage::kRun;
  return machine.stage != plant::Stage::kLoad;
}

constexpr const char* kUnderWay = "done, or under way";

// No event says when a parallel branch meets the others.
bool has_met_others(bool is_branch, const std::string& where) {
  return is_branch && where == kUnderWay;
}

// What is done and waits for a place on a conveyor, or for a part of it or a parallel branch, looks
// as if it were under way: nobody says when it leaves. So what wants to leave is told by its lot
// alone.
std::string where_is(const plant::RunState& run, const plant::Lot& lot) {
  switch (lot.status) {
    case LotStatus::kOutside:
      return "outside";
    case LotStatus::kQueued:
      return "in the queue of " + run.plant->work_center(lot.work_center).id;
    case LotStatus::kOnMachine:
      if (!has_started(run.machine(lot.machine))) {
        return "in the queue of " + run.plant->work_center(lot.work_center).id;
      }
      [[fallthrough]];
    case LotStatus::kInPipeline:
      return "on " + run.plant->machine(lot.machine).id;
    case LotStatus::kFinished:
    case LotStatus::kOutput:
    case LotStatus::kInTransit:
    case LotStatus::kJoining:
    case LotStatus::kRejoining:
      return kUnderWay;
    case LotStatus::kHeld:
      return "held";
    case LotStatus::kFree:
      break;
  }
  return "nowhere";
}

std::string where_is(const playback::LotNow& lot, const playback::FloorPlan& plan) {
  if (lot.held) return "held";
  switch (lot.place) {
    case LotPlace::kOutside:
      return "outside";
    case LotPlace::kQueue:
      return "in the queue of " + plan.work_centers[static_cast<std::size_t>(lot.work_center)].name;
    case LotPlace::kMachine:
      if (lot.set_up) {
        return "in the queue of " +
               plan.work_centers[static_cast<std::size_t>(lot.work_center)].name;
      }
      return lot.done_here ? kUnderWay
                           : "on " + plan.machines[static_cast<std::size_t>(lot.machine)].name;
    case LotPlace::kUnderWay:
    case LotPlace::kOnCarrier:
    case LotPlace::kJoining:
      return kUnderWay;
  }
  return "nowhere";
}

void add_stock(std::vector<std::string>& lines, std::int32_t location, std::int32_t material,
               std::int64_t quantity) {
  if (quantity == 0) return;
  lines.push_back("stock of material " + std::to_string(material) + " in location " +
                  std::to_string(location) + ": " + std::to_string(quantity));
}

}  // namespace

std::vector<std::string> floor_of(const plant::RunState& run) {
  std::vector<std::string> lines;
  for (const plant::Lot& lot : run.lots) {
    if (lot.status == LotStatus::kFree || lot.quantity.is_zero()) continue;
    const std::string where = where_is(run, lot);
    if (has_met_others((lot.flags & plant::kCompanion) != 0, where)) continue;
    lines.push_back(line_of_lot(lot.number, std::to_string(lot.quantity.count()), where));
  }
  for (std::size_t i = 0; i < run.machines.size(); ++i) {
    lines.push_back("machine " + run.plant->machines[i].id + ": " +
                    std::string(name_of(run.machines[i].shown)));
  }
  for (std::size_t i = 0; i < run.carriers.size(); ++i) {
    if (run.carriers[i].trips == 0) continue;  // may have begun anywhere
    lines.push_back("carrier " + std::to_string(i) + " at " +
                    std::to_string(run.carriers[i].node.number()) + " with " +
                    std::to_string(run.carrier_load[i].size()));
  }
  std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t> stock;
  for (const plant::StockRun& s : run.stock) {
    if (s.in_use != 0) stock[{s.location.number(), s.material.number()}] += s.total().count();
  }
  for (const auto& [place, quantity] : stock) {
    add_stock(lines, place.first, place.second, quantity);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::vector<std::string> floor_of(const playback::FloorState& state,
                                  const playback::FloorPlan& plan) {
  std::vector<std::string> lines;
  const auto outside = std::count_if(state.lots.begin(), state.lots.end(), [](const auto& lot) {
    return lot.place == LotPlace::kOutside;
  });
  if (outside != state.outside) lines.push_back("miscounted: " + std::to_string(state.outside));
  for (const playback::LotNow& lot : state.lots) {
    const std::string where = where_is(lot, plan);
    if (has_met_others(lot.branch_of >= 0, where)) continue;
    if (lot.quantity == 0) continue;  // scrapped, as above
    lines.push_back(line_of_lot(lot.number, std::to_string(lot.quantity), where));
  }
  for (std::size_t i = 0; i < state.machines.size(); ++i) {
    lines.push_back("machine " + plan.machines[i].name + ": " +
                    std::string(name_of(state.machines[i].state)));
  }
  for (std::size_t i = 0; i < state.carriers.size(); ++i) {
    if (state.carriers[i].trips == 0) continue;
    lines.push_back("carrier " + std::to_string(i) + " at " +
                    std::to_string(state.carriers[i].node) + " with " +
                    std::to_string(state.carriers[i].lots));
  }
  for (std::size_t place = 0; place < state.stock.size(); ++place) {
    add_stock(lines, static_cast<std::int32_t>(place / plan.materials.size()),
              static_cast<std::int32_t>(place % plan.materials.size()), state.stock[place]);
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::string difference(const std::vector<std::string>& expected,
                       const std::vector<std::string>& found) {
  std::vector<std::string> missing, surplus;
  std::set_difference(expected.begin(), expected.end(), found.begin(), found.end(),
                      std::back_inserter(missing));
  std::set_difference(found.begin(), found.end(), expected.begin(), expected.end(),
                      std::back_inserter(surplus));
  std::string text;
  for (const std::string& line : missing) text += "the run has   " + line + "\n";
  for (const std::string& line : surplus) text += "playback has  " + line + "\n";
  return text;
}

}  // namespace planttwin::testing
