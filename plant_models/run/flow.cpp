#include "plant_models/run/flow.h"

#include <algorithm>

#include "plant_models/run/batching.h"
#include "plant_models/run/carriers.h"
#include "plant_models/run/dispatch.h"
#include "plant_models/run/gates.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/operation.h"
#include "plant_models/run/queue_time.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

BufferId buffer_of(const RunState& run, WorkCenterId wc) {
  return run.plant->work_center(wc).buffer;
}

std::int32_t idle_machines(const RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  std::int32_t idle = 0;
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineRun& m = run.machines[wc.first_machine + i];
    if (m.stage == Stage::kIdle && m.stops == 0 && m.off_shift_pending == 0 &&
        m.maintenance_due == 0) {
      ++idle;
    }
  }
  return idle;
}

double backlog_per_machine(const RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  sim::Duration work = sim::Duration::microseconds(run.queued_work[id.index()]);
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    const MachineRun& m = run.machines[wc.first_machine + i];
    if (m.stage != Stage::kIdle) work += m.stage_left;
  }
  return static_cast<double>(work.count()) / static_cast<double>(wc.machine_count);
}

WorkCenterId choose_work_center(const RunState& run, const Operation& operation) {
  WorkCenterId best = operation.work_centers.front();
  if (operation.work_centers.size() == 1) return best;
  switch (operation.choice) {
    case AlternateChoice::kFirstIdle:
      for (const WorkCenterId wc : operation.work_centers) {
        if (idle_machines(run, wc) > 0) return wc;
      }
      return best;
    case AlternateChoice::kShortestQueue:
      for (const WorkCenterId wc : operation.work_centers) {
        if (run.queues[wc.index()].size() < run.queues[best.index()].size()) best = wc;
      }
      return best;
    case AlternateChoice::kLeastWork:
      for (const WorkCenterId wc : operation.work_centers) {
        if (backlog_per_machine(run, wc) < backlog_per_machine(run, best)) best = wc;
      }
      return best;
  }
  return best;
}

void wait_for_place(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.flags |= kWaitsForPlace;
  std::vector<PlaceWaiter>& waiters = run.place_waiters[buffer_of(run, l.work_center).index()];
  const PlaceWaiter waiter{run.now(), slot, l.work_center};
  const auto at = std::find_if(waiters.begin(), waiters.end(), [&](const PlaceWaiter& w) {
    return w.since > waiter.since || (w.since == waiter.since && run.lot(w.lot).rank > l.rank);
  });
  waiters.insert(at, waiter);
  run.check_deadlock = 1;
}

// Whether the buffer itself has a place, machines aside.
bool buffer_has_place(const RunState& run, BufferId id) {
  const Buffer& buffer = run.plant->buffers[id.index()];
  const BufferRun& state = run.buffers[id.index()];
  return !buffer.capacity || state.level + state.claimed < *buffer.capacity;
}

// The same with the places on idle machines.
bool machine_or_buffer_has_place(const RunState& run, WorkCenterId wc) {
  const BufferId id = buffer_of(run, wc);
  const Buffer& buffer = run.plant->buffers[id.index()];
  const BufferRun& state = run.buffers[id.index()];
  return !buffer.capacity ||
         state.level + state.claimed < *buffer.capacity + idle_machines(run, wc);
}

// Idle machines may take lots that wait for this buffer; see give_idle_places.
void offer_idle_places(RunState& run, BufferId id) {
  std::vector<BufferId>& offers = run.idle_place_offers;
  const auto at = std::lower_bound(offers.begin(), offers.end(), id);
  if (at == offers.end() || *at != id) offers.insert(at, id);
}

// The first lot on a machine that is done there; on an indexing line others are still at work.
LotSlot finished_lot(const RunState& run, const MachineRun& m) {
  LotSlot slot = m.stage == Stage::kDone ? m.lots : LotSlot();
  while (slot.valid() && run.lot(slot).status != LotStatus::kFinished) slot = run.lot(slot).next;
  return slot;
}

