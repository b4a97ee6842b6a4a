#include "sim/json_value.h"

#include <charconv>
#include <map>
#include <system_error>

namespace planttwin::sim {

namespace {

const std::string kCommandLineFile = "--set";
const JsonNode kNoNode;  // what a missing member reads as

std::string range_text(IntegerRange range) {
  const IntegerRange all;
  if (range.min == all.min) return "at most " + std::to_string(range.max);
  if (range.max == all.max) return "at least " + std::to_string(range.min);
  return "from " + std::to_string(range.min) + " to " + std::to_string(range.max);
}

// Why a duration is out of its range; empty when it is within.
std::string range_error(Duration value, DurationRange range) {
  if (value >= range.min && value <= range.max) return {};
  std::string expected;
  if (value > range.max) {
    expected = "at most " + format_duration(range.max);
  } else if (range.min == Duration()) {
    expected = "a duration that is not negative";
  } else if (range.min == Duration::microseconds(1)) {
    expected = "a duration above zero";
  } else {
    expected = "at least " + format_duration(range.min);
  }
  return "found " + format_duration(value) + "; expected " + expected;
}

}  // namespace

JsonValue::JsonValue(const JsonDocument& document, Diagnostics& diagnostics)
    : JsonValue(&document.root(), "", &document.file(), &diagnostics) {}

JsonValue JsonValue::child(const JsonNode& node, std::string_view name) const {
  return JsonValue(&node, pointer_ + "/" + escape_pointer(name), file_, diagnostics_);
}

JsonValue JsonValue::member(const JsonMember& member) const {
  return child(member.value, member.name);
}

JsonValue JsonValue::missing_member(std::string_view name) const {
  JsonValue missing = child(kNoNode, name);
  missing.diagnostics_ = nullptr;
  return missing;
}

void JsonValue::error_at(SourcePosition position, std::string message) const {
  if (muted()) return;
  const bool typed = node_->origin == JsonNode::Origin::kCommandLine;
  diagnostics_->add({typed ? kCommandLineFile : *file_, position, pointer_, std::move(message)});
}

void JsonValue::wrong_kind(std::string_view expected) const {
  error("found " + node_->description() + "; expected " + std::string(expected));
}

void JsonValue::unknown_name(std::string_view name, const std::vector<std::string>& known) const {
  std::string message = "found " + in_quotes(name) + "; expected one of ";
  for (std::size_t i = 0; i < known.size(); ++i) message += (i == 0 ? "" : ", ") + known[i];
  error(message + nearest_clause(name, known));
}

std::optional<std::string> JsonValue::string() const {
  if (muted()) return std::nullopt;
  if (node_->kind == JsonNode::Kind::kString && !node_->text.empty()) return node_->text;
  wrong_kind(node_->kind == JsonNode::Kind::kString ? "a string that is not empty" : "a string");
  return std::nullopt;
}

std::optional<std::string> JsonValue::name() const {
  if (muted()) return std::nullopt;
  const bool fits =
      node_->kind == JsonNode::Kind::kString || node_->kind == JsonNode::Kind::kInteger;
  if (fits && !node_->text.empty()) return node_->text;
  wrong_kind("a name: a string that is not empty, or an integer");
  return std::nullopt;
}

std::optional<bool> JsonValue::boolean() const {
  if (muted()) return std::nullopt;
  if (node_->kind == JsonNode::Kind::kBoolean) return node_->boolean;
  wrong_kind("true or false");
  return std::nullopt;
}

std::optional<std::int64_t> JsonValue::integer(IntegerRange range) const {
  if (muted()) return std::nullopt;
  const IntegerRange all;
  const bool bounded = range.min != all.min || range.max != all.max;
  const std::string expected = "an integer" + (bounded ? " " + range_text(range) : "");
  std::int64_t value = 0;
  const char* end = node_->text.data() + node_->text.size();
  if (node_->kind != JsonNode::Kind::kInteger ||
      std::from_chars(node_->text.data(), end, value).ec != std::errc() || value < range.min ||
      value > range.max) {
    wrong_kind(expected);
    return std::nullopt;
  }
  return value;
}

std::optional<Decimal> JsonValue::decimal() const {
  if (muted()) return std::nullopt;
  if (node_->is_number()) return take(parse_decimal(node_->text));
  wrong_kind("a number");
  return std::nullopt;
}

std::optional<Decimal> JsonValue::fraction() const {
  if (muted()) return std::nullopt;
  if (!node_->is_number()) {
    wrong_kind("a number from 0 to 1");
    return std::nullopt;
  }
  const std::optional<Decimal> value = decimal();
  if (!value) return std::nullopt;
  if (*value >= Decimal() && *value <= Decimal(1, 0)) return value;
  wrong_kind("a number from 0 to 1");
  return std::nullopt;
}

template <class T>
std::optional<T> JsonValue::take(const Parsed<T>& parsed) const {
  if (parsed.ok()) return parsed.value();
  error(parsed.error());
  return std::nullopt;
}

const std::string* JsonValue::measured_text(std::string_view what, std::string_view example) const {
  if (muted()) return nullptr;
  if (node_->kind == JsonNode::Kind::kString) return &node_->text;
  if (node_->is_number()) {
    error("found " + node_->description() + "; a unit is needed: expected " + std::string(what) +
          " such as " + in_quotes(example));
  } else {
    wrong_kind(std::string(what) + " such as " + in_quotes(example));
  }
  return nullptr;
}

std::optional<Duration> JsonValue::duration(DurationRange range) const {
  const std::string* text = measured_text("a duration", "12 min");
  const std::optional<Duration> value = text ? take(parse_duration(*text)) : std::nullopt;
  if (!value) return std::nullopt;
  std::string reason = range_error(*value, range);
  if (reason.empty()) return value;
  error(std::move(reason));
  return std::nullopt;
}

std::optional<Length> JsonValue::length() const {
  const std::string* text = measured_text("a length", "1.2 m");
  const std::optional<Length> value = text ? take(parse_length(*text)) : std::nullopt;
  if (!value || value->count() >= 0) return value;
  wrong_kind("a length that is not negative");
  return std::nullopt;
}

std::optional<Mass> JsonValue::mass() const {
  const std::string* text = measured_text("a mass", "2.5 kg");
  const std::optional<Mass> value = text ? take(parse_mass(*text)) : std::nullopt;
  if (!value || value->count() >= 0) return value;
  wrong_kind("a mass that is not negative");
  return std::nullopt;
}

std::optional<Speed> JsonValue::speed() const {
  const std::string* text = measured_text("a speed", "1.2 m/s");
  const std::optional<Speed> value = text ? take(parse_speed(*text)) : std::nullopt;
  if (!value || value->distance.count() > 0) return value;
  wrong_kind("a speed above zero");
  return std::nullopt;
}

std::optional<Quantity> JsonValue::quantity(const Unit& unit) const {
  const std::string* text = measured_text("a quantity", "1 " + unit.name);
  const std::optional<Quantity> value = text ? take(parse_quantity(*text, unit)) : std::nullopt;
  if (!value || value->count() >= 0) return value;
  wrong_kind("a quantity that is not negative");
  return std::nullopt;
}

std::optional<QuantityRate> JsonValue::quantity_rate(const Unit& unit) const {
  const std::string* text = measured_text("a rate", "1 " + unit.name + "/h");
  const std::optional<QuantityRate> value =
      text ? take(parse_quantity_rate(*text, unit)) : std::nullopt;
  if (!value || value->amount.count() >= 0) return value;
  wrong_kind("a rate that is not negative");
  return std::nullopt;
}

std::optional<Money> JsonValue::money(const Unit& currency) const {
  const std::string* text = measured_text("an amount of money", "60 " + currency.name);
  return text ? take(parse_money(*text, currency)) : std::nullopt;
}

std::optional<MoneyRate> JsonValue::money_rate(const Unit& currency) const {
  const std::string* text = measured_text("a cost per time", "60 " + currency.name + "/h");
  return text ? take(parse_money_rate(*text, currency)) : std::nullopt;
}

std::optional<UtcInstant> JsonValue::instant() const {
  const std::optional<std::string> text = string();
  return text ? take(parse_instant(*text)) : std::nullopt;
}

std::optional<CivilDate> JsonValue::date() const {
  const std::optional<std::string> text = string();
  return text ? take(parse_date(*text)) : std::nullopt;
}

std::optional<Duration> JsonValue::time_of_day() const {
  const std::optional<std::string> text = string();
  return text ? take(parse_time_of_day(*text)) : std::nullopt;
}

std::optional<TimeZone> JsonValue::time_zone() const {
  const std::optional<std::string> text = string();
  return text ? take(TimeZone::find(*text)) : std::nullopt;
}

std::vector<JsonValue> JsonValue::elements() const {
  std::vector<JsonValue> values;
  if (muted()) return values;
  if (!node_->is_array()) wrong_kind("an array");
  values.reserve(node_->elements.size());
  for (std::size_t i = 0; i < node_->elements.size(); ++i) {
    const JsonNode& element = node_->elements[i];
    const std::string id = element.id();
    values.push_back(child(element, id.empty() ? std::to_string(i) : id));
  }
  return values;
}

std::vector<JsonValue> JsonValue::identified_elements() const {
  std::vector<JsonValue> identified;
  std::map<std::string, SourcePosition> first_use;
  for (JsonValue& value : elements()) {
    if (!value.expect_object()) continue;
    const JsonNode* id_node = value.node().member("id");
    if (id_node == nullptr) {
      value.error("the member \"id\" is missing");
      continue;
    }
    const JsonValue id = value.child(*id_node, "id");
    const std::optional<std::string> name = id.name();
    if (!name) continue;
    const auto [place, added] = first_use.try_emplace(*name, id_node->position);
    if (!added) {
      id.error("the id " + in_quotes(*name) + " is used twice; first at " +
               std::to_string(place->second.line) + ":" + std::to_string(place->second.column));
      continue;
    }
    identified.push_back(std::move(value));
  }
  return identified;
}

bool JsonValue::expect_object() const {
  if (muted()) return false;
  if (!node_->is_object()) wrong_kind("an object");
  return node_->is_object();
}

}  // namespace planttwin::sim
