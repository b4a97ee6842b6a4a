#include "plant_models/run/carriers.h"

#include <algorithm>

#include "plant_models/run/flow.h"
#include "plant_models/run/operation.h"

namespace planttwin::plant {
namespace {

constexpr std::int32_t kClosed = 1 << 20;

const TransportNetwork& network(const RunState& run) { return run.plant->network; }

std::size_t pair_index(const RunState& run, NodeId from, NodeId to) {
  return from.index() * network(run).nodes.size() + to.index();
}

CarrierRun& carrier_of(RunState& run, CarrierSlot slot) { return run.carriers[slot.index()]; }

NodeId target_of(const RunState& run, const Lot& l) {
  return l.destination.valid() ? run.plant->locations[l.destination.index()].node
                               : run.plant->work_center(l.work_center).node;
}

// The legs of a way are those between where it began and its target. Each leg ends at a node from
// which the rest of the way is again the shortest, so the next leg is the first one from there.
const Leg& next_leg(const RunState& run, const Lot& l) {
  return network(run).legs[pair_index(run, l.node, target_of(run, l))].front();
}

bool edge_full(const RunState& run, EdgeId id) {
  const Edge& edge = network(run).edges[id.index()];
  const std::int32_t used = run.edge_used[id.index()];
  return used >= kClosed || (edge.capacity > 0 && used >= edge.capacity);
}

sim::Duration time_on(const RunState& run, EdgeId id, const sim::Speed& speed) {
  const Edge& edge = network(run).edges[id.index()];
  const sim::Duration own = speed.time_to_cover(edge.length);
  return edge.speed ? std::max(own, edge.speed->time_to_cover(edge.length)) : own;
}

NodeId other_end(const Edge& edge, NodeId from) { return edge.from == from ? edge.to : edge.from; }

void arrive_or_go_on(RunState& run, LotSlot slot, NodeId at) {
  Lot& l = run.lot(slot);
  l.node = at;
  l.carrier = CarrierSlot();
  if (at == target_of(run, l)) {
    arrive(run, slot);
    return;
  }
  begin_way(run, slot);
}

// --- conveyors ---------------------------------------------------------------------------------

void enter_conveyor(RunState& run, LotSlot slot, EdgeId id) {
  if (edge_full(run, id)) {
    run.conveyor_waiting[id.index()].push_back(slot);
    return;
  }
  ++run.edge_used[id.index()];
  Lot& before = run.lot(slot);
  if (before.way_step > 0) {  // it leaves the edge before
    const Leg& leg = next_leg(run, before);
    const std::vector<EdgeId>& way = network(run).conveyor_ways[pair_index(run, leg.from, leg.to)];
    const EdgeId left = way[static_cast<std::size_t>(before.way_step - 1)];
    --run.edge_used[left.index()];
    std::vector<LotSlot>& waiting = run.conveyor_waiting[left.index()];
    if (!waiting.empty()) {
      const LotSlot next = waiting.front();
      waiting.erase(waiting.begin());
      enter_conveyor(run, next, left);
    }
  } else {
    leave_place(run, slot);
  }
  Lot& l = run.lot(slot);
  l.status = LotStatus::kInTransit;
  const Edge& edge = network(run).edges[id.index()];
  l.timer =
      run.schedule(run.now() + edge.speed->time_to_cover(edge.length), sim::Phase::kCompletion,
                   EventKind::kLotArrives, static_cast<std::uint64_t>(l.rank), slot.index());
}

// --- carriers ----------------------------------------------------------------------------------

void set_status(RunState& run, CarrierSlot slot, CarrierStatus status) {
  CarrierRun& c = carrier_of(run, slot);
  sim::TimeAverage& busy = run.statistics.carriers[c.fleet.index()].busy;
  if ((c.status == CarrierStatus::kIdle) != (status == CarrierStatus::kIdle)) {
    busy.change(run.now(), status == CarrierStatus::kIdle ? -1 : 1);
  }
  c.status = status;
}

void emit_carrier(RunState& run, EventType type, CarrierSlot slot, const Lot* l) {
  if (!run.listened()) return;
  const CarrierRun& c = carrier_of(run, slot);
  PlantEvent event = l != nullptr ? run.about(type, *l) : PlantEvent();
  event.type = type;
  event.other = c.fleet.number();
  event.value = c.ordinal;
  event.node = c.node;
  run.emit(event);
}

void schedule_step(RunState& run, CarrierSlot slot, sim::Duration wait) {
  carrier_of(run, slot).step = run.schedule(run.now() + wait, sim::Phase::kCompletion,
                                            EventKind::kCarrierStep, slot.index(), slot.index());
}

const Fleet& fleet_of(const RunState& run, const CarrierRun& c) {
  return network(run).fleets[c.fleet.index()];
}

sim::Duration handling(const RunState& run, CarrierSlot slot, bool load) {
  const CarrierRun& c = run.carriers[slot.index()];
  const Fleet& fleet = fleet_of(run, c);
  sim::Draw draw = run.random.draw(
      {load ? sim::Purpose::kLoading : sim::Purpose::kUnloading,
       sim::child_key(sim::name_key(fleet.id), static_cast<std::uint64_t>(c.ordinal)), 0,
       static_cast<std::uint64_t>(c.trips)});
  return (load ? fleet.load : fleet.unload).sample(draw);
}

void drive(RunState& run, CarrierSlot slot);

// Loads every lot here that wants to go the same leg, up to the capacity.
void begin_loading(RunState& run, CarrierSlot slot) {
  CarrierRun& c = carrier_of(run, slot);
  std::vector<LotSlot>& waiting = run.carrier_waiting[c.fleet.index()];
  const auto mine = std::find_if(waiting.begin(), waiting.end(),
                                 [&](LotSlot lot) { return run.lot(lot).carrier == slot; });
  const NodeId to = next_leg(run, run.lot(*mine)).to;
  std::int32_t taken = 1;
  for (const LotSlot other : waiting) {
    Lot& l = run.lot(other);
    if (taken >= fleet_of(run, c).capacity) break;
    if (l.carrier.valid() || l.node != c.node || next_leg(run, l).to != to) continue;
    l.carrier = slot;
    ++taken;
  }
  set_status(run, slot, CarrierStatus::kLoading);
  schedule_step(run, slot, handling(run, slot, true));
}

void finish_loading(RunState& run, CarrierSlot slot) {
  const FleetId fleet = carrier_of(run, slot).fleet;
  std::vector<LotSlot> loaded;
  for (const LotSlot lot : run.carrier_waiting[fleet.index()]) {
    if (run.lot(lot).carrier == slot) loaded.push_back(lot);
  }
  std::erase_if(run.carrier_waiting[fleet.index()],
                [&](LotSlot lot) { return run.lot(lot).carrier == slot; });
  CarrierRun& c = carrier_of(run, slot);
  c.target = next_leg(run, run.lot(loaded.front())).to;
  c.load = static_cast<std::int32_t>(loaded.size());
  run.carrier_load[slot.index()] = loaded;
  set_status(run, slot, CarrierStatus::kCarrying);
  ResourceStatistics& s = run.statistics.carriers[fleet.index()];
  for (const LotSlot lot : loaded) {
    s.waiting.change(run.now(), -1);
    s.wait.add(run.now() - run.lot(lot).called_at);
    leave_place(run, lot);
    run.lot(lot).status = LotStatus::kInTransit;
    emit_carrier(run, EventType::kCarrierLoaded, slot, &run.lot(lot));
  }
  drive(run, slot);
}

void finish_unloading(RunState& run, CarrierSlot slot) {
  const std::vector<LotSlot> lots = std::move(run.carrier_load[slot.index()]);
  run.carrier_load[slot.index()].clear();
  CarrierRun& c = carrier_of(run, slot);
  c.load = 0;
  ++c.trips;
  const NodeId at = c.node;
  const FleetId fleet = c.fleet;
  set_status(run, slot, CarrierStatus::kIdle);
  for (const LotSlot lot : lots) {
    emit_carrier(run, EventType::kCarrierUnloaded, slot, &run.lot(lot));
    if (run.listened()) {
      PlantEvent event = run.about(EventType::kLotMoved, run.lot(lot));
      event.other = fleet.number();
      event.node = at;
      event.work_center = run.lot(lot).work_center;
      event.location = run.lot(lot).destination;
      run.emit(event);
    }
    arrive_or_go_on(run, lot, at);
  }
  dispatch_fleet(run, fleet);
}

void reached_target(RunState& run, CarrierSlot slot) {
  CarrierRun& c = carrier_of(run, slot);
  if (c.status == CarrierStatus::kToPickup) {
    begin_loading(run, slot);
  } else {
    set_status(run, slot, CarrierStatus::kUnloading);
    schedule_step(run, slot, handling(run, slot, false));
  }
}

// Takes the next edge towards the target, or waits for it.
void drive(RunState& run, CarrierSlot slot) {
  CarrierRun& c = carrier_of(run, slot);
  if (c.node == c.target) {
    reached_target(run, slot);
    return;
  }
  const std::vector<EdgeId>& way =
      network(run).fleet_ways[c.fleet.index()][pair_index(run, c.node, c.target)];
  c.edge = way.front();
  if (edge_full(run, c.edge)) {
    c.waiting_edge = 1;
    run.edge_waiting[c.edge.index()].push_back(slot);
    return;
  }
  ++run.edge_used[c.edge.index()];
  schedule_step(run, slot, time_on(run, c.edge, fleet_of(run, c).speed));
}

void wake_edge(RunState& run, EdgeId edge) {
  std::vector<CarrierSlot>& waiting = run.edge_waiting[edge.index()];
  while (!waiting.empty() && !edge_full(run, edge)) {
    const CarrierSlot next = waiting.front();
    waiting.erase(waiting.begin());
    carrier_of(run, next).waiting_edge = 0;
    drive(run, next);
  }
}

void pass_edge(RunState& run, CarrierSlot slot) {
  CarrierRun& c = carrier_of(run, slot);
  const EdgeId edge = c.edge;
  c.node = other_end(network(run).edges[edge.index()], c.node);
  c.edge = EdgeId();
  --run.edge_used[edge.index()];
  emit_carrier(run, EventType::kCarrierMoved, slot, nullptr);
  wake_edge(run, edge);
  drive(run, slot);
}

// Distance that an idle carrier would drive to the lot; negative when it can't.
std::int64_t distance(const RunState& run, const CarrierRun& c, NodeId to) {
  if (c.node == to) return 0;
  const std::vector<EdgeId>& way =
      network(run).fleet_ways[c.fleet.index()][pair_index(run, c.node, to)];
  if (way.empty()) return -1;
  std::int64_t length = 0;
  for (const EdgeId edge : way) length += network(run).edges[edge.index()].length.count();
  return length;
}

CarrierSlot nearest_idle(const RunState& run, FleetId fleet, NodeId to) {
  CarrierSlot best;
  std::int64_t shortest = 0;
  const auto first = static_cast<std::size_t>(run.first_carrier[fleet.index()]);
  const auto end = static_cast<std::size_t>(run.first_carrier[fleet.index() + 1]);
  for (std::size_t i = first; i < end; ++i) {
    if (run.carriers[i].status != CarrierStatus::kIdle) continue;
    const std::int64_t way = distance(run, run.carriers[i], to);
    if (way >= 0 && (!best.valid() || way < shortest)) {
      best = CarrierSlot(i);
      shortest = way;
    }
  }
  return best;
}

bool on_duty(const RunState& run, FleetId fleet) {
  const ShiftId shift = network(run).fleets[fleet.index()].shift;
  return !shift.valid() || run.shifts[shift.index()].on != 0;
}

// Whether a carrier is on its way to fetch another lot here for the same leg and has room for this
// one too, after those that wait before it.
bool rides_along(const RunState& run, FleetId fleet, LotSlot slot) {
  const std::int32_t capacity = network(run).fleets[fleet.index()].capacity;
  if (capacity < 2) return false;
  const Lot& l = run.lot(slot);
  const NodeId to = next_leg(run, l).to;
  std::int32_t room = 0;
  std::int32_t before = 0;
  bool passed = false;
  for (const LotSlot other_slot : run.carrier_waiting[fleet.index()]) {
    const Lot& other = run.lot(other_slot);
    passed = passed || other_slot == slot;
    if (other.node != l.node || next_leg(run, other).to != to) continue;
    if (!other.carrier.valid()) {
      before += passed ? 0 : 1;
    } else if (run.carriers[other.carrier.index()].status == CarrierStatus::kToPickup) {
      room += capacity - 1;
    }
  }
  return before < room;
}

void send_carriers(RunState& run, FleetId fleet) {
  const std::vector<LotSlot> waiting = run.carrier_waiting[fleet.index()];
  for (const LotSlot lot : waiting) {
    Lot& l = run.lot(lot);
    if (l.carrier.valid() || rides_along(run, fleet, lot)) continue;
    const CarrierSlot slot = nearest_idle(run, fleet, l.node);
    if (!slot.valid()) return;
    l.carrier = slot;
    CarrierRun& c = carrier_of(run, slot);
    c.target = l.node;
    set_status(run, slot, CarrierStatus::kToPickup);
    drive(run, slot);
  }
}

void call_carrier(RunState& run, LotSlot slot, FleetId fleet_id) {
  Lot& l = run.lot(slot);
  l.called_at = run.now();
  l.carrier = CarrierSlot();
  run.carrier_waiting[fleet_id.index()].push_back(slot);
  ResourceStatistics& s = run.statistics.carriers[fleet_id.index()];
  s.waiting.change(run.now(), 1);
  ++s.requests;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kCarrierCalled, l);
    event.other = fleet_id.number();
    run.emit(event);
  }
  const sim::Duration every = network(run).fleets[fleet_id.index()].depart_every;
  if (every > sim::Duration()) {
    if (run.carrier_waiting[fleet_id.index()].size() > 1) return;  // its departure is set
    const std::int64_t next = run.now().count() / every.count() + 1;
    run.schedule(sim::Time::from_start(every * next), sim::Phase::kCompletion,
                 EventKind::kFleetDeparts, fleet_id.index(), fleet_id.index());
    return;
  }
  dispatch_fleet(run, fleet_id);
}

}  // namespace

