#include <algorithm>
#include <string>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::plant {

namespace {

std::int32_t resolve_order(const RunInputReading& reading, sim::JsonReader& in,
                           std::string_view key) {
  const OrderId order = reading.orders.resolve(in, key);
  return order.valid() ? order.number() : -1;
}

void read_reservation(RunInputReading& reading, sim::JsonReader& in, InitialStock& stock) {
  if (!in.has("reserved")) return;
  stock.reserved = read_amount(reading, in, "reserved", stock.material);
  stock.reserved_for = resolve_order(reading, in, "reserved_for");
  if (stock.held) {
    in.error("reserved", "stock on hold cannot be reserved");
  } else if (stock.reserved > stock.quantity && !stock.quantity.is_zero()) {
    in.error("reserved", "expected at most the quantity");
  }
}

InitialStock read_stock(RunInputReading& reading, sim::JsonReader& in) {
  InitialStock stock;
  stock.material = reading.names.materials.resolve(in, "material");
  stock.location = reading.names.locations.resolve(in, "location");
  stock.lot = in.optional_string("lot");
  stock.quantity = read_amount(reading, in, "quantity", stock.material);
  stock.held = in.boolean("held", false);
  read_reservation(reading, in, stock);
  if (in.has("expires")) stock.expires = read_run_time(reading, in, "expires");
  const bool without_lots =
      stock.material.valid() &&
      reading.plant.material(stock.material).control == MaterialControl::kNone;
  if (without_lots && in.has("lot")) {
    in.error("lot", "the material " + sim::in_quotes(reading.plant.material(stock.material).id) +
                        " is not under lot control");
  }
  in.finish();
  return stock;
}

// The position of an operation number in the routing by which an order is made.
OperationIndex resolve_operation(const RunInputReading& reading, sim::JsonReader& in,
                                 std::int32_t order_index) {
  const sim::JsonValue value = in.required_value("operation");
  const std::optional<std::string> number = value.name();
  if (!number || order_index < 0) return 0;
  const OrderInput& order = reading.input.orders[static_cast<std::size_t>(order_index)];
  if (!order.product.valid()) return 0;
  const RoutingId routing = reading.plant.routing_at(order.product, order.release);
  if (!routing.valid()) return 0;
  sim::IdTable<Id<struct OperationTag>> operations("operation");
  for (const Operation& operation : reading.plant.routing(routing).operations) {
    operations.add(std::to_string(operation.number));
  }
  const auto found = operations.resolve(value);
  return found.valid() ? found.number() : 0;
}

// The work centers at which an order's operation can be done; none when that is not known.
std::vector<WorkCenterId> work_centers_of(const RunInputReading& reading, const InitialLot& lot) {
  if (lot.order < 0) return {};
  const OrderInput& order = reading.input.orders[static_cast<std::size_t>(lot.order)];
  if (!order.product.valid()) return {};
  const RoutingId routing = reading.plant.routing_at(order.product, order.release);
  if (!routing.valid()) return {};
  const auto& operations = reading.plant.routing(routing).operations;
  const auto index = static_cast<std::size_t>(lot.operation);
  return index < operations.size() ? operations[index].work_centers : std::vector<WorkCenterId>();
}

void check_can_be_done_at(const RunInputReading& reading, sim::JsonReader& in, std::string_view key,
                          const InitialLot& lot, WorkCenterId center) {
  const std::vector<WorkCenterId> possible = work_centers_of(reading, lot);
  if (possible.empty() || !center.valid()) return;
  if (std::find(possible.begin(), possible.end(), center) != possible.end()) return;
  in.error(key, "the operation is not done at the work center " +
                    sim::in_quotes(reading.plant.work_center(center).id));
}

void read_lot_place(RunInputReading& reading, sim::JsonReader& in, InitialLot& lot) {
  lot.place = in.enumeration("place", kLotPlaceNames, LotPlace::kQueue);
  if (lot.place == LotPlace::kMachine) {
    lot.machine = reading.names.machines.resolve(in, "machine");
    if (lot.machine.valid()) {
      const WorkCenterId center = reading.plant.machine(lot.machine).work_center;
      check_can_be_done_at(reading, in, "machine", lot, center);
    }
  } else {
    lot.work_center = reading.names.work_centers.resolve_optional(in, "work_center");
    check_can_be_done_at(reading, in, "work_center", lot, lot.work_center);
  }
  if (lot.place == LotPlace::kQueue) {
    lot.waiting_since = read_run_time(reading, in, "waiting_since", sim::Time());
    if (lot.waiting_since > sim::Time()) {
      in.error("waiting_since", "expected a time that is not after the start");
    }
  } else {
    lot.remaining = in.duration("remaining", {sim::Duration(), kLongestHorizon});
  }
}

InitialLot read_lot(RunInputReading& reading, sim::JsonReader& in) {
  InitialLot lot;
  lot.order = resolve_order(reading, in, "order");
  const bool known = lot.order >= 0;
  const OrderInput* order =
      known ? &reading.input.orders[static_cast<std::size_t>(lot.order)] : nullptr;
  lot.quantity = read_amount(reading, in, "quantity", known ? order->product : MaterialId());
  if (known && order->release > sim::Time()) {
    in.error("order", "the order " + sim::in_quotes(order->id) +
                          " is released after the start and cannot have lots yet");
  }
  lot.operation = resolve_operation(reading, in, lot.order);
  read_lot_place(reading, in, lot);
  in.finish();
  return lot;
}

// Lots of an order cannot hold more than the order.
void check_lots_fit_orders(RunInputReading& reading, std::vector<sim::JsonReader>& readers) {
  const std::vector<OrderInput>& orders = reading.input.orders;
  std::vector<sim::Quantity> left;
  for (const OrderInput& order : orders) left.push_back(order.quantity);
  for (std::size_t i = 0; i < readers.size(); ++i) {
    const InitialLot& lot = reading.input.initial.lots[i];
    if (lot.order < 0) continue;
    sim::Quantity& rest = left[static_cast<std::size_t>(lot.order)];
    if (lot.quantity > rest) {
      readers[i].error("quantity",
                       "the lots of order " +
                           sim::in_quotes(orders[static_cast<std::size_t>(lot.order)].id) +
                           " hold more than the order");
      rest = sim::Quantity();
    } else {
      rest -= lot.quantity;
    }
  }
}

// The position of a failure mode of a machine.
std::int32_t resolve_mode(const RunInputReading& reading, sim::JsonReader& in, MachineId machine) {
  const sim::JsonValue value = in.required_value("mode");
  const std::optional<std::string> name = value.name();
  if (!name || !machine.valid()) return 0;
  const WorkCenter& center = reading.plant.work_center(reading.plant.machine(machine).work_center);
  sim::IdTable<Id<struct ModeTag>> modes("failure mode");
  for (const FailureMode& mode : center.failures) modes.add(mode.id);
  const auto found = modes.resolve(value);
  return found.valid() ? found.number() : 0;
}

InitialClock read_clock(RunInputReading& reading, sim::JsonReader& in) {
  InitialClock clock;
  clock.machine = reading.names.machines.resolve(in, "machine");
  clock.mode = resolve_mode(reading, in, clock.machine);
  const sim::DurationRange range{sim::Duration(), kLongestHorizon};
  if (in.has("remaining")) clock.remaining = in.duration("remaining", range);
  if (in.has("remaining_cycles")) {
    clock.remaining_cycles =
        in.integer("remaining_cycles", sim::IntegerRange{0, 1'000'000'000'000});
  }
  if (in.has("repair_remaining")) clock.repair_remaining = in.duration("repair_remaining", range);
  const int given = (clock.remaining ? 1 : 0) + (clock.remaining_cycles ? 1 : 0) +
                    (clock.repair_remaining ? 1 : 0);
  if (given != 1) {
    in.error("expected one of remaining, remaining_cycles and repair_remaining, found " +
             std::to_string(given));
  }
  in.finish();
  return clock;
}

InitialSetup read_setup_state(RunInputReading& reading, sim::JsonReader& in) {
  InitialSetup setup;
  setup.machine = reading.names.machines.resolve(in, "machine");
  setup.family = reading.names.setup_families.resolve(in, "family");
  setup.run_length = read_count(in, "run_length", {0, kMostLots}, 0);
  in.finish();
  return setup;
}

InitialCarrier read_carrier(RunInputReading& reading, sim::JsonReader& in) {
  InitialCarrier carrier;
  carrier.fleet = reading.names.fleets.resolve(in, "fleet");
  const std::int32_t count = carrier.fleet.valid()
                                 ? reading.plant.network.fleets[carrier.fleet.index()].count
                                 : kMostPeople;
  carrier.ordinal = read_count(in, "number", {1, count}) - 1;
  carrier.node = reading.names.nodes.resolve(in, "node");
  in.finish();
  return carrier;
}

InitialPurchase read_purchase(RunInputReading& reading, sim::JsonReader& in) {
  InitialPurchase purchase;
  purchase.replenishment = reading.names.replenishments.resolve(in, "replenishment");
  const MaterialId material =
      purchase.replenishment.valid()
          ? reading.plant.replenishments[purchase.replenishment.index()].material
          : MaterialId();
  purchase.quantity = read_amount(reading, in, "quantity", material);
  purchase.arrives = read_later_time(reading, in, "arrives");
  in.finish();
  return purchase;
}

// At most one lot (or batch) and one setup for each machine, one clock for each of its modes.
void check_machines(RunInputReading& reading, std::vector<sim::JsonReader>& lots) {
  std::vector<std::int32_t> on_machine(reading.plant.machines.size());
  for (std::size_t i = 0; i < lots.size(); ++i) {
    const MachineId machine = reading.input.initial.lots[i].machine;
    if (!machine.valid()) continue;
    const WorkCenter& center =
        reading.plant.work_center(reading.plant.machine(machine).work_center);
    if (center.batch.by_operation) continue;
    const std::int32_t places = std::max(center.batch.maximum, center.line.stations);
    if (++on_machine[machine.index()] == places + 1) {
      lots[i].error("machine", "the machine holds " + std::to_string(places) +
                                   (places == 1 ? " lot" : " lots") + " at once");
    }
  }
}

}  // namespace

void read_initial_state(RunInputReading& reading) {
  std::optional<sim::JsonReader> in = reading.root.optional_object("initial_state");
  if (!in) return;
  InitialState& state = reading.input.initial;
  for (sim::JsonReader& row : in->plain_objects("stock")) {
    state.stock.push_back(read_stock(reading, row));
  }
  std::vector<sim::JsonReader> lots = in->plain_objects("lots");
  for (sim::JsonReader& row : lots) state.lots.push_back(read_lot(reading, row));
  check_lots_fit_orders(reading, lots);
  check_machines(reading, lots);
  for (sim::JsonReader& row : in->plain_objects("clocks")) {
    state.clocks.push_back(read_clock(reading, row));
  }
  for (sim::JsonReader& row : in->plain_objects("setups")) {
    state.setups.push_back(read_setup_state(reading, row));
  }
  for (sim::JsonReader& row : in->plain_objects("carriers")) {
    state.carriers.push_back(read_carrier(reading, row));
  }
  for (sim::JsonReader& row : in->plain_objects("purchases")) {
    state.purchases.push_back(read_purchase(reading, row));
  }
  in->finish();
}

}  // namespace planttwin::plant
