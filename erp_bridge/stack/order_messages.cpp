#include "erp_bridge/stack/order_messages.h"

#include <utility>

namespace planttwin::bridge {
namespace {

using plant::PlantInput;
using plant::PlantInputKind;

sim::Decimal decimal(const plant::Plant& plant, plant::MaterialId item, sim::Quantity quantity) {
  return {quantity.count(), plant.material(item).unit.decimals};
}

Instruction refused(std::string code) { return {std::nullopt, std::move(code)}; }

// Item and quantity, which all orders have.
Instruction about(const plant::Plant& plant, const plant::PlantNames& names, PlantInputKind kind,
                  std::string id, const std::string& item, const sim::Decimal& quantity,
                  const std::string& unit) {
  PlantInput input;
  input.kind = kind;
  input.id = std::move(id);
  input.material = names.materials.find(item);
  if (!input.material.valid()) return refused("unknown_item");
  const sim::Unit& known = plant.material(input.material).unit;
  if (unit != known.name) return refused("wrong_unit");
  const std::optional<std::int64_t> steps = quantity.steps(known.decimals);
  if (!steps) return refused("too_precise");
  if (*steps <= 0) return refused("no_quantity");
  input.quantity = sim::Quantity::steps(*steps);
  return {std::move(input), ""};
}

sim::Time run_time(sim::UtcInstant start, const std::optional<sim::UtcInstant>& instant) {
  return instant ? sim::Time::from_start(*instant - start) : sim::Time::never();
}

Instruction to_produce(const plant::Plant& plant, const plant::PlantNames& names,
                       sim::UtcInstant start, const ProductionOrderReleased& order) {
  Instruction made = about(plant, names, PlantInputKind::kProduce, order.order, order.item,
                           order.quantity, order.unit);
  if (!made.input) return made;
  if (!plant.made(made.input->material)) return refused("not_made_here");
  made.input->due = run_time(start, order.due);
  if (order.lot_size) {
    const int decimals = plant.material(made.input->material).unit.decimals;
    made.input->lot_size = sim::Quantity::steps(order.lot_size->steps(decimals).value_or(0));
  }
  return made;
}

Instruction to_buy(const plant::Plant& plant, const plant::PlantNames& names,
                   const PurchaseOrder& order) {
  if (order.lines.size() != 1) return refused("unsupported");
  const PurchaseLine& line = order.lines.front();
  Instruction made = about(plant, names, PlantInputKind::kBuy, order.purchase_order, line.item,
                           line.quantity, line.unit);
  if (!made.input) return made;
  made.input->supplier = names.suppliers.find(order.supplier);
  made.input->location = names.locations.find(line.location.value_or(""));
  if (!made.input->supplier.valid()) return refused("unknown_supplier");
  if (!made.input->location.valid()) return refused("unknown_location");
  return made;
}

Instruction to_ship(const plant::Plant& plant, const plant::PlantNames& names,
                    sim::UtcInstant start, const DeliveryReleased& delivery) {
  Instruction made = about(plant, names, PlantInputKind::kShip, delivery.delivery, delivery.item,
                           delivery.quantity, delivery.unit);
  if (!made.input) return made;
  made.input->location = names.locations.find(delivery.location);
  if (!made.input->location.valid()) return refused("unknown_location");
  if (delivery.customer) made.input->customer = names.customers.find(*delivery.customer);
  made.input->due = run_time(start, delivery.due);
  return made;
}

// A lot of stock that quality management holds or sets free, wherever it lies.
template <class Message>
Instruction to_change_hold(const plant::Plant& plant, const plant::PlantNames& names,
                           PlantInputKind kind, const Message& message) {
  if (message.location || !message.serials.empty()) return refused("unsupported");
  PlantInput input;
  input.kind = kind;
  input.id = message.lot;
  input.material = names.materials.find(message.item);
  if (!input.material.valid()) return refused("unknown_item");
  if (plant.material(input.material).control == plant::MaterialControl::kNone) {
    return refused("lots_not_followed");
  }
  return {std::move(input), ""};
}

Instruction to_change(const plant::Plant& plant, const plant::PlantNames& names,
                      sim::UtcInstant start, const ProductionOrderChanged& change) {
  Instruction made = about(plant, names, PlantInputKind::kChange, change.order, change.item,
                           change.quantity, change.unit);
  if (made.input) made.input->due = run_time(start, change.due);
  return made;
}

Instruction to_cancel(const ProductionOrderCancelled& cancelled) {
  PlantInput input;
  input.kind = PlantInputKind::kCancel;
  input.id = cancelled.order;
  return {std::move(input), ""};
}

}  // namespace

Body revision_message(const plant::Plant& plant, sim::UtcInstant start, const RevisedOrder& order) {
  const plant::Material& item = plant.material(order.item);
  ProductionOrderChanged changed;
  changed.order = order.id;
  changed.item = item.id;
  changed.quantity = decimal(plant, order.item, order.quantity);
  changed.unit = item.unit.name;
  changed.due = start + order.due.since_start();
  changed.reason = "capacity";
  return changed;
}

Body order_message(const plant::Plant& plant, sim::UtcInstant start, const ReleasedOrder& order) {
  const plant::Material& item = plant.material(order.item);
  const sim::Decimal quantity = decimal(plant, order.item, order.quantity);
  const sim::UtcInstant due = start + order.due.since_start();
  switch (order.kind) {
    case ReleasedOrder::Kind::kPurchase: {
      PurchaseLine line;
      line.order_line = "1";
      line.item = item.id;
      line.quantity = quantity;
      line.unit = item.unit.name;
      line.promised = due;
      line.location = plant.locations[order.location.index()].id;
      PurchaseOrder purchase;
      purchase.purchase_order = order.id;
      purchase.supplier = plant.suppliers[order.planning->supplier.index()].id;
      purchase.lines = {line};
      return purchase;
    }
    case ReleasedOrder::Kind::kDelivery: {
      DeliveryReleased delivery;
      delivery.delivery = order.id;
      delivery.item = item.id;
      delivery.quantity = quantity;
      delivery.unit = item.unit.name;
      delivery.location = plant.locations[order.location.index()].id;
      if (order.customer.valid()) delivery.customer = plant.customers[order.customer.index()].id;
      delivery.due = due;
      return delivery;
    }
    case ReleasedOrder::Kind::kProduction:
      break;
  }
  ProductionOrderReleased released;
  released.order = order.id;
  released.item = item.id;
  released.quantity = quantity;
  released.unit = item.unit.name;
  released.due = due;
  if (!order.planning->lot_size.is_zero()) {
    released.lot_size = decimal(plant, order.item, order.planning->lot_size);
  }
  return released;
}

Instruction instruction(const plant::Plant& plant, const plant::PlantNames& names,
                        sim::UtcInstant start, const Body& body) {
  if (const auto* order = std::get_if<ProductionOrderReleased>(&body)) {
    return to_produce(plant, names, start, *order);
  }
  if (const auto* change = std::get_if<ProductionOrderChanged>(&body)) {
    return to_change(plant, names, start, *change);
  }
  if (const auto* cancelled = std::get_if<ProductionOrderCancelled>(&body)) {
    return to_cancel(*cancelled);
  }
  if (const auto* order = std::get_if<PurchaseOrder>(&body)) return to_buy(plant, names, *order);
  if (const auto* delivery = std::get_if<DeliveryReleased>(&body)) {
    return to_ship(plant, names, start, *delivery);
  }
  if (const auto* held = std::get_if<LotHeld>(&body)) {
    return to_change_hold(plant, names, PlantInputKind::kHold, *held);
  }
  if (const auto* freed = std::get_if<LotReleased>(&body)) {
    return to_change_hold(plant, names, PlantInputKind::kRelease, *freed);
  }
  return refused("unsupported");
}

}  // namespace planttwin::bridge
