#include "tests/properties/ledgers.h"

namespace planttwin::testing {

using plant::EventType;
using plant::PlantEvent;
using plant::RunState;

std::string Faults::text() const {
  std::string text;
  for (const std::string& fault : list_) text += (text.empty() ? "" : "\n") + fault;
  return text;
}

LotLedger::LotLedger(const plant::Plant& plant, sim::Time window_from)
    : window_from_(window_from), products_(plant.materials.size()) {}

void LotLedger::change_units(std::size_t product, sim::Time now, std::int64_t by) {
  ProductRecord& p = products_[product];
  const sim::Time from = std::max(p.changed, window_from_);
  if (now > from) p.unit_time += static_cast<sim::WideInteger>(p.units) * (now - from).count();
  p.changed = now;
  p.units += by;
}

void LotLedger::end_lot(std::int64_t number, sim::Time now) {
  const auto found = lots_.find(number);
  const sim::Time from = std::max(found->second.since, window_from_);
  if (now > from) products_[found->second.product].lot_time += (now - from).count();
  lots_.erase(found);
}

// Lots that were scrapped whole have ended by now, unless their parallel branches go on or they
// wait for a part of them in rework.
void LotLedger::sweep(const RunState& run) {
  std::set<std::int64_t> waiting;
  for (const std::int64_t number : emptied_) {
    const auto found = lots_.find(number);
    if (found == lots_.end()) continue;
    const std::int32_t slot = run.lot_index.find(number);
    if (slot >= 0 &&
        run.lots[static_cast<std::size_t>(slot)].status == plant::LotStatus::kRejoining) {
      waiting.insert(number);
      continue;
    }
    if (slot >= 0) products_[found->second.product].exact = false;
    end_lot(number, now_);
  }
  emptied_ = std::move(waiting);
}

void LotLedger::on_split(const PlantEvent& event, const RunState& run) {
  const auto child = static_cast<std::size_t>(run.lot_index.find(event.other_lot));
  if ((run.lots[child].flags & plant::kCompanion) != 0) {
    branches_.insert(event.other_lot);
    return;
  }
  const auto parent = lots_.find(event.lot);
  if (parent == lots_.end()) return faults_.add("an unknown lot is split");
  parent->second.quantity -= event.quantity.count();
  faults_.check(parent->second.quantity >= 0, "a lot is split into more than it has");
  lots_[event.other_lot] = {event.order, event.material.index(), event.quantity.count(),
                            event.time};
}

void LotLedger::on_merged(const PlantEvent& event) {
  if (branches_.count(event.other_lot) != 0) {
    branches_.insert(event.lot);
    return;
  }
  const auto part = lots_.find(event.other_lot);
  if (part == lots_.end()) return faults_.add("an unknown lot is merged");
  const LotRecord from = part->second;
  faults_.check(from.quantity == event.quantity.count(), "a merged lot has another quantity");
  end_lot(event.other_lot, event.time);
  const bool first = lots_.count(event.lot) == 0;
  LotRecord& result = lots_[event.lot];
  if (first) result = {event.order, event.material.index(), 0, event.time};
  result.quantity += from.quantity;
  orders_[from.order].moved += from.quantity;
  orders_[event.order].moved -= from.quantity;
  if (from.product != event.material.index()) faults_.add("lots of two products are merged");
}

void LotLedger::on_scrapped(const PlantEvent& event) {
  if (branches_.count(event.lot) != 0) return;
  const auto lot = lots_.find(event.lot);
  if (lot == lots_.end()) return faults_.add("an unknown lot is scrapped");
  lot->second.quantity -= event.quantity.count();
  faults_.check(lot->second.quantity >= 0, "more is scrapped than there is");
  change_units(lot->second.product, event.time, -event.quantity.count());
  orders_[event.order].scrapped += event.quantity.count();
  if (lot->second.quantity == 0) emptied_.insert(event.lot);
}

void LotLedger::on_order_completed(const PlantEvent& event) {
  OrderRecord& order = orders_[event.order];
  faults_.check(!order.done, "an order is completed twice");
  order.done = true;
  faults_.check(order.completed == event.quantity.count(), "an order reports another good amount");
  faults_.check(order.scrapped == event.other_quantity.count(), "an order reports another loss");
  faults_.check(order.created == order.completed + order.scrapped + order.moved,
                "order " + std::to_string(event.order) + " of " + std::to_string(order.created) +
                    " ends with " + std::to_string(order.completed) + " good, " +
                    std::to_string(order.scrapped) + " scrapped");
}

void LotLedger::on_event(const PlantEvent& event, const RunState& run) {
  faults_.check(event.time >= now_, "events go back in time");
  if (event.time > now_) sweep(run);
  now_ = event.time;
  switch (event.type) {
    case EventType::kLotCreated:
      faults_.check(lots_.count(event.lot) == 0, "a lot number is given twice");
      faults_.check(event.quantity.count() > 0, "a lot of nothing is made");
      lots_[event.lot] = {event.order, event.material.index(), event.quantity.count(), event.time};
      orders_[event.order].created += event.quantity.count();
      return change_units(event.material.index(), event.time, event.quantity.count());
    case EventType::kLotSplit:
      return on_split(event, run);
    case EventType::kLotMerged:
      return on_merged(event);
    case EventType::kLotScrapped:
      return on_scrapped(event);
    case EventType::kLotCompleted: {
      const auto lot = lots_.find(event.lot);
      if (lot == lots_.end()) return faults_.add("an unknown lot is completed");
      faults_.check(lot->second.quantity == event.quantity.count(),
                    "a completed lot has another quantity");
      faults_.check(event.quantity.count() > 0, "a lot of nothing is completed");
      change_units(lot->second.product, event.time, -lot->second.quantity);
      orders_[event.order].completed += event.quantity.count();
      return end_lot(event.lot, event.time);
    }
    case EventType::kOrderCompleted:
      return on_order_completed(event);
    default:
      return;
  }
}

void LotLedger::compare_product(const plant::PlantRun& run, std::size_t product,
                                Faults& faults) const {
  const plant::ProductStatistics& s = run.state().statistics.products[product];
  const ProductRecord& p = products_[product];
  const std::string name = run.plant().materials[product].id;
  faults.check(s.wip.level() == p.units, name + ": " + std::to_string(s.wip.level()) +
                                             " units in process, the books say " +
                                             std::to_string(p.units));
  const sim::Time now = run.now();
  sim::WideInteger unit_time = p.unit_time;
  const sim::Time from = std::max(p.changed, window_from_);
  if (now > from) unit_time += static_cast<sim::WideInteger>(p.units) * (now - from).count();
  faults.check(s.wip.integral(now) == unit_time, name + ": units in process over time");
  sim::WideInteger lot_time = p.lot_time;
  std::int64_t lots = 0;
  bool exact = p.exact;
  for (const auto& [number, lot] : lots_) {
    if (lot.product != product) continue;
    // Of what was emptied last it is seen only now whether it ended then.
    const bool ended = run.state().lot_index.find(number) < 0;
    exact = exact && ended == (emptied_.count(number) != 0);
    lots += ended ? 0 : 1;
    const sim::Time since = std::max(lot.since, window_from_);
    const sim::Time until = ended ? now_ : now;
    if (until > since) lot_time += (until - since).count();
  }
  if (!exact) return;
  faults.check(s.wip_lots.level() == lots, name + ": lots in process");
  faults.check(s.wip_lots.integral(now) == lot_time, name + ": Little's law of lots");
}

Faults LotLedger::compare(const plant::PlantRun& run) const {
  Faults faults;
  const RunState& state = run.state();
  for (const plant::Lot& l : state.lots) {
    if (l.number < 0 || (l.flags & plant::kCompanion) != 0) continue;
    const auto found = lots_.find(l.number);
    if (found == lots_.end()) {
      // Of an emptied lot only its branches are still under way.
      faults.check(l.quantity.is_zero(), "lot " + std::to_string(l.number) + " is in no books");
    } else {
      faults.check(found->second.quantity == l.quantity.count(),
                   "lot " + std::to_string(l.number) + " has " +
                       std::to_string(l.quantity.count()) + ", the books say " +
                       std::to_string(found->second.quantity));
    }
  }
  for (const auto& [number, lot] : lots_) {
    if (emptied_.count(number) != 0) continue;
    faults.check(
        state.lot_index.find(number) >= 0,
        "lot " + std::to_string(number) + " of " + std::to_string(lot.quantity) + " has vanished");
  }
  for (std::size_t i = 0; i < products_.size(); ++i) compare_product(run, i, faults);
  return faults;
}

}  // namespace planttwin::testing
