#include "scenarios/json_build.h"

#include <array>
#include <charconv>
#include <cmath>

#include "sim/decimal.h"

namespace planttwin::scenario {

using sim::JsonNode;

namespace {

JsonNode node_of(JsonNode::Kind kind, std::string text = "") {
  JsonNode node;
  node.kind = kind;
  node.text = std::move(text);
  return node;
}

}  // namespace

JsonNode json_null() { return node_of(JsonNode::Kind::kNull); }

JsonNode json_boolean(bool value) {
  JsonNode node = node_of(JsonNode::Kind::kBoolean);
  node.boolean = value;
  return node;
}

JsonNode json_integer(std::int64_t value) {
  return node_of(JsonNode::Kind::kInteger, std::to_string(value));
}

JsonNode json_number(double value) {
  if (!std::isfinite(value)) return json_null();
  if (value == 0) value = 0;  // no negative zero
  std::array<char, 32> buffer{};
  const auto [end, error] = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  std::string text(buffer.data(), error == std::errc() ? end : buffer.data());
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return node_of(JsonNode::Kind::kDecimal, std::move(text));
}

JsonNode json_number(std::optional<double> value) {
  return value ? json_number(*value) : json_null();
}

JsonNode json_quantity(std::int64_t steps, const sim::Unit& unit) {
  std::string text = sim::decimal_text(steps, unit.decimals);
  const bool whole = text.find('.') == std::string::npos;
  return node_of(whole ? JsonNode::Kind::kInteger : JsonNode::Kind::kDecimal, std::move(text));
}

JsonNode json_string(std::string_view value) {
  return node_of(JsonNode::Kind::kString, std::string(value));
}

}  // namespace planttwin::scenario
