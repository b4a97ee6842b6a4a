#include "plant_models/run/order_changes.h"

#include <string>

#include "plant_models/run/dispatch.h"
#include "plant_models/run/names.h"
#include "plant_models/run/release.h"

namespace planttwin::plant {
namespace {

OrderSlot find_order(const RunState& run, const std::string& id) {
  for (std::size_t i = 0; i < run.orders.size(); ++i) {
    if (run.orders[i].in_use != 0 && order_name(run, run.orders[i]) == id) return OrderSlot(i);
  }
  return {};
}

PlantEvent about(const RunState& run, EventType type, OrderSlot slot, std::size_t index) {
  PlantEvent event;
  event.type = type;
  event.outside = static_cast<std::int32_t>(index);
  if (slot.valid()) {
    const OrderRun& order = run.order(slot);
    event.order = order.number;
    event.material = order.product;
    event.quantity = order.quantity;
  }
  return event;
}

void refuse(RunState& run, OrderSlot slot, std::size_t index, ChangeRefusal reason) {
  if (!run.listened()) return;
  PlantEvent event = about(run, EventType::kOrderChangeRefused, slot, index);
  event.other = static_cast<std::int32_t>(reason);
  run.emit(event);
}

// The lots of a released order go by its new due date and priority, those that wait included.
void change_lots(RunState& run, OrderSlot slot) {
  for (std::size_t i = 0; i < run.lots.size(); ++i) {
    Lot& l = run.lots[i];
    if (l.status == LotStatus::kFree || l.order != slot) continue;
    l.due = run.order(slot).due;
    l.priority = run.order(slot).priority;
    if (l.status == LotStatus::kQueued) requeue(run, LotSlot(i));
  }
}

}  // namespace

void change_order(RunState& run, std::size_t index) {
  const PlantInput& input = run.outside[index];
  const OrderSlot slot = find_order(run, input.id);
  if (!slot.valid()) return refuse(run, slot, index, ChangeRefusal::kUnknownOrder);
  OrderRun& order = run.order(slot);
  const bool waits = waits_for_release(run, slot);
  if (!waits && input.quantity != order.quantity) {
    return refuse(run, slot, index, ChangeRefusal::kAlreadyStarted);
  }
  order.quantity = input.quantity;
  order.due = input.due;
  order.priority = input.priority;
  if (!waits) change_lots(run, slot);
  run.release_again = 1;
  if (run.listened()) run.emit(about(run, EventType::kOrderChanged, slot, index));
}

void cancel_order(RunState& run, std::size_t index) {
  const OrderSlot slot = find_order(run, run.outside[index].id);
  if (!slot.valid()) return refuse(run, slot, index, ChangeRefusal::kUnknownOrder);
  if (!waits_for_release(run, slot)) {
    return refuse(run, slot, index, ChangeRefusal::kAlreadyStarted);
  }
  if (run.listened()) run.emit(about(run, EventType::kOrderCancelled, slot, index));
  forget_order(run, slot);
}

}  // namespace planttwin::plant
