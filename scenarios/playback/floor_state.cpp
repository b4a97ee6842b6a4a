#include "scenarios/playback/floor_state.h"

#include <algorithm>
#include <stdexcept>

namespace planttwin::playback {

using plant::EventType;
using plant::MachineStateCode;

namespace {

const FloorEvent* event_at(std::int32_t index, const FloorEvent* history) {
  return index < 0 || history == nullptr ? nullptr : history + index;
}

}  // namespace

FloorState::FloorState(const FloorPlan& plan)
    : machines(plan.machines.size()),
      work_centers(plan.work_centers.size()),
      carriers(index_of(plan.carriers)),
      stock(plan.locations.size() * plan.materials.size()) {
  for (const FloorPlan::Fleet& fleet : plan.fleets) {
    for (std::int32_t i = 0; i < fleet.count; ++i) {
      carriers[index_of(fleet.first_carrier + i)].node = fleet.home;
    }
  }
}

void FloorState::index() {
  lot_index_.clear();
  order_index_.clear();
  for (std::size_t i = 0; i < lots.size(); ++i) {
    lot_index_.emplace(lots[i].number, static_cast<std::int32_t>(i));
  }
  for (std::size_t i = 0; i < orders.size(); ++i) {
    order_index_.emplace(orders[i].number, static_cast<std::int32_t>(i));
  }
  if (lot_index_.size() != lots.size() || order_index_.size() != orders.size()) {
    throw std::out_of_range("a lot or an order is there twice");
  }
}

const LotNow* FloorState::find_lot(std::int32_t number) const {
  const auto found = lot_index_.find(number);
  return found == lot_index_.end() ? nullptr : &lots[index_of(found->second)];
}

const OrderNow* FloorState::find_order(std::int32_t number) const {
  const auto found = order_index_.find(number);
  return found == order_index_.end() ? nullptr : &orders[index_of(found->second)];
}

// A lot or order that was there at the start is met at its first event.
LotNow& FloorState::lot_of(const FloorEvent& event) {
  const auto [found, is_new] =
      lot_index_.try_emplace(event.lot, static_cast<std::int32_t>(lots.size()));
  if (is_new) {
    lots.push_back({.number = event.lot,
                    .order = event.order,
                    .quantity = event.quantity,
                    .since = event.time});
    ++outside;
    if (event.order >= 0) ++order_of(event).lots;
  }
  return lots[index_of(found->second)];
}

OrderNow& FloorState::order_of(const FloorEvent& event) {
  const auto [found, is_new] =
      order_index_.try_emplace(event.order, static_cast<std::int32_t>(orders.size()));
  if (is_new) {
    orders.push_back({.number = event.order, .material = event.material, .released = event.time});
  }
  return orders[index_of(found->second)];
}

void FloorState::remove_lot(std::int32_t number) {
  const auto found = lot_index_.find(number);
  if (found == lot_index_.end()) return;
  const auto slot = found->second;
  LotNow& lot = lots[index_of(slot)];
  put(lot, LotPlace::kOutside, time);
  if (const auto parent = lot_index_.find(lot.branch_of); parent != lot_index_.end()) {
    --lots[index_of(parent->second)].branches;
  }
  if (const auto order = order_index_.find(lot.order); order != order_index_.end()) {
    --orders[index_of(order->second)].lots;
  }
  --outside;
  lot_index_.erase(found);
  if (index_of(slot) + 1 != lots.size()) {
    lots[index_of(slot)] = lots.back();
    lot_index_[lots[index_of(slot)].number] = slot;
  }
  lots.pop_back();
}

void FloorState::remove_order(std::int32_t number) {
  const auto found = order_index_.find(number);
  if (found == order_index_.end()) return;
  const auto slot = found->second;
  if (orders[index_of(slot)].lots > 0) {  // branches that ended where nobody says so
    std::vector<std::int32_t> left;
    for (const LotNow& lot : lots) {
      if (lot.order == number) left.push_back(lot.number);
    }
    for (const std::int32_t lot : left) remove_lot(lot);
  }
  order_index_.erase(number);
  if (index_of(slot) + 1 != orders.size()) {
    orders[index_of(slot)] = orders.back();
    order_index_[orders[index_of(slot)].number] = slot;
  }
  orders.pop_back();
}

// Out of where it was, into another place.
void FloorState::put(LotNow& lot, LotPlace place, std::int64_t now) {
  switch (lot.place) {
    case LotPlace::kQueue:
      --work_centers[index_of(lot.work_center)].queue;
      break;
    case LotPlace::kMachine:
      if (MachineNow& machine = machines[index_of(lot.machine)]; --machine.lots == 0) {
        machine.people = 0;
      }
      break;
    case LotPlace::kOnCarrier:
      --carriers[index_of(lot.carrier)].lots;
      break;
    case LotPlace::kOutside:
      --outside;
      break;
    default:
      break;
  }
  if (place == LotPlace::kOutside) ++outside;
  lot.place = place;
  lot.since = now;
  lot.arrives = -1;
  lot.set_up = lot.done_here = false;
  lot.to_work_center = lot.to_location = -1;
}

// Whether it has not been there already.
bool FloorState::put_on_machine(const FloorPlan& plan, LotNow& lot, const FloorEvent& event) {
  if (lot.place == LotPlace::kMachine && lot.machine == event.machine && !lot.done_here) {
    return false;
  }
  put(lot, LotPlace::kMachine, event.time);
  lot.machine = event.machine;
  lot.work_center = plan.machines[index_of(event.machine)].work_center;
  lot.node = -1;
  ++machines[index_of(event.machine)].lots;
  return true;
}

// It stays where it is until it is carried or has to wait for a place; otherwise it goes at once.
void FloorState::finish_operation(LotNow& lot, const FloorEvent& event, const FloorEvent* history) {
  lot.done_here = true;
  const FloorEvent* next = event_at(lot.next, history);
  if (lot.next == -1 && lot.branch_of >= 0) {
    end_branch(lot.number, event, history);
  } else if (lot.branches > 0 && (next == nullptr || next->type != EventType::kLotLeft)) {
    put(lot, LotPlace::kJoining, event.time);
  } else if (next != nullptr &&
             (next->type == EventType::kLotMoved || next->type == EventType::kLotQueued ||
              next->type == EventType::kLotCompleted)) {
    put_under_way(lot, event.time, history);
  }
}

// A branch that meets the others is a part of their lot again.
void FloorState::end_branch(std::int32_t number, const FloorEvent& event,
                            const FloorEvent* history) {
  const std::int32_t parent = lots[index_of(lot_index_.at(number))].branch_of;
  remove_lot(number);
  const auto found = lot_index_.find(parent);
  if (found == lot_index_.end()) return;
  LotNow& lot = lots[index_of(found->second)];
  if (lot.branches == 0 && lot.place == LotPlace::kJoining) put_under_way(lot, event.time, history);
}

void FloorState::put_under_way(LotNow& lot, std::int64_t now, const FloorEvent* history) {
  put(lot, LotPlace::kUnderWay, now);
  const FloorEvent* next = event_at(lot.next, history);
  if (next == nullptr || next->type == EventType::kCarrierCalled ||
      next->type == EventType::kCarrierLoaded) {
    return;
  }
  lot.arrives = next->time;
  lot.to_work_center = next->work_center;
  lot.to_location = next->location;
}

void FloorState::count_branch(std::int32_t parent) {
  const auto found = lot_index_.find(parent);
  if (found != lot_index_.end()) ++lots[index_of(found->second)].branches;
}

// A part of the lot, or, with all of its quantity, a branch that runs in parallel with its own.
void FloorState::split(const FloorEvent& event) {
  FloorEvent birth = event;
  birth.lot = event.other_lot;
  lot_of(birth);
  LotNow& parent = lot_of(event);
  LotNow& child = lot_of(birth);
  child.next = event.next;
  if (child.place == LotPlace::kOutside) put(child, LotPlace::kUnderWay, event.time);
  child.operation = parent.operation;
  child.work_center = parent.work_center;
  child.machine = parent.machine;
  child.node = parent.node;
  if (event.quantity < parent.quantity) {
    parent.quantity -= event.quantity;
    child.branch_of = parent.branch_of;
    count_branch(child.branch_of);
  } else {
    child.branch_of = parent.number;
    ++parent.branches;
  }
}

// The result is a lot with a new number in the place of the first that went into it.
void FloorState::merge(const FloorEvent& event) {
  const auto found = lot_index_.find(event.other_lot);
  if (found == lot_index_.end()) return;
  const LotNow other = lots[index_of(found->second)];
  const bool is_first = !lot_index_.contains(event.lot);
  remove_lot(event.other_lot);
  LotNow& result = lot_of(event);
  if (is_first) {
    const LotNow born = result;
    result = other;
    result.number = born.number;
    result.order = born.order;
    result.quantity = 0;
    count_branch(result.branch_of);
    if (other.place != LotPlace::kOutside) --outside;
    if (other.place == LotPlace::kMachine) ++machines[index_of(other.machine)].lots;
    if (other.place == LotPlace::kQueue) ++work_centers[index_of(other.work_center)].queue;
    if (other.place == LotPlace::kOnCarrier) ++carriers[index_of(other.carrier)].lots;
  }
  result.quantity += event.quantity;
}

void FloorState::apply_to_lot(const FloorPlan& plan, const FloorEvent& event,
                              const FloorEvent* history) {
  LotNow& lot = lot_of(event);
  lot.next = event.next;
  switch (event.type) {
    case EventType::kLotQueued:
      put(lot, LotPlace::kQueue, event.time);
      lot.work_center = event.work_center;
      lot.operation = event.operation;
      lot.node = -1;
      ++work_centers[index_of(event.work_center)].queue;
      break;
    case EventType::kSetupStarted:  // perhaps once more in the midst of work
      if (put_on_machine(plan, lot, event)) lot.set_up = true;
      lot.operation = event.operation;
      break;
    case EventType::kOperationStarted:
      put_on_machine(plan, lot, event);
      lot.operation = event.operation;
      lot.set_up = false;
      if (event.routing >= 0) {
        const auto& operations = plan.routings[index_of(event.routing)].operations;
        machines[index_of(event.machine)].people = operations[index_of(event.operation)].people;
      }
      break;
    case EventType::kOperationCompleted:
      lot.operation = event.operation;
      ++work_centers[index_of(plan.machines[index_of(event.machine)].work_center)].completed;
      ++machines[index_of(event.machine)].completed;
      finish_operation(lot, event, history);
      break;
    case EventType::kLotLeft:
      put_under_way(lot, event.time, history);
      break;
    case EventType::kLotMoved:
      lot.node = event.node;
      put_under_way(lot, event.time, history);
      break;
    case EventType::kLotReworked:  // it may have waited for too long
      if (lot.place == LotPlace::kQueue) put_under_way(lot, event.time, history);
      break;
    case EventType::kLotScrapped:
      lot.quantity = std::max<std::int64_t>(0, lot.quantity - event.quantity);
      if (lot.quantity == 0 && event.next < 0) remove_lot(event.lot);
      break;
    case EventType::kLotHeld:
      lot.held = true;
      break;
    case EventType::kLotReleased:
      lot.held = false;
      break;
    case EventType::kLotCompleted:
      ++totals.lots_completed;
      remove_lot(event.lot);
      break;
    default:
      break;
  }
}

void FloorState::apply_to_order(const FloorEvent& event) {
  switch (event.type) {
    case EventType::kOrderReleased: {
      OrderNow& order = order_of(event);
      order.quantity = event.quantity;
      order.released = event.time;
      ++totals.orders_released;
      break;
    }
    case EventType::kOrderChanged:
      if (order_index_.contains(event.order)) order_of(event).quantity = event.quantity;
      break;
    case EventType::kOrderCompleted:
      ++totals.orders_completed;
      if (event.duration > 0) ++totals.orders_late;
      remove_order(event.order);
      break;
    case EventType::kOrderCancelled:
      remove_order(event.order);
      break;
    case EventType::kLotCompleted:
      order_of(event).good += event.quantity;
      break;
    case EventType::kLotScrapped:
      order_of(event).scrapped += event.quantity;
      break;
    default:
      break;
  }
}

// Smallest steps of the material, whatever its status.
void FloorState::apply_to_stock(const FloorPlan& plan, const FloorEvent& event) {
  if (!event.has_stock || event.location < 0 || event.material < 0) return;
  std::int64_t& level = stock[plan.stock_place(event.location, event.material)];
  switch (event.type) {
    case EventType::kMaterialReceived:
    case EventType::kByProductReceived:
    case EventType::kMaterialReturned:
      level += event.quantity;
      break;
    case EventType::kMaterialIssued:
    case EventType::kStockExpired:
    case EventType::kStockScrapped:
    case EventType::kShipped:
      level -= event.quantity;
      break;
    default:
      break;
  }
}

void FloorState::apply_to_machine(const FloorEvent& event) {
  MachineNow& machine = machines[index_of(event.machine)];
  machine.spent[static_cast<std::size_t>(machine.state)] += event.time - machine.since;
  machine.since = event.time;
  machine.state = static_cast<MachineStateCode>(event.other);
}

void FloorState::apply_to_carrier(const FloorPlan& plan, const FloorEvent& event,
                                  const FloorEvent* history) {
  const std::int32_t number = plan.fleets[index_of(event.other)].first_carrier + event.value;
  CarrierNow& carrier = carriers[index_of(number)];
  carrier.node = event.node;
  carrier.since = event.time;
  const FloorEvent* next = event_at(event.next, history);
  carrier.arrives = next == nullptr ? -1 : next->time;
  carrier.to_node = next == nullptr ? -1 : next->node;
  if (event.type == EventType::kCarrierLoaded) {
    LotNow& lot = lot_of(event);
    put(lot, LotPlace::kOnCarrier, event.time);
    lot.carrier = number;
    ++carrier.lots;
  } else if (event.type == EventType::kCarrierUnloaded) {
    LotNow& lot = lot_of(event);
    put(lot, LotPlace::kUnderWay, event.time);
    lot.node = event.node;
    if (carrier.lots == 0) ++carrier.trips;
  }
}

void FloorState::apply(const FloorPlan& plan, const FloorEvent& event, const FloorEvent* history) {
  time = event.time;
  ++events;
  if (event.gap) return;
  apply_to_stock(plan, event);
  switch (event.type) {
    case EventType::kOrderReleased:
    case EventType::kOrderChanged:
    case EventType::kOrderCompleted:
    case EventType::kOrderCancelled:
      if (event.order >= 0) apply_to_order(event);
      return;
    case EventType::kMachineState:
      apply_to_machine(event);
      return;
    case EventType::kCarrierLoaded:
    case EventType::kCarrierUnloaded:
    case EventType::kCarrierMoved:
      apply_to_carrier(plan, event, history);
      return;
    case EventType::kLotSplit:
      split(event);
      return;
    case EventType::kLotMerged:
      merge(event);
      return;
    case EventType::kLotCompleted:
    case EventType::kLotScrapped:
      if (event.order >= 0) apply_to_order(event);
      break;
    default:
      break;
  }
  if (event.lot < 0) return;
  const bool begins = places_lot(event.type) || event.type == EventType::kLotCreated;
  if (begins || lot_index_.contains(event.lot)) apply_to_lot(plan, event, history);
}

}  // namespace planttwin::playback