void begin_way(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  const Leg& leg = next_leg(run, l);
  l.way_step = 0;
  if (leg.fleet.valid()) {
    call_carrier(run, slot, leg.fleet);
    return;
  }
  enter_conveyor(run, slot, network(run).conveyor_ways[pair_index(run, leg.from, leg.to)].front());
}

void start_carriers(RunState& run) {
  run.first_carrier.assign(1, 0);
  for (std::size_t f = 0; f < network(run).fleets.size(); ++f) {
    const Fleet& fleet = network(run).fleets[f];
    for (std::int32_t i = 0; i < fleet.count; ++i) {
      CarrierRun c;
      c.fleet = FleetId(f);
      c.ordinal = i;
      c.node = fleet.home;
      run.carriers.push_back(c);
      run.carrier_load.emplace_back();
    }
    run.first_carrier.push_back(static_cast<std::int32_t>(run.carriers.size()));
    run.statistics.carriers[f].available.set(run.now(), fleet.count);
  }
}

void on_carrier_step(RunState& run, CarrierSlot slot) {
  CarrierRun& c = carrier_of(run, slot);
  c.step = {};
  if (c.edge.valid()) {
    pass_edge(run, slot);
  } else if (c.status == CarrierStatus::kLoading) {
    finish_loading(run, slot);
  } else {
    finish_unloading(run, slot);
  }
}