// Lots on the machines of a work center move to its output places as these become free.
void fill_output_places(RunState& run, WorkCenterId id) {
  const WorkCenter& wc = run.plant->work_center(id);
  const std::int32_t places = wc.output_places.value_or(0);
  for (std::size_t i = 0; i < wc.machine_count; ++i) {
    while (run.output_used[id.index()] < places) {
      const MachineId machine(wc.first_machine + i);
      const LotSlot slot = finished_lot(run, run.machine(machine));
      if (!slot.valid()) break;
      const std::int64_t number = run.lot(slot).number;
      ++run.output_used[id.index()];
      detach_from_machine(run, slot);
      Lot& l = run.lot(slot);
      if (l.number != number || l.status != LotStatus::kFinished) {
        --run.output_used[id.index()];  // the idle machine had a place for it: it has moved on
        continue;
      }
      l.status = LotStatus::kOutput;
      l.machine = machine;  // whose output place it holds; `work_center` is where it is going
    }
  }
}

void try_output_place(RunState& run, LotSlot slot) {
  const Lot& l = run.lot(slot);
  if (l.status == LotStatus::kFinished && l.machine.valid()) {
    fill_output_places(run, run.plant->machine(l.machine).work_center);
  }
}

// The lot has a claimed place (or goes to stock): it sets out.
void depart(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const NodeId target = l.destination.valid() ? run.plant->locations[l.destination.index()].node
                                              : run.plant->work_center(l.work_center).node;
  if (target.valid() && l.node.valid() && target != l.node) {
    begin_way(run, slot);
    try_output_place(run, slot);
    return;
  }
  sim::Duration way;
  if (l.step > 0 && !l.destination.valid() && l.status != LotStatus::kOutside) {
    const std::vector<Operation>& operations = run.plant->routing(l.routing).operations;
    const OperationIndex from = l.came_from;
    if (from >= 0) {
      const Operation& operation = operations[static_cast<std::size_t>(from)];
      if (!(operation.transport.is_constant() && operation.transport.mean() == sim::Duration())) {
        sim::Draw draw = run.random.draw({sim::Purpose::kTransport, l.key,
                                          static_cast<std::uint32_t>(operation.number),
                                          static_cast<std::uint64_t>(l.step)});
        way = operation.transport.sample(draw);
      }
    }
  }
  leave_place(run, slot);
  Lot& moved = run.lot(slot);
  if (target.valid()) moved.node = target;
  moved.status = LotStatus::kInTransit;
  if (way > sim::Duration()) {
    moved.timer = run.schedule(run.now() + way, sim::Phase::kCompletion, EventKind::kLotArrives,
                               static_cast<std::uint64_t>(moved.rank), slot.index());
    return;
  }
  arrive(run, slot);
}

void claim(RunState& run, Lot& l) {
  ++run.buffers[buffer_of(run, l.work_center).index()].claimed;
  l.flags |= kClaimed;
}

// Asks for a place at l.work_center; travels with it, waits without.
void ask_for_place(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if ((l.flags & kClaimed) == 0) {
    const BufferId buffer = buffer_of(run, l.work_center);
    if (!buffer_has_place(run, buffer)) {
      wait_for_place(run, slot);
      offer_idle_places(run, buffer);
      try_output_place(run, slot);
      return;
    }
    claim(run, l);
  }
  lot_admitted(run, l);
  depart(run, slot);
}

// Lets waiting lots come as long as `room` says that there is room for them.
template <class Room>
void admit_while(RunState& run, BufferId buffer, Room room) {
  std::vector<PlaceWaiter>& waiters = run.place_waiters[buffer.index()];
  for (std::size_t i = 0; i < waiters.size();) {
    if (!room(waiters[i].work_center)) {
      ++i;
      continue;
    }
    const LotSlot slot = waiters[i].lot;
    waiters.erase(waiters.begin() + static_cast<std::ptrdiff_t>(i));
    Lot& l = run.lot(slot);
    l.flags &= ~kWaitsForPlace;
    claim(run, l);
    lot_admitted(run, l);
    depart(run, slot);
    i = 0;  // departing may have let others in
  }
}

