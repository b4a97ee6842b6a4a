#include "erp_bridge/messages/messages.h"

namespace planttwin::bridge {

std::string_view name_of(const Body& body) {
  return std::visit([](const auto& message) { return message.kName; }, body);
}

std::vector<std::string> message_names() {
  std::vector<std::string> names;
  any_kind([&](const auto& kind) {
    names.emplace_back(kind.kName);
    return false;
  });
  return names;
}

}  // namespace planttwin::bridge
