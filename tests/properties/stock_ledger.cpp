#include <algorithm>

#include "tests/properties/ledgers.h"

namespace planttwin::testing {

using plant::EventType;
using plant::PlantEvent;
using plant::RunState;

void StockLedger::change(const PlantEvent& event, std::int64_t by) {
  std::int64_t& amount = on_hand_[event.stock];
  amount += by;
  by_material_[event.material.index()] += by;
  faults_.check(amount >= 0, "stock lot " + std::to_string(event.stock) + " is negative");
}

void StockLedger::on_event(const PlantEvent& event, const RunState&) {
  switch (event.type) {
    case EventType::kMaterialReceived:
    case EventType::kByProductReceived:
    case EventType::kMaterialReturned:
      return change(event, event.quantity.count());
    case EventType::kMaterialIssued:
    case EventType::kStockExpired:
      return change(event, -event.quantity.count());
    case EventType::kStockScrapped:  // without a stock lot: never received, but sent back
      if (event.stock >= 0) change(event, -event.quantity.count());
      return;
    default:
      return;
  }
}

Faults StockLedger::compare(const plant::PlantRun& run) const {
  Faults faults;
  std::map<std::int64_t, std::int64_t> found;
  for (const plant::StockRun& s : run.state().stock) {
    if (s.in_use == 0) continue;
    found[s.number] = s.total().count();
    for (const sim::Quantity part : {s.unrestricted, s.reserved, s.held, s.in_transit}) {
      faults.check(part.count() >= 0, "stock lot " + std::to_string(s.number) + " is negative");
    }
  }
  for (const auto& [number, amount] : on_hand_) {
    const auto place = found.find(number);
    const std::int64_t there = place == found.end() ? 0 : place->second;
    faults.check(there == amount, "stock lot " + std::to_string(number) + " has " +
                                      std::to_string(there) + ", the books say " +
                                      std::to_string(amount));
  }
  for (const auto& [number, amount] : found) {
    faults.check(amount == 0 || on_hand_.count(number) != 0,
                 "stock lot " + std::to_string(number) + " is in no books");
  }
  for (const auto& [material, amount] : by_material_) {
    faults.check(run.state().statistics.materials[material].stock.level() == amount,
                 run.plant().materials[material].id + ": stock by statistics and by the books");
  }
  return faults;
}

void Genealogy::on_event(const PlantEvent& event, const RunState&) {
  const Node lot{true, event.lot};
  switch (event.type) {
    case EventType::kMaterialIssued:
      into_[{false, event.stock}].insert(lot);
      return;
    case EventType::kMaterialReceived:
    case EventType::kByProductReceived:
      if (event.lot >= 0) into_[lot].insert({false, event.stock});
      return;
    case EventType::kLotSplit:
      into_[lot].insert({true, event.other_lot});
      return;
    case EventType::kLotMerged:
      into_[{true, event.other_lot}].insert(lot);
      return;
    default:
      return;
  }
}

// Takes away what nothing goes into, until nothing is left or only cycles are (Kahn, 1962).
bool Genealogy::has_cycle() const {
  std::map<Node, std::int64_t> sources;
  for (const auto& [from, targets] : into_) {
    sources[from];
    for (const Node& to : targets) ++sources[to];
  }
  std::vector<Node> free;
  for (const auto& [node, count] : sources) {
    if (count == 0) free.push_back(node);
  }
  std::size_t taken = 0;
  while (!free.empty()) {
    const Node node = free.back();
    free.pop_back();
    ++taken;
    const auto targets = into_.find(node);
    if (targets == into_.end()) continue;
    for (const Node& to : targets->second) {
      if (--sources[to] == 0) free.push_back(to);
    }
  }
  return taken != sources.size();
}

void EventHash::mix(std::int64_t word) {
  hash_ = sim::mix_bits(hash_ ^ static_cast<std::uint64_t>(word)) + 0x9E3779B97F4A7C15;
}

void EventHash::on_event(const PlantEvent& event, const RunState&) {
  if (event.time < from_) return;
  ++count_;
  for (const std::int64_t word :
       {event.time.count(), static_cast<std::int64_t>(event.type),
        static_cast<std::int64_t>(event.operation), event.order, event.lot, event.other_lot,
        event.stock, static_cast<std::int64_t>(event.work_center.number()),
        static_cast<std::int64_t>(event.machine.number()),
        static_cast<std::int64_t>(event.material.number()),
        static_cast<std::int64_t>(event.location.number()),
        static_cast<std::int64_t>(event.node.number()), static_cast<std::int64_t>(event.other),
        event.quantity.count(), event.other_quantity.count(), event.duration.count(),
        event.value}) {
    mix(word);
  }
}

}  // namespace planttwin::testing