void count_in_class(OrderClassStatistics& statistics, const Lot& l, sim::Time now) {
  ++statistics.lots_completed;
  statistics.cycle_time.add(now - l.released);
  if (l.due.is_never()) return;
  ++statistics.lots_with_due;
  statistics.lots_on_time += now <= l.due ? 1 : 0;
}

// Where a lot goes that passes an operation by: the most probable way on, never back.
OperationIndex way_past(const Operation& operation, OperationIndex index) {
  const Transition* best = nullptr;
  for (const Transition& way : operation.next) {
    const bool back = way.to != kEndOfRouting && way.to <= index;
    if (!back && (best == nullptr || way.probability > best->probability)) best = &way;
  }
  return best == nullptr ? kEndOfRouting : best->to;
}

// Whether the lot does an operation, or passes it by.
bool is_sampled(const RunState& run, const Lot& l, OperationIndex index) {
  const Operation& operation =
      run.plant->routing(l.routing).operations[static_cast<std::size_t>(index)];
  if (operation.sampling >= 1) return true;
  sim::Draw draw =
      run.random.draw({sim::Purpose::kSampling, l.key, static_cast<std::uint32_t>(operation.number),
                       static_cast<std::uint64_t>(l.step) * 64 + 63});
  return draw.chance(operation.sampling);
}

// The first operation after the present one that the lot does, or where its branches meet. The end
// of the routing where branches begin before that: they ask for their places when they are made.
OperationIndex next_sampled(const RunState& run, const Lot& l) {
  OperationIndex index = next_operation(run, l);
  while (index != kEndOfRouting && index != l.join && !is_sampled(run, l, index)) {
    const Operation& passed =
        run.plant->routing(l.routing).operations[static_cast<std::size_t>(index)];
    if (passed.forks()) return kEndOfRouting;
    index = way_past(passed, index);
  }
  return index;
}

// Whether the place that the lot has claimed is one for the operation. It is not when the lot was
// repeated after the claim, with other draws.
bool claim_serves(const RunState& run, LotSlot slot, OperationIndex operation) {
  const Lot& l = run.lot(slot);
  const std::vector<WorkCenterId>& possible =
      run.plant->routing(l.routing).operations[static_cast<std::size_t>(operation)].work_centers;
  return std::find(possible.begin(), possible.end(), l.claimed) != possible.end();
}

// The lot has passed its last operation.
void complete_lot(RunState& run, LotSlot slot) {
  if ((run.lot(slot).flags & kInRework) != 0) rejoin_without(run, slot);
  Lot& l = run.lot(slot);
  l.operation = kEndOfRouting;
  l.destination = run.plant->finished_goods[run.product(l).index()];
  const OrderRun& order = run.order(l.order);
  if (order.replenishment.valid()) {
    l.destination = run.plant->replenishments[order.replenishment.index()].location;
  }
  if (l.destination.valid()) {
    depart(run, slot);
    return;
  }
  leave_place(run, slot);
  if (!completion_waits(run, slot)) finish_lot(run, slot);
}

// The branches of the innermost fork have met.
void leave_branches(Lot& l) {
  l.join = l.outer_join;
  l.outer_join = kEndOfRouting;
  l.companions = l.outer_companions;
  l.outer_companions = 0;
  if (l.forks > 0) --l.forks;
}

// A branch has reached the join. True when the parent may go on (it is returned in `slot`).
bool join_branches(RunState& run, LotSlot& slot) {
  Lot& l = run.lot(slot);
  if ((l.flags & kCompanion) == 0 || !l.parent.valid() || l.forks > 0) {
    if (l.companions == 0) {
      leave_branches(l);
      if (!l.quantity.is_zero()) return true;
      end_lot(run, slot);
      return false;
    }
    leave_place(run, slot);
    run.lot(slot).status = LotStatus::kJoining;
    return false;
  }
  const LotSlot parent_slot = l.parent;
  leave_place(run, slot);
  const sim::Quantity quantity = run.lot(slot).quantity;
  const bool inner = run.lot(parent_slot).join == run.lot(slot).join &&
                     run.lot(parent_slot).outer_join == run.lot(slot).outer_join;
  retire_lot(run, slot);
  Lot& parent = run.lot(parent_slot);
  --(inner ? parent.companions : parent.outer_companions);
  if (parent.quantity > quantity) scrap_units(run, parent_slot, parent.quantity - quantity, -1);
  if (!inner || parent.companions > 0 || parent.status != LotStatus::kJoining) return false;
  leave_branches(parent);
  parent.status = LotStatus::kOutput;  // waits no more for branches, but perhaps for a place
  slot = parent_slot;
  if (parent.quantity.is_zero()) {
    end_lot(run, parent_slot);
    return false;
  }
  return true;
}

