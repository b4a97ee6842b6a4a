#include "plant_models/run/release.h"

#include <algorithm>

#include "plant_models/run/batching.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/gates.h"
#include "plant_models/run/lots.h"
#include "plant_models/run/stock.h"

namespace planttwin::plant {
namespace {

OrderSlot take_order(RunState& run) {
  OrderSlot slot = run.free_order;
  if (slot.valid()) {
    run.free_order = run.order(slot).next_free;
    run.order(slot).next_free = OrderSlot();
  } else {
    run.orders.emplace_back();
    slot = OrderSlot(run.orders.size() - 1);
  }
  OrderRun& order = run.order(slot);
  order.in_use = 1;
  order.number = run.next_order_number++;
  order.due = sim::Time::never();
  run.order_index.add(order.number, slot.number());
  return slot;
}

constexpr OrderRun kNewOrder;  // copied as a whole, as kNewLot is

void free_order(RunState& run, OrderSlot slot) {
  run.order(slot) = kNewOrder;
  run.order(slot).next_free = run.free_order;
  run.free_order = slot;
}

sim::Quantity lot_size_of(const RunState& run, const OrderRun& order) {
  const Material& material = run.plant->material(order.product);
  if (material.control == MaterialControl::kSerial) return sim::Quantity::steps(1);
  return order.lot_size.is_zero() ? order.quantity : order.lot_size;
}

std::int32_t lots_of(const RunState& run, const OrderRun& order) {
  const std::int64_t size = lot_size_of(run, order).count();
  return static_cast<std::int32_t>((order.quantity.count() + size - 1) / size);
}

// A saturated source orders again when all lots of its order are admitted to their first operation.
void expect_admissions(RunState& run, const OrderRun& order) {
  if (order.source < 0) return;
  const auto source = static_cast<std::size_t>(order.source);
  if (run.input->sources[source].kind != SourceKind::kSaturated) return;
  run.sources[source].waiting = lots_of(run, order);
}

// Makes the lots of an order and sends them to their first operation.
void release_now(RunState& run, OrderSlot slot) {
  {
    OrderRun& order = run.order(slot);
    order.released = run.now();
    ++run.statistics.orders.released;
    run.statistics.products[order.product.index()].released += order.quantity.count();
    if (run.listened()) {
      PlantEvent event;
      event.type = EventType::kOrderReleased;
      event.order = order.number;
      event.material = order.product;
      event.quantity = order.quantity;
      run.emit(event);
    }
  }
  expect_admissions(run, run.order(slot));
  sim::Quantity left = run.order(slot).quantity;
  const sim::Quantity size = lot_size_of(run, run.order(slot));
  ++run.order(slot).lots_open;  // a lot that does none of the operations is done before the next is
  while (left > sim::Quantity()) {
    const sim::Quantity quantity = std::min(left, size);
    left -= quantity;
    enter_plant(run, create_lot(run, slot, quantity));
  }
  if (--run.order(slot).lots_open == 0) complete_order(run, slot);
}

bool loop_has_place(const RunState& run, const OrderRun& order) {
  const ReleaseLoopId loop = run.plant->loop_of[order.product.index()];
  if (!loop.valid()) return true;
  const std::int32_t wip = run.loop_wip[loop.index()];
  const std::int32_t limit = run.plant->release_loops[loop.index()].limit;
  return wip == 0 || wip + lots_of(run, order) <= limit;
}

bool try_release(RunState& run, OrderSlot slot) {
  OrderRun& order = run.order(slot);
  if (!loop_has_place(run, order)) return false;
  if (run.plant->options.reservation == Reservation::kAtRelease && order.reserved == 0) {
    if (!reserve_for_order(run, slot)) return false;
    order.reserved = 1;
  }
  release_now(run, slot);
  return true;
}

OrderSlot order_from_input(RunState& run, std::int32_t index) {
  const OrderInput& in = run.input->orders[static_cast<std::size_t>(index)];
  const OrderSlot slot = take_order(run);
  OrderRun& order = run.order(slot);
  order.key = sim::name_key(in.id);
  order.input = index;
  order.product = in.product;
  order.quantity = in.quantity;
  order.lot_size = in.lot_size;
  order.released = run.now();
  order.due = in.due;
  order.priority = in.priority;
  order.weight = in.weight;
  order.customer = in.customer;
  order.order_class = in.order_class;
  return slot;
}

MaterialId pick_product(const RunState& run, const Source& source, std::int64_t ordinal) {
  if (source.products.size() == 1) return source.products.front().product;
  double total = 0;
  for (const SourceProduct& p : source.products) total += p.weight;
  sim::Draw draw = run.random.draw(
      {sim::Purpose::kProductMix, source.key, 0, static_cast<std::uint64_t>(ordinal)});
  double left = draw.uniform() * total;
  for (const SourceProduct& p : source.products) {
    if (left < p.weight) return p.product;
    left -= p.weight;
  }
  return source.products.back().product;
}

sim::Quantity source_quantity(const RunState& run, const Source& source, MaterialId product,
                              std::int64_t ordinal) {
  if (!source.quantity_draw) return source.quantity;
  sim::Draw draw = run.random.draw(
      {sim::Purpose::kQuantity, source.key, 0, static_cast<std::uint64_t>(ordinal)});
  const std::int64_t units = std::max<std::int64_t>(1, source.quantity_draw->sample_whole(draw));
  std::int64_t steps = units;
  for (int i = 0; i < run.plant->material(product).unit.decimals; ++i) steps *= 10;
  return sim::Quantity::steps(steps);
}

void order_from_source(RunState& run, std::size_t index) {
  const Source& source = run.input->sources[index];
  SourceRun& state = run.sources[index];
  const std::int64_t ordinal = state.arrivals++;
  const MaterialId product = pick_product(run, source, ordinal);
  const sim::Quantity quantity = source_quantity(run, source, product, ordinal);
  ProductStatistics& statistics = run.statistics.products[product.index()];
  ++statistics.arrivals;
  if (!run.plant->made(product)) {
    receive_stock(run, product, source.location, quantity);
    return;
  }
  if (source.when_full == SourceWhenFull::kLost && source.kind == SourceKind::kInterarrival &&
      !first_operation_has_room(run, product)) {
    ++statistics.arrivals_lost;
    ++run.next_order_number;
    if (run.listened()) {
      PlantEvent event;
      event.type = EventType::kArrivalLost;
      event.material = product;
      event.quantity = quantity;
      run.emit(event);
    }
    return;
  }
  const OrderSlot slot = take_order(run);
  OrderRun& order = run.order(slot);
  order.key = sim::child_key(source.key, static_cast<std::uint64_t>(ordinal));
  order.ordinal = ordinal;
  order.source = static_cast<std::int32_t>(index);
  order.product = product;
  order.quantity = quantity;
  order.lot_size = source.lot_size;
  order.released = run.now();
  order.priority = source.priority;
  order.weight = source.weight;
  order.customer = source.customer;
  order.order_class = source.order_class;
  if (source.due) {
    sim::Draw draw = run.random.draw({sim::Purpose::kDueDate, order.key, 0, 0});
    order.due = run.now() + source.due->sample(draw);
  }
  submit_order(run, slot);
}

bool limit_reached(const RunState& run, std::size_t index) {
  const Source& source = run.input->sources[index];
  return source.limit && run.sources[index].arrivals >= *source.limit;
}

void end_source(RunState& run, std::size_t index) {
  if (run.sources[index].done != 0) return;
  run.sources[index].done = 1;
  --run.active_sources;
  touch_waiting_batches(run);
}

sim::EventHandle schedule_arrival(RunState& run, std::size_t index, sim::Time at) {
  return run.schedule(at, sim::Phase::kCompletion, EventKind::kArrival, index, index);
}

void next_arrival(RunState& run, std::size_t index) {
  const Source& source = run.input->sources[index];
  SourceRun& state = run.sources[index];
  sim::Duration gap;
  if (source.kind == SourceKind::kPeriodicReview) {
    gap = source.interarrival.mean();
  } else {
    sim::Draw draw = run.random.draw(
        {sim::Purpose::kInterarrival, source.key, 0, static_cast<std::uint64_t>(state.arrivals)});
    gap = source.interarrival.sample(draw);
  }
  const sim::Time at = run.now() + gap;
  if (at >= source.until || limit_reached(run, index)) {
    end_source(run, index);
    return;
  }
  state.next = schedule_arrival(run, index, at);
}

void refill(RunState& run, std::size_t index) {
  const Source& source = run.input->sources[index];
  const auto waiting = static_cast<std::int32_t>(run.queues[source.watched.index()].size());
  if (waiting > source.refill_at) return;
  for (std::int32_t i = 0; i < source.refill_lots && !limit_reached(run, index); ++i) {
    order_from_source(run, index);
  }
}

// Lots come in as long as there are places; one that finds none waits outside.
void saturate(RunState& run, std::size_t index) {
  SourceRun& state = run.sources[index];
  const Source& source = run.input->sources[index];
  if (state.waiting != 0 || state.done != 0) return;
  if (limit_reached(run, index) || run.now() >= source.until) {
    end_source(run, index);
    return;
  }
  state.waiting = 1;  // until lot_admitted has seen all lots of the order
  order_from_source(run, index);
}

}  // namespace

void submit_order(RunState& run, OrderSlot slot) {
  const ReleaseLoopId loop = run.plant->loop_of[run.order(slot).product.index()];
  std::vector<OrderSlot>& waiting =
      loop.valid() ? run.loop_waiting[loop.index()] : run.material_waiting;
  // Orders of a loop wait behind each other; orders without one overtake those that lack material.
  if (loop.valid() && !waiting.empty()) {
    waiting.push_back(slot);
    return;
  }
  if (!try_release(run, slot)) waiting.push_back(slot);
}

bool waits_for_release(const RunState& run, OrderSlot slot) {
  return run.order(slot).lots_made == 0;
}

void forget_order(RunState& run, OrderSlot slot) {
  const auto drop = [&](std::vector<OrderSlot>& waiting) {
    waiting.erase(std::remove(waiting.begin(), waiting.end(), slot), waiting.end());
  };
  drop(run.material_waiting);
  for (std::vector<OrderSlot>& waiting : run.loop_waiting) drop(waiting);
  for (QuestionRun& question : run.questions) {
    const bool asked = question.open != 0 && question.lot < 0;
    if (!asked || question.order != run.order(slot).number) continue;
    question.open = 0;
    run.calendar.cancel(question.timer);
    --run.orders_at_gate;
  }
  run.order_index.remove(run.order(slot).number);
  free_order(run, slot);
  run.release_again = 1;
}

void schedule_demand(RunState& run) {
  const RunInput& input = *run.input;
  run.orders_by_release.clear();
  std::vector<bool> open(input.orders.size());
  for (const InitialLot& l : input.initial.lots) open[static_cast<std::size_t>(l.order)] = true;
  for (std::size_t i = 0; i < input.orders.size(); ++i) {
    if (!open[i]) run.orders_by_release.push_back(static_cast<std::int32_t>(i));
  }
  std::stable_sort(run.orders_by_release.begin(), run.orders_by_release.end(),
                   [&](std::int32_t a, std::int32_t b) {
                     return input.orders[static_cast<std::size_t>(a)].release <
                            input.orders[static_cast<std::size_t>(b)].release;
                   });
  run.pending_releases = static_cast<std::int64_t>(run.orders_by_release.size());
  // One pending event serves all orders of the input: each release schedules the next.
  if (run.pending_releases > 0) {
    const std::int32_t first = run.orders_by_release.front();
    run.schedule(std::max(run.now(), input.orders[static_cast<std::size_t>(first)].release),
                 sim::Phase::kOutsideInput, EventKind::kOrderRelease, 0, 0);
  }
  for (std::size_t i = 0; i < input.sources.size(); ++i) {
    ++run.active_sources;
    const Source& source = input.sources[i];
    if (source.first || source.kind != SourceKind::kInterarrival) {
      const sim::Time at = run.now() + source.first.value_or(sim::Duration());
      if (at >= source.until) {
        end_source(run, i);
      } else {
        run.sources[i].next = schedule_arrival(run, i, at);
      }
    } else {
      next_arrival(run, i);
    }
  }
}

void on_order_release(RunState& run, std::size_t position) {
  const auto& order_at = [&](std::size_t p) -> const OrderInput& {
    return run.input->orders[static_cast<std::size_t>(run.orders_by_release[p])];
  };
  while (position < run.orders_by_release.size() && order_at(position).release <= run.now()) {
    --run.pending_releases;
    submit_order(run, order_from_input(run, run.orders_by_release[position]));
    ++position;
  }
  if (position < run.orders_by_release.size()) {
    run.schedule(order_at(position).release, sim::Phase::kOutsideInput, EventKind::kOrderRelease,
                 position, position);
  }
}

void on_arrival(RunState& run, std::size_t index) {
  const Source& source = run.input->sources[index];
  switch (source.kind) {
    case SourceKind::kSaturated:
      saturate(run, index);
      return;
    case SourceKind::kPeriodicReview:
      refill(run, index);
      break;
    case SourceKind::kInterarrival:
      if (!limit_reached(run, index)) order_from_source(run, index);
      break;
  }
  next_arrival(run, index);
}

void release_replenishment(RunState& run, ReplenishmentId id, sim::Quantity quantity) {
  const Replenishment& rule = run.plant->replenishments[id.index()];
  const OrderSlot slot = take_order(run);
  OrderRun& order = run.order(slot);
  order.ordinal = run.replenishment_orders[id.index()]++;
  order.key = sim::child_key(sim::name_key(rule.id), static_cast<std::uint64_t>(order.ordinal));
  order.replenishment = id;
  order.product = rule.material;
  order.quantity = quantity;
  order.released = run.now();
  order.priority = rule.priority;
  submit_order(run, slot);
}

void release_from_outside(RunState& run, std::size_t index) {
  const PlantInput& in = run.outside[index];
  const OrderSlot slot = take_order(run);
  OrderRun& order = run.order(slot);
  order.key = sim::name_key(in.id);
  order.outside = static_cast<std::int32_t>(index);
  order.product = in.material;
  order.quantity = in.quantity;
  order.lot_size = in.lot_size;
  order.released = run.now();
  order.due = in.due;
  order.priority = in.priority;
  order.customer = in.customer;
  if (!release_waits(run, slot)) submit_order(run, slot);
}

OrderSlot open_initial_order(RunState& run, std::int32_t input_index) {
  const OrderSlot slot = order_from_input(run, input_index);
  run.order(slot).released = run.input->orders[static_cast<std::size_t>(input_index)].release;
  return slot;
}

void release_waiting_orders(RunState& run) {
  run.release_again = 0;
  for (std::vector<OrderSlot>& waiting : run.loop_waiting) {
    while (!waiting.empty() && try_release(run, waiting.front())) waiting.erase(waiting.begin());
  }
  for (std::size_t i = 0; i < run.material_waiting.size();) {
    if (try_release(run, run.material_waiting[i])) {
      run.material_waiting.erase(run.material_waiting.begin() + static_cast<std::ptrdiff_t>(i));
    } else {
      ++i;
    }
  }
}

void lot_admitted(RunState& run, const Lot& l) {
  const std::int32_t index = run.order(l.order).source;
  if (index < 0) return;
  const auto i = static_cast<std::size_t>(index);
  SourceRun& state = run.sources[i];
  if (run.input->sources[i].kind != SourceKind::kSaturated || state.waiting == 0) return;
  if (l.step != 1 || --state.waiting > 0) return;  // later operations are no longer the source's
  if (state.done == 0) state.next = schedule_arrival(run, i, run.now());
}

void complete_order(RunState& run, OrderSlot slot) {
  OrderRun& order = run.order(slot);
  if (order.in_use == 0) return;
  OrderStatistics& statistics = run.statistics.orders;
  ++statistics.completed;
  const sim::Duration lateness = order.due.is_never() ? sim::Duration() : run.now() - order.due;
  if (!order.due.is_never()) {
    ++statistics.with_due;
    statistics.on_time += lateness <= sim::Duration() ? 1 : 0;
    statistics.tardiness.add(std::max(lateness, sim::Duration()));
  }
  release_reservations(run, slot);
  if (run.listened()) {
    PlantEvent event;
    event.type = EventType::kOrderCompleted;
    event.order = order.number;
    event.material = order.product;
    event.quantity = order.good;
    event.other_quantity = order.scrapped;
    event.duration = lateness;
    run.emit(event);
  }
  run.order_index.remove(order.number);
  if (order.replenishment.valid()) {
    const OrderRun done = order;
    free_order(run, slot);
    replenishment_order_done(run, done);
  } else {
    free_order(run, slot);
  }
}

bool all_released(const RunState& run) {
  if (!run.material_waiting.empty() || run.orders_at_gate > 0) return false;
  for (const std::vector<OrderSlot>& waiting : run.loop_waiting) {
    if (!waiting.empty()) return false;
  }
  return true;
}

}  // namespace planttwin::plant
