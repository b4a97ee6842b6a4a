#include "erp_bridge/stack/plant_node.h"

#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/stack/order_messages.h"
#include "plant_models/run/plant_input.h"

namespace planttwin::bridge {

NodeAnswer PlantNode::take(const std::string& payload) {
  sim::Diagnostics diagnostics;
  const std::optional<Message> message = from_json(payload, diagnostics);
  if (!message) return {false, "unreadable"};
  const std::string& key = message->envelope.idempotency_key;
  if (const auto known = answers_.find(key); known != answers_.end()) return known->second;
  Instruction told = instruction(plant_, names_, start_, message->body);
  const NodeAnswer answer{told.input.has_value(), told.code};
  if (told.input) {
    told.input->message = key;
    inputs_.push_back({message->envelope.source, plant::to_bytes(*told.input)});
  }
  return answers_.emplace(key, answer).first->second;
}

void PlantNode::take_answer(std::int64_t question, const NodeAnswer& answer) {
  plant::PlantInput told;
  told.kind = answer.taken ? plant::PlantInputKind::kConfirm : plant::PlantInputKind::kRefuse;
  told.question = question;
  inputs_.push_back({"/erp", plant::to_bytes(told)});
}

std::optional<sim::OutsideInput> PlantNode::next_input() {
  if (inputs_.empty()) return std::nullopt;
  std::optional<sim::OutsideInput> first = std::move(inputs_.front());
  inputs_.pop_front();
  return first;
}

}  // namespace planttwin::bridge
