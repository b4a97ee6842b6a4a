#include "plant_models/run/names.h"

namespace planttwin::plant {
namespace {

std::string number_text(std::int64_t number) { return "#" + std::to_string(number); }

}  // namespace

std::string order_name(const RunState& run, const OrderRun& order) {
  if (order.input >= 0) return run.input->orders[static_cast<std::size_t>(order.input)].id;
  if (order.outside >= 0) return run.outside[static_cast<std::size_t>(order.outside)].id;
  const std::string ordinal = "-" + std::to_string(order.ordinal + 1);
  if (order.source >= 0) {
    return run.input->sources[static_cast<std::size_t>(order.source)].id + ordinal;
  }
  if (order.replenishment.valid()) {
    return run.plant->replenishments[order.replenishment.index()].id + ordinal;
  }
  return number_text(order.number);
}

std::string order_name(const RunState& run, std::int64_t number) {
  const std::int32_t slot = run.order_index.find(number);
  return slot < 0 ? number_text(number)
                  : order_name(run, run.orders[static_cast<std::size_t>(slot)]);
}

std::string lot_name(const RunState& run, const Lot& lot) {
  return order_name(run, run.order(lot.order)) + "." + std::to_string(lot.ordinal);
}

std::string lot_name(const RunState& run, std::int64_t number) {
  const std::int32_t slot = run.lot_index.find(number);
  return slot < 0 ? number_text(number) : lot_name(run, run.lots[static_cast<std::size_t>(slot)]);
}

std::string stock_name(const RunState& run, const StockRun& stock) {
  if (stock.initial >= 0) {
    const std::string& lot = run.input->initial.stock[static_cast<std::size_t>(stock.initial)].lot;
    if (!lot.empty()) return lot;
  }
  if (run.lot_index.find(stock.lot) >= 0) return lot_name(run, stock.lot);
  return run.plant->material(stock.material).id + number_text(stock.number);
}

}  // namespace planttwin::plant
