#include "erp_bridge/embedded_bridge.h"

#include <utility>

namespace planttwin::bridge {

EmbeddedBridge::EmbeddedBridge(const plant::Plant& plant, const plant::RunInput& input,
                               const std::string& run_id, std::vector<InjectedDefect> defects)
    : plant_(plant),
      erp_(erp_items(plant), std::move(defects)),
      alignment_(*this),
      reporter_(plant, names_, run_id, input.start,
                [this](const Message& message) { send(message); }),
      floor_(run_id, names_) {
  for (const plant::InitialLot& lot : input.initial.lots) {
    const plant::OrderInput& order = input.orders[static_cast<std::size_t>(lot.order)];
    erp_.open_order(order.id, plant.material(order.product).id);
  }
  floor_.add_sink(truth_);
  floor_.add_sink(alignment_);
  floor_.add_sink(reporter_);
}

void EmbeddedBridge::on_event(const plant::PlantEvent& event, const plant::RunState& run) {
  floor_.on_event(event, run);
}

void EmbeddedBridge::Alignment::on_opening_stock(const Position& position, sim::Quantity quantity) {
  const std::string& item = bridge_.names_.text(position.item);
  int decimals = 0;
  for (const plant::Material& material : bridge_.plant_.materials) {
    if (material.id == item) decimals = material.unit.decimals;
  }
  bridge_.erp_.open_stock(
      {item, bridge_.names_.text(position.lot), bridge_.names_.text(position.location),
       std::string(status_name(position.status)), sim::Decimal(quantity.count(), decimals)});
}

void EmbeddedBridge::send(const Message& message) {
  const Answer answer = erp_.post(message);
  const bool taken = answer.kind == Answer::Kind::kAcknowledged;
  traces_.emplace(
      message.envelope.idempotency_key,
      MessageTrace{taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected,
                   answer.code});
}

Reconciliation EmbeddedBridge::audit(const plant::RunState& run) {
  const StockByPosition closing = counted_stock(run, floor_, names_);
  return reconcile({plant_, names_, truth_, closing, erp_, traces_});
}

}  // namespace planttwin::bridge
