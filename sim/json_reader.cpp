#include "sim/json_reader.h"

#include <algorithm>

namespace planttwin::sim {

// A member's own read, or the harmless value of its type after an error.
template <class Read>
auto JsonReader::read_required(std::string_view key, Read read) {
  auto result = read(required_value(key));
  using T = typename decltype(result)::value_type;
  return result ? std::move(*result) : T();
}

template <class T, class Read>
T JsonReader::read_optional(std::string_view key, T fallback, Read read) {
  const std::optional<JsonValue> found = value(key);
  if (!found) return fallback;
  auto result = read(*found);
  return result ? std::move(*result) : fallback;
}

JsonReader::JsonReader(const JsonDocument& document, Diagnostics& diagnostics)
    : JsonReader(JsonValue(document, diagnostics)) {}

JsonReader::JsonReader(const JsonValue& value) : self_(value) {
  if (!self_.expect_object()) self_.diagnostics_ = nullptr;
}

const JsonMember* JsonReader::ask(std::string_view key) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  const auto& members = node().members;
  const auto place = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& m) { return m.name == key; });
  return muted() || place == members.end() ? nullptr : &*place;
}

bool JsonReader::has(std::string_view key) { return ask(key) != nullptr; }

std::optional<JsonValue> JsonReader::value(std::string_view key) {
  const JsonMember* member = ask(key);
  if (member == nullptr) return std::nullopt;
  return self_.member(*member);
}

JsonValue JsonReader::required_value(std::string_view key) {
  if (const JsonMember* member = ask(key)) return self_.member(*member);
  self_.error("the member " + in_quotes(key) + " is missing");
  return self_.missing_member(key);
}

std::string JsonReader::id() {
  return read_required("id", [](const JsonValue& v) { return v.name(); });
}

std::string JsonReader::required_string(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.string(); });
}

std::string JsonReader::optional_string(std::string_view key, std::string fallback) {
  return read_optional(key, std::move(fallback), [](const JsonValue& v) { return v.string(); });
}

std::vector<std::string> JsonReader::strings(std::string_view key) {
  std::vector<std::string> result;
  for (const JsonValue& element : values(key)) {
    if (std::optional<std::string> text = element.string()) result.push_back(std::move(*text));
  }
  return result;
}

bool JsonReader::boolean(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.boolean(); });
}

bool JsonReader::boolean(std::string_view key, bool fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.boolean(); });
}

std::int64_t JsonReader::integer(std::string_view key, IntegerRange range) {
  // An integer that is missing or wrong reads as the value of its range that is nearest to 0.
  const std::int64_t harmless = std::clamp<std::int64_t>(0, range.min, range.max);
  return required_value(key).integer(range).value_or(harmless);
}

std::int64_t JsonReader::integer(std::string_view key, IntegerRange range, std::int64_t fallback) {
  return read_optional(key, fallback, [&](const JsonValue& v) { return v.integer(range); });
}

Decimal JsonReader::decimal(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.decimal(); });
}

Decimal JsonReader::decimal(std::string_view key, Decimal fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.decimal(); });
}

Decimal JsonReader::fraction(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.fraction(); });
}

Decimal JsonReader::fraction(std::string_view key, Decimal fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.fraction(); });
}

Duration JsonReader::duration(std::string_view key, DurationRange range) {
  const Duration harmless = std::clamp(Duration(), range.min, range.max);
  return required_value(key).duration(range).value_or(harmless);
}

Duration JsonReader::duration(std::string_view key, DurationRange range, Duration fallback) {
  return read_optional(key, fallback, [&](const JsonValue& v) { return v.duration(range); });
}

Duration JsonReader::duration(std::string_view key, Duration fallback) {
  return duration(key, DurationRange(), fallback);
}

Length JsonReader::length(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.length(); });
}

Length JsonReader::length(std::string_view key, Length fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.length(); });
}

Mass JsonReader::mass(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.mass(); });
}

Mass JsonReader::mass(std::string_view key, Mass fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.mass(); });
}

Speed JsonReader::speed(std::string_view key) {
  const Speed harmless{.distance = Length::metres(1)};
  return required_value(key).speed().value_or(harmless);
}

Speed JsonReader::speed(std::string_view key, Speed fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.speed(); });
}

Quantity JsonReader::quantity(std::string_view key, const Unit& unit) {
  return read_required(key, [&](const JsonValue& v) { return v.quantity(unit); });
}

Quantity JsonReader::quantity(std::string_view key, const Unit& unit, Quantity fallback) {
  return read_optional(key, fallback, [&](const JsonValue& v) { return v.quantity(unit); });
}

Money JsonReader::money(std::string_view key, const Unit& currency) {
  return read_required(key, [&](const JsonValue& v) { return v.money(currency); });
}

Money JsonReader::money(std::string_view key, const Unit& currency, Money fallback) {
  return read_optional(key, fallback, [&](const JsonValue& v) { return v.money(currency); });
}

MoneyRate JsonReader::money_rate(std::string_view key, const Unit& currency) {
  return read_required(key, [&](const JsonValue& v) { return v.money_rate(currency); });
}

MoneyRate JsonReader::money_rate(std::string_view key, const Unit& currency, MoneyRate fallback) {
  return read_optional(key, fallback, [&](const JsonValue& v) { return v.money_rate(currency); });
}

UtcInstant JsonReader::instant(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.instant(); });
}

UtcInstant JsonReader::instant(std::string_view key, UtcInstant fallback) {
  return read_optional(key, fallback, [](const JsonValue& v) { return v.instant(); });
}

CivilDate JsonReader::date(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.date(); });
}

Duration JsonReader::time_of_day(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.time_of_day(); });
}

TimeZone JsonReader::time_zone(std::string_view key) {
  return read_required(key, [](const JsonValue& v) { return v.time_zone(); });
}

JsonReader JsonReader::object(std::string_view key) { return JsonReader(required_value(key)); }

std::optional<JsonReader> JsonReader::optional_object(std::string_view key) {
  const std::optional<JsonValue> found = value(key);
  if (!found) return std::nullopt;
  return JsonReader(*found);
}

std::vector<JsonReader> JsonReader::objects(std::string_view key) {
  std::vector<JsonReader> readers;
  const std::optional<JsonValue> found = value(key);
  if (!found) return readers;
  for (const JsonValue& element : found->identified_elements()) readers.emplace_back(element);
  return readers;
}

std::vector<JsonReader> JsonReader::plain_objects(std::string_view key) {
  std::vector<JsonReader> readers;
  for (const JsonValue& element : values(key)) {
    if (element.expect_object()) readers.emplace_back(element);
  }
  return readers;
}

std::vector<JsonValue> JsonReader::values(std::string_view key) {
  const std::optional<JsonValue> found = value(key);
  return found ? found->elements() : std::vector<JsonValue>();
}

void JsonReader::error(std::string_view key, std::string message) {
  const std::optional<JsonValue> found = value(key);
  if (found) {
    found->error(std::move(message));
  } else {
    self_.error(std::move(message));
  }
}

void JsonReader::finish() {
  if (muted()) return;
  for (const JsonMember& member : node().members) {
    if (std::find(asked_.begin(), asked_.end(), member.name) != asked_.end()) continue;
    self_.member(member).error_at(member.name_position, "unknown member " + in_quotes(member.name) +
                                                            nearest_clause(member.name, asked_));
  }
}

}  // namespace planttwin::sim
