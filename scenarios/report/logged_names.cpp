#include "scenarios/report/logged_names.h"

#include "plant_models/run/names.h"

namespace planttwin::scenario {

LoggedOrder logged_order(std::int64_t number, const plant::RunState& run) {
  LoggedOrder named{.number = number, .name = plant::order_name(run, number), .due = {}};
  const std::int32_t slot = run.order_index.find(number);
  if (slot < 0) return named;
  const plant::OrderRun& order = run.orders[static_cast<std::size_t>(slot)];
  named.material = order.product.number();
  named.quantity = order.quantity.count();
  if (!order.due.is_never()) named.due = order.due.count();
  named.priority = order.priority;
  return named;
}

std::optional<LoggedLot> logged_lot(std::int64_t number, const plant::RunState& run) {
  const std::int32_t slot = run.lot_index.find(number);
  if (slot < 0) return std::nullopt;
  const plant::Lot& lot = run.lots[static_cast<std::size_t>(slot)];
  return LoggedLot{.number = number,
                   .name = plant::lot_name(run, lot),
                   .order = run.order(lot.order).number,
                   .material = run.product(lot).number(),
                   .routing = lot.routing.number()};
}

}  // namespace planttwin::scenario
