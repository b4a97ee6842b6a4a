#include "erp_bridge/systems/body_members.h"

#include <type_traits>

namespace planttwin::bridge {
namespace {

const std::string* text_in(const std::string& text) { return &text; }
const std::string* text_in(const std::optional<std::string>& text) {
  return text ? &*text : nullptr;
}

}  // namespace

const sim::Decimal* quantity_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const sim::Decimal* {
        if constexpr (requires { kind.quantity; }) {
          if constexpr (std::is_same_v<decltype(kind.quantity), sim::Decimal>) {
            return &kind.quantity;
          }
        }
        return nullptr;
      },
      body);
}

const std::string* unit_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.unit); }) return text_in(kind.unit);
        return nullptr;
      },
      body);
}

const std::string* item_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.item); }) return text_in(kind.item);
        return nullptr;
      },
      body);
}

const std::string* order_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.order); }) return text_in(kind.order);
        return nullptr;
      },
      body);
}

const std::string* operation_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.operation); }) return text_in(kind.operation);
        return nullptr;
      },
      body);
}

const std::string* work_center_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.work_center); }) return text_in(kind.work_center);
        return nullptr;
      },
      body);
}

const std::string* location_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.location); }) return text_in(kind.location);
        return nullptr;
      },
      body);
}

const std::string* stock_lot_of(const Body& body) {
  if (location_of(body) == nullptr) return nullptr;
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.lot); }) return text_in(kind.lot);
        return nullptr;
      },
      body);
}

const std::string* in_process_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> const std::string* {
        if constexpr (requires { text_in(kind.into_lot); }) return text_in(kind.into_lot);
        if constexpr (requires { text_in(kind.from_lot); }) return text_in(kind.from_lot);
        return nullptr;
      },
      body);
}

MaterialIssued as_issue(const MaterialReturned& returned) {
  MaterialIssued issued;
  issued.order = returned.order;
  issued.operation = returned.operation;
  issued.item = returned.item;
  issued.lot = returned.lot;
  issued.quantity = returned.quantity;
  issued.unit = returned.unit;
  issued.location = returned.location;
  issued.into_lot = returned.from_lot;
  issued.status = returned.status;
  return issued;
}

}  // namespace planttwin::bridge
