#include "erp_bridge/messages/messages.h"

namespace planttwin::bridge {

std::string_view name_of(const Body& body) {
  return std::visit([](const auto& message) { return message.kName; }, body);
}

}  // namespace planttwin::bridge