void fork(RunState& run, LotSlot slot, const Operation& operation) {
  {
    Lot& l = run.lot(slot);
    l.outer_join = l.join;
    l.outer_companions = l.companions;
    l.companions = 0;
    ++l.forks;
    l.join = operation.join;
  }
  std::vector<LotSlot> companions;
  for (std::size_t i = 1; i < operation.branches.size(); ++i) {
    companions.push_back(create_companion(run, slot, operation.branches[i]));
  }
  // The branches stand where the lot stands; each asks for its own place from beside it.
  for (std::size_t i = 0; i < companions.size(); ++i) {
    run.lot(companions[i]).status = LotStatus::kOutput;
    run.lot(companions[i]).machine = MachineId();
    go_to(run, companions[i], operation.branches[i + 1]);
  }
  go_to(run, slot, operation.branches.front());
}

}  // namespace

bool has_room(const RunState& run, WorkCenterId wc) {
  const BufferId id = buffer_of(run, wc);
  const Buffer& buffer = run.plant->buffers[id.index()];
  if (!buffer.capacity) return true;
  const std::vector<PlaceWaiter>& waiters = run.place_waiters[id.index()];
  const auto ahead = std::count_if(waiters.begin(), waiters.end(),
                                   [&](const PlaceWaiter& w) { return w.work_center == wc; });
  const BufferRun& state = run.buffers[id.index()];
  return state.level + state.claimed + static_cast<std::int32_t>(ahead) <
         *buffer.capacity + idle_machines(run, wc);
}

bool first_operation_has_room(const RunState& run, MaterialId product) {
  const RoutingId id = run.plant->routing_at(product, run.now());
  const Operation& first = run.plant->routing(id).operations.front();
  return has_room(run, choose_work_center(run, first));
}

void enter_plant(RunState& run, LotSlot slot) { go_to(run, slot, 0); }

OperationIndex next_operation(const RunState& run, const Lot& l) {
  const Operation& operation = run.operation(l);
  if (operation.next.empty()) return kEndOfRouting;
  if (operation.next.size() == 1) return operation.next.front().to;
  sim::Draw draw =
      run.random.draw({sim::Purpose::kRouting, l.key, static_cast<std::uint32_t>(operation.number),
                       static_cast<std::uint64_t>(l.step)});
  double u = draw.uniform();
  for (const Transition& way : operation.next) {
    if (u < way.probability) return way.to;
    u -= way.probability;
  }
  return operation.next.back().to;
}

void leave_operation(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const Operation& operation = run.operation(l);
  if (!operation.queue_time_limits.empty()) open_queue_time_windows(run, slot);
  if (operation.forks()) {
    fork(run, slot, operation);
    return;
  }
  const OperationIndex next = next_operation(run, l);
  if (next != kEndOfRouting && next <= l.operation) {
    drop_queue_time_windows(run, slot, next);
    l.flags |= kFirstPassFailed | kComesBack;
    ++l.rework_count;
    if (run.listened()) {
      PlantEvent event = run.about(EventType::kLotReworked, l);
      event.operation = next;
      run.emit(event);
    }
  }
  go_to(run, slot, next);
}