void on_fleet_departs(RunState& run, FleetId fleet) {
  if (on_duty(run, fleet)) send_carriers(run, fleet);
  const std::vector<LotSlot>& waiting = run.carrier_waiting[fleet.index()];
  if (waiting.empty()) return;
  const sim::Duration every = network(run).fleets[fleet.index()].depart_every;
  run.schedule(run.now() + every, sim::Phase::kCompletion, EventKind::kFleetDeparts, fleet.index(),
               fleet.index());
}

void dispatch_fleet(RunState& run, FleetId fleet) {
  if (network(run).fleets[fleet.index()].depart_every > sim::Duration()) return;
  if (on_duty(run, fleet)) send_carriers(run, fleet);
}

bool on_conveyor(const RunState& run, const Lot& l) {
  if (l.status != LotStatus::kInTransit || !l.node.valid() || l.carrier.valid()) return false;
  const NodeId target = target_of(run, l);
  return target.valid() && target != l.node;
}

void on_conveyor_end(RunState& run, LotSlot slot) {
  Lot& l = run.lot(slot);
  l.timer = {};
  const Leg leg = next_leg(run, l);
  const std::vector<EdgeId>& way = network(run).conveyor_ways[pair_index(run, leg.from, leg.to)];
  const auto passed = static_cast<std::size_t>(++l.way_step);
  if (passed < way.size()) {
    enter_conveyor(run, slot, way[passed]);
    return;
  }
  const EdgeId last = way.back();
  --run.edge_used[last.index()];
  std::vector<LotSlot>& waiting = run.conveyor_waiting[last.index()];
  if (!waiting.empty() && !edge_full(run, last)) {
    const LotSlot next = waiting.front();
    waiting.erase(waiting.begin());
    enter_conveyor(run, next, last);
  }
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotMoved, run.lot(slot));
    event.node = leg.to;
    event.work_center = run.lot(slot).work_center;
    event.location = run.lot(slot).destination;
    run.emit(event);
  }
  arrive_or_go_on(run, slot, leg.to);
}

void close_edge(RunState& run, EdgeId edge) { run.edge_used[edge.index()] += kClosed; }

void open_edge(RunState& run, EdgeId edge) {
  run.edge_used[edge.index()] -= kClosed;
  wake_edge(run, edge);
  std::vector<LotSlot>& waiting = run.conveyor_waiting[edge.index()];
  while (!waiting.empty() && !edge_full(run, edge)) {
    const LotSlot next = waiting.front();
    waiting.erase(waiting.begin());
    enter_conveyor(run, next, edge);
  }
}

}  // namespace planttwin::plant
