#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "sim/json_value.h"

namespace planttwin::sim {

// Reads one JSON object member by member. A getter without a fallback requires the member; one
// with a fallback returns it when the member is absent. On an error a getter records a diagnostic
// and returns a harmless value (zero, empty, the fallback), so that one pass finds every error.
// finish() reports the members that nobody asked for.
//
//   WorkCenter read_work_center(JsonReader& in) {
//     WorkCenter center{.id = in.id(), .machines = in.integer("machines", {1, 1000}, 1)};
//     center.setup = in.duration("setup", Duration());
//     in.finish();
//     return center;
//   }
class JsonReader {
 public:
  // Reads the root of a document.
  JsonReader(const JsonDocument& document, Diagnostics& diagnostics);
  // Reads a value as an object; reports when it is none, and is muted then.
  explicit JsonReader(const JsonValue& value);

  const JsonNode& node() const { return self_.node(); }
  const std::string& pointer() const { return self_.pointer(); }
  // Muted: stands for an object that was reported as missing; reports nothing more.
  bool muted() const { return self_.muted(); }

  bool has(std::string_view key);
  // The member, if there is one; counts as asked for.
  std::optional<JsonValue> value(std::string_view key);
  // The member; reports when there is none and returns a muted value.
  JsonValue required_value(std::string_view key);

  // The member "id": a string or an integer, as text.
  std::string id();
  std::string required_string(std::string_view key);
  std::string optional_string(std::string_view key, std::string fallback = "");
  std::vector<std::string> strings(std::string_view key);  // empty when absent
  bool boolean(std::string_view key);
  bool boolean(std::string_view key, bool fallback);
  std::int64_t integer(std::string_view key, IntegerRange range);
  std::int64_t integer(std::string_view key, IntegerRange range, std::int64_t fallback);
  Decimal decimal(std::string_view key);
  Decimal decimal(std::string_view key, Decimal fallback);
  Decimal fraction(std::string_view key);
  Decimal fraction(std::string_view key, Decimal fallback);
  Duration duration(std::string_view key, DurationRange range = {});
  Duration duration(std::string_view key, DurationRange range, Duration fallback);
  Duration duration(std::string_view key, Duration fallback);
  Length length(std::string_view key);
  Length length(std::string_view key, Length fallback);
  Mass mass(std::string_view key);
  Mass mass(std::string_view key, Mass fallback);
  Speed speed(std::string_view key);
  Speed speed(std::string_view key, Speed fallback);
  Quantity quantity(std::string_view key, const Unit& unit);
  Quantity quantity(std::string_view key, const Unit& unit, Quantity fallback);
  Money money(std::string_view key, const Unit& currency);
  Money money(std::string_view key, const Unit& currency, Money fallback);
  MoneyRate money_rate(std::string_view key, const Unit& currency);
  MoneyRate money_rate(std::string_view key, const Unit& currency, MoneyRate fallback);
  UtcInstant instant(std::string_view key);
  UtcInstant instant(std::string_view key, UtcInstant fallback);
  CivilDate date(std::string_view key);
  Duration time_of_day(std::string_view key);
  TimeZone time_zone(std::string_view key);

  // A name from a table of NamedValue; the first row is the harmless value.
  template <class Table>
  auto enumeration(std::string_view key, const Table& table);
  template <class Table, class E>
  E enumeration(std::string_view key, const Table& table, E fallback);

  JsonReader object(std::string_view key);  // muted when missing
  std::optional<JsonReader> optional_object(std::string_view key);
  // An array of objects with unique ids; empty when absent.
  std::vector<JsonReader> objects(std::string_view key);
  // An array of objects that have no ids; empty when absent.
  std::vector<JsonReader> plain_objects(std::string_view key);
  // The elements of an array of any values; empty when absent.
  std::vector<JsonValue> values(std::string_view key);

  // Records a diagnostic at a member, or at the object when it has no such member.
  void error(std::string_view key, std::string message);
  // Records a diagnostic at the object itself.
  void error(std::string message) { self_.error(std::move(message)); }
  // Reports every member that was never asked for, with the nearest name that was.
  void finish();

 private:
  const JsonMember* ask(std::string_view key);
  template <class Read>
  auto read_required(std::string_view key, Read read);
  template <class T, class Read>
  T read_optional(std::string_view key, T fallback, Read read);

  JsonValue self_;
  std::vector<std::string> asked_;
};

template <class Table>
auto JsonReader::enumeration(std::string_view key, const Table& table) {
  const auto first = std::begin(table)->value;
  return required_value(key).enumeration(table).value_or(first);
}

template <class Table, class E>
E JsonReader::enumeration(std::string_view key, const Table& table, E fallback) {
  const std::optional<JsonValue> found = value(key);
  return found ? found->enumeration(table).value_or(fallback) : fallback;
}

}  // namespace planttwin::sim