void finish_lot(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  OrderRun& order = run.order(l.order);
  order.good += l.quantity;
  ProductStatistics& product = run.statistics.products[order.product.index()];
  product.completed += l.quantity.count();
  ++product.lots_completed;
  const sim::Duration cycle = run.now() - l.released;
  product.cycle_time.add(cycle);
  if (!l.due.is_never()) {
    ++product.lots_with_due;
    product.lots_on_time += run.now() <= l.due ? 1 : 0;
  }
  if (order.order_class.valid()) {
    count_in_class(run.statistics.order_classes[order.order_class.index()], l, run.now());
  }
  run.statistics.last_completion = run.now();
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotCompleted, l);
    event.location = l.destination;
    event.duration = cycle;
    run.emit(event);
  }
  if (l.destination.valid()) {
    replenishment_received(run, order, l.quantity);
    receive_stock(run, order.product, l.destination, l.quantity, {.lot = l.number});
  } else if (order.customer.valid() && run.listened()) {
    PlantEvent event = run.about(EventType::kOrderDelivered, l);
    event.other = order.customer.number();
    run.emit(event);
  }
  retire_lot(run, slot);
}

void go_to(RunState& run, LotSlot slot, OperationIndex operation) {
  for (;;) {
    while (run.lot(slot).join != kEndOfRouting && run.lot(slot).join == operation) {
      release_claim(run, slot);  // made before the lot was repeated with other draws
      if (!join_branches(run, slot)) return;
    }
    if (operation == kEndOfRouting || is_sampled(run, run.lot(slot), operation)) break;
    close_queue_time_windows(run, slot, operation);
    Lot& passing = run.lot(slot);
    const Operation& passed =
        run.plant->routing(passing.routing).operations[static_cast<std::size_t>(operation)];
    if (passed.forks()) {
      passing.operation = operation;
      fork(run, slot, passed);
      return;
    }
    operation = way_past(passed, operation);
  }
  if (operation == kEndOfRouting) {
    release_claim(run, slot);
    complete_lot(run, slot);
    return;
  }
  if (!claim_serves(run, slot, operation)) release_claim(run, slot);
  Lot& l = run.lot(slot);
  l.came_from = l.step == 0 ? -1 : l.operation;
  l.operation = operation;
  ++l.step;
  l.flags &= ~(kStaged | kStaging | kIssued | kReserved | kUnderWay | kRepeats | kAwaitsAnswer);
  if (l.bom.valid() && has_been_supplied(run, slot, operation)) l.flags |= kRepeats;
  l.run_left = sim::Duration::microseconds(-1);
  if (l.claimed.valid()) {
    l.work_center = l.claimed;
    l.claimed = WorkCenterId();
    l.flags |= kClaimed;
  } else {
    l.work_center = choose_work_center(run, run.operation(l));
  }
  touch_waiting_batches(run);
  ask_for_place(run, slot);
}

void arrive(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.timer = {};
  if (l.destination.valid()) {
    if (!completion_waits(run, slot)) finish_lot(run, slot);
    return;
  }
  if ((l.flags & kClaimed) != 0) {
    l.flags &= ~kClaimed;
    --run.buffers[buffer_of(run, l.work_center).index()].claimed;
  }
  enter_queue(run, slot);
  if (queue_time_limited(run, slot) && !react_to_queue_time(run, slot)) return;
  if ((run.lot(slot).flags & kHoldOnArrival) != 0) hold_lot(run, slot);
}

void enter_queue(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const WorkCenterId wc = l.work_center;
  l.status = LotStatus::kQueued;
  l.machine = MachineId();
  l.queued_at = run.now();
  l.node = run.plant->work_center(wc).node;
  plan_operation(run, l);
  const BufferId buffer = buffer_of(run, wc);
  ++run.buffers[buffer.index()].level;
  run.statistics.buffers[buffer.index()].change(run.now(), 1);
  stand_in_queue(run, slot);
  run.queued_work[wc.index()] += l.planned.count();
  run.statistics.work_centers[wc.index()].queue.change(run.now(), 1);
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotQueued, l);
    event.work_center = wc;
    run.emit(event);
  }
  if (l.bom.valid()) request_staging(run, slot);
  ask_before_start(run, slot);
  run.touch(wc);
  touch_waiting_batches(run);  // those that wait for it at another work center
}

