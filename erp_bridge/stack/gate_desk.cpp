#include "erp_bridge/stack/gate_desk.h"

#include <string>

#include "erp_bridge/messages/keys.h"
#include "plant_models/run/names.h"
#include "plant_models/run/run_state.h"

namespace planttwin::bridge {

void GateDesk::on_event(const plant::PlantEvent& event, const plant::RunState& run) {
  using plant::EventType;
  if (event.type < EventType::kValidationAsked || event.type > EventType::kGatePassedByPaper) {
    return;
  }
  GateFigures& figures = figures_[static_cast<std::size_t>(event.other)];
  if (event.type == EventType::kValidationAsked) {
    ++figures.asked;
    return ask(event, run);
  }
  if (event.type == EventType::kValidationRefused) {
    ++figures.refused;
    return;
  }
  figures.confirmed += event.type == EventType::kValidationConfirmed ? 1 : 0;
  figures.unanswered += event.type == EventType::kGatePassedUnanswered ? 1 : 0;
  figures.by_paper += event.type == EventType::kGatePassedByPaper ? 1 : 0;
  figures.wait.add(event.duration.count());
  figures.wait_quantiles.add(event.duration.count());
}

void GateDesk::ask(const plant::PlantEvent& event, const plant::RunState& run) {
  const plant::Material& item = plant_.material(event.material);
  OrderValidation asked;
  asked.order = order_name(run, event.order);
  asked.item = item.id;
  asked.quantity = sim::Decimal(event.quantity.count(), item.unit.decimals);
  asked.unit = item.unit.name;
  const std::string key = business_key({asked.order, std::to_string(event.value)});
  const std::string partition = asked.order;
  questions_.push_back({event.value, source_.message(event.time, asked, key, partition)});
}

}  // namespace planttwin::bridge
