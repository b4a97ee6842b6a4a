#include "erp_bridge/formats/values.h"

#include <charconv>

namespace planttwin::bridge {
namespace {

constexpr int kMicroseconds = 6;

template <class T>
std::string take(const sim::Parsed<T>& parsed, T& value) {
  if (!parsed.ok()) return parsed.error();
  value = parsed.value();
  return "";
}

}  // namespace

std::string value_text(const std::string& value) { return value; }
std::string value_text(const sim::Decimal& value) { return value.text(); }
std::string value_text(const SignedDecimal& value) { return value.number.text(); }
std::string value_text(sim::Duration value) {
  return sim::decimal_text(value.count(), kMicroseconds);
}
std::string value_text(sim::UtcInstant value) { return sim::format_instant(value); }

std::string read_value(const std::string& text, std::string& value) {
  value = text;
  return text.empty() ? "the text is empty" : "";
}

std::string read_value(const std::string& text, sim::Decimal& value) {
  std::string wrong = take(sim::parse_decimal(text), value);
  if (wrong.empty() && value.digits() < 0) return "the number is negative";
  return wrong;
}

std::string read_value(const std::string& text, SignedDecimal& value) {
  return take(sim::parse_decimal(text), value.number);
}

std::string read_value(const std::string& text, sim::Duration& value) {
  sim::Decimal seconds;
  if (std::string wrong = read_value(text, seconds); !wrong.empty()) return wrong;
  const std::optional<std::int64_t> steps = seconds.steps(kMicroseconds);
  if (!steps) return "no whole number of microseconds in 64 bits";
  value = sim::Duration::microseconds(*steps);
  return "";
}

std::string read_value(const std::string& text, sim::UtcInstant& value) {
  return take(sim::parse_instant(text), value);
}

std::string read_value(const std::string& text, std::int64_t& value) {
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  return error == std::errc() && stop == end && value > 0 ? "" : "no positive whole number";
}

}  // namespace planttwin::bridge