void leave_queue(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const WorkCenterId wc = l.work_center;
  const BufferId buffer = buffer_of(run, wc);
  step_out_of_queue(run, slot);
  if ((l.flags & kAwaitsAnswer) != 0) withdraw_question(run, slot);
  l.flags &= ~kComesBack;
  run.queued_work[wc.index()] -= l.planned.count();
  --run.buffers[buffer.index()].level;
  run.statistics.buffers[buffer.index()].change(run.now(), -1);
  run.statistics.work_centers[wc.index()].queue.change(run.now(), -1);
}

void leave_place(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if (!l.machine.valid()) return;
  const WorkCenterId wc = run.plant->machine(l.machine).work_center;
  if (l.status == LotStatus::kOutput) {
    l.machine = MachineId();
    --run.output_used[wc.index()];
    fill_output_places(run, wc);
    return;
  }
  detach_from_machine(run, slot);
}

void admit_waiting(RunState& run, BufferId buffer) {
  if (run.place_waiters[buffer.index()].empty() &&
      run.plant->claimants_of[buffer.index()].empty()) {
    return;
  }
  admit_while(run, buffer, [&](WorkCenterId) { return buffer_has_place(run, buffer); });
  if (!run.place_waiters[buffer.index()].empty()) offer_idle_places(run, buffer);
  // Machines that start only with a place here decide again, if there is one left.
  for (const WorkCenterId claimant : run.plant->claimants_of[buffer.index()]) run.touch(claimant);
}

void give_idle_places(RunState& run) {
  while (!run.idle_place_offers.empty()) {
    const BufferId buffer = run.idle_place_offers.front();
    run.idle_place_offers.erase(run.idle_place_offers.begin());
    admit_while(run, buffer, [&](WorkCenterId wc) { return machine_or_buffer_has_place(run, wc); });
  }
}

void stop_waiting_for_place(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if ((l.flags & kWaitsForPlace) == 0) return;
  l.flags &= ~kWaitsForPlace;
  std::erase_if(run.place_waiters[buffer_of(run, l.work_center).index()],
                [&](const PlaceWaiter& w) { return w.lot == slot; });
}

bool next_place_free(const RunState& run, const Lot& l) {
  const Operation& operation = run.operation(l);
  if (operation.forks()) return true;  // branches ask when they are made
  const OperationIndex next = next_sampled(run, l);
  if (next == kEndOfRouting || next == l.join) return true;
  const Operation& following =
      run.plant->routing(l.routing).operations[static_cast<std::size_t>(next)];
  return has_room(run, choose_work_center(run, following));
}

bool claim_next_place(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if (l.claimed.valid()) return true;
  if (!next_place_free(run, l)) return false;
  const Operation& operation = run.operation(l);
  const OperationIndex next = operation.forks() ? kEndOfRouting : next_sampled(run, l);
  if (next == kEndOfRouting || next == l.join) return true;
  const Operation& following =
      run.plant->routing(l.routing).operations[static_cast<std::size_t>(next)];
  l.claimed = choose_work_center(run, following);
  ++run.buffers[buffer_of(run, l.claimed).index()].claimed;
  return true;
}

void release_claim(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  if (!l.claimed.valid()) return;
  const BufferId buffer = buffer_of(run, l.claimed);
  l.claimed = WorkCenterId();
  --run.buffers[buffer.index()].claimed;
  admit_waiting(run, buffer);
}

void end_lot(RunState& run, LotSlot slot) {
  release_claim(run, slot);
  release_reservations(run, run.lot(slot).order, run.lot(slot).number);
  leave_place(run, slot);
  Lot& l = run.lot(slot);
  if (l.companions + l.outer_companions > 0) {  // its branches still refer to it
    l.status = LotStatus::kJoining;
    l.flags |= kScrapped;
    return;
  }
  if ((l.flags & kCompanion) != 0 && l.parent.valid() && l.join != kEndOfRouting) {
    LotSlot self = slot;
    const OperationIndex join = l.join;
    if (join_branches(run, self)) go_to(run, self, join);
    return;
  }
  if ((l.flags & kInRework) != 0 && l.parent.valid()) rejoin_without(run, slot);
  retire_lot(run, slot);
}

}  // namespace planttwin::plant
