#include "erp_bridge/formats/envelope_fields.h"

namespace planttwin::bridge {
namespace {

constexpr std::string_view kTypePrefix = "planttwin.";
constexpr std::string_view kTypeSuffix = ".v1";

}  // namespace

std::string message_type(std::string_view name) {
  return std::string(kTypePrefix).append(name).append(kTypeSuffix);
}

std::optional<std::string_view> name_in_type(std::string_view type) {
  if (!type.starts_with(kTypePrefix) || !type.ends_with(kTypeSuffix)) return std::nullopt;
  if (type.size() < kTypePrefix.size() + kTypeSuffix.size()) return std::nullopt;
  return type.substr(kTypePrefix.size(), type.size() - kTypePrefix.size() - kTypeSuffix.size());
}

}  // namespace planttwin::bridge
