#include "erp_bridge/live/order_intake.h"

#include <optional>
#include <thread>

#include "erp_bridge/formats/json_format.h"
#include "erp_bridge/stack/order_messages.h"
#include "plant_models/run/plant_input.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

constexpr auto kWhenFull = std::chrono::milliseconds(20);

}  // namespace

std::int64_t OrderIntake::poll(MappedSystem& system) {
  std::int64_t given = 0;
  for (const std::string& text : system.poll_orders()) given += give(text) ? 1 : 0;
  return given;
}

bool OrderIntake::give(const std::string& text) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, "order", diagnostics);
  std::string key;
  std::optional<Body> body;
  if (document) {
    const sim::JsonNode* named = document->root().member("key");
    const sim::JsonNode* type = document->root().member("type");
    const sim::JsonNode* data = document->root().member("data");
    if (named != nullptr) key = named->text;
    if (!key.empty() && !known_.insert(key).second) return false;
    if (type != nullptr && data != nullptr) body = body_from_json(type->text, *data, diagnostics);
  }
  if (!body || key.empty()) {
    refused_.push_back({key, "unreadable", text + "\n" + diagnostics.text()});
    return false;
  }
  Instruction made = instruction(plant_, names_, start_, *body);
  if (!made.input) {
    refused_.push_back({key, made.code, text});
    return false;
  }
  made.input->message = key;
  const sim::OutsideInput input{"erp", plant::to_bytes(*made.input)};
  while (queue_.push(input) == sim::PushResult::kFull) std::this_thread::sleep_for(kWhenFull);
  given_.push_back(key);
  return true;
}

}  // namespace planttwin::bridge
