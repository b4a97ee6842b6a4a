#pragma once

#include <string>
#include <string_view>
#include <type_traits>

#include "erp_bridge/messages/fields.h"
#include "sim/decimal.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

// Single values of messages as text, the same in every format: decimals with all their digits,
// spans of time in seconds, instants UTC (ISO 8601), choices by name.
namespace planttwin::bridge {

template <class T>
inline constexpr bool kIsNumber =
    std::is_same_v<T, sim::Decimal> || std::is_same_v<T, SignedDecimal> ||
    std::is_same_v<T, sim::Duration>;

std::string value_text(const std::string& value);
std::string value_text(const sim::Decimal& value);
std::string value_text(const SignedDecimal& value);
std::string value_text(sim::Duration value);
std::string value_text(sim::UtcInstant value);
std::string value_text(Choice auto value) { return std::string(choice_name(value)); }

// Each reads a value, or says what is wrong with the text.
std::string read_value(const std::string& text, std::string& value);
std::string read_value(const std::string& text, sim::Decimal& value);
std::string read_value(const std::string& text, SignedDecimal& value);
std::string read_value(const std::string& text, sim::Duration& value);
std::string read_value(const std::string& text, sim::UtcInstant& value);
// A positive whole number, as the sequence of a message.
std::string read_value(const std::string& text, std::int64_t& value);
std::string read_value(const std::string& text, Choice auto& value) {
  using Value = std::remove_reference_t<decltype(value)>;
  if (const auto named = choice_named<Value>(text)) {
    value = *named;
    return "";
  }
  std::string wrong = "expected one of";
  for (const std::string_view name : choices(Value())) wrong.append(" ").append(name);
  return wrong;
}

}  // namespace planttwin::bridge
