#include "erp_bridge/formats/b2mml_path.h"

#include <span>

#include "erp_bridge/formats/b2mml_slots.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kEnvelopePrefix = "planttwin.";

const B2mmlSlot* slot_of(std::span<const B2mmlSlot> slots, std::string_view field) {
  for (const B2mmlSlot& slot : slots) {
    if (slot.member == field && slot.constant.empty()) return &slot;
  }
  return nullptr;
}

B2mmlStep step_of(std::string_view text) {
  B2mmlStep step{text, {}, text.ends_with('*')};
  if (step.repeated) step.name.remove_suffix(1);
  const std::size_t bracket = text.find('[');
  if (bracket != std::string_view::npos) {
    step.name = text.substr(0, bracket);
    step.id = text.substr(bracket + 1, text.size() - bracket - 2);
  }
  return step;
}

}  // namespace

std::vector<B2mmlStep> b2mml_steps(std::string_view path) {
  std::vector<B2mmlStep> steps;
  while (true) {
    const std::size_t slash = path.find('/');
    steps.push_back(step_of(path.substr(0, slash)));
    if (slash == std::string_view::npos) return steps;
    path.remove_prefix(slash + 1);
  }
}

bool b2mml_has_place(std::string_view noun, std::string_view field) {
  return slot_of(b2mml_application_area(), field) != nullptr ||
         slot_of(b2mml_slots(noun), field) != nullptr;
}

std::string b2mml_property_id(std::string_view field) {
  if (!field.starts_with('@')) return std::string(field);
  return std::string(kEnvelopePrefix).append(field.substr(1));
}

std::string b2mml_property_field(std::string_view id) {
  if (!id.starts_with(kEnvelopePrefix)) return std::string(id);
  return "@" + std::string(id.substr(kEnvelopePrefix.size()));
}

std::string b2mml_place(std::string_view noun, std::string_view field) {
  if (const B2mmlSlot* slot = slot_of(b2mml_application_area(), field)) {
    return "ApplicationArea/" + std::string(slot->path);
  }
  const std::string area = "DataArea/" + std::string(noun) + "/";
  if (const B2mmlSlot* slot = slot_of(b2mml_slots(noun), field)) {
    return area + std::string(slot->path);
  }
  return area + std::string(slot_of(b2mml_slots(noun), kB2mmlProperties)->path) + "[" +
         b2mml_property_id(field) + "]/Value/ValueString";
}

}  // namespace planttwin::bridge
