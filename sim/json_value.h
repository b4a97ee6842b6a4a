#pragma once

#include <cstdint>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "sim/measure.h"
#include "sim/quantity.h"
#include "sim/time.h"
#include "sim/time_zone.h"
#include "sim/utc_instant.h"

namespace planttwin::sim {

// Inclusive bounds of a whole number in a file.
struct IntegerRange {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();

  static constexpr IntegerRange at_least(std::int64_t min) { return {.min = min}; }
};

// Inclusive bounds of a duration in a file: not negative unless told.
struct DurationRange {
  Duration min = Duration();
  Duration max = Duration::max();

  static constexpr DurationRange positive() { return {.min = Duration::microseconds(1)}; }
  static constexpr DurationRange any() { return {.min = -Duration::max()}; }
};

// One row of a table of names for an enumeration.
template <class E>
struct NamedValue {
  std::string_view name;
  E value;
};

// A value at a place in a document: the node, its pointer and where errors go. Every read returns
// nothing after it has recorded what was found and what was expected, so that reading can go on.
// Refers to the document and the diagnostics, which must outlive it. A muted value stands for
// something that was reported as missing: it reads as nothing and reports nothing more.
class JsonValue {
 public:
  JsonValue(const JsonDocument& document, Diagnostics& diagnostics);

  const JsonNode& node() const { return *node_; }
  const std::string& pointer() const { return pointer_; }
  bool muted() const { return diagnostics_ == nullptr; }
  // Records a diagnostic at this value.
  void error(std::string message) const { error_at(node_->position, std::move(message)); }

  std::optional<std::string> string() const;  // not empty
  std::optional<std::string> name() const;    // a string that is not empty, or an integer
  std::optional<bool> boolean() const;
  std::optional<std::int64_t> integer(IntegerRange range = {}) const;
  std::optional<Decimal> decimal() const;
  std::optional<Decimal> fraction() const;  // from 0 to 1
  std::optional<Duration> duration(DurationRange range = {}) const;
  std::optional<Length> length() const;                      // not negative
  std::optional<Mass> mass() const;                          // not negative
  std::optional<Speed> speed() const;                        // positive
  std::optional<Quantity> quantity(const Unit& unit) const;  // not negative
  std::optional<QuantityRate> quantity_rate(const Unit& unit) const;
  std::optional<Money> money(const Unit& currency) const;
  std::optional<MoneyRate> money_rate(const Unit& currency) const;
  std::optional<UtcInstant> instant() const;
  std::optional<CivilDate> date() const;
  std::optional<Duration> time_of_day() const;
  std::optional<TimeZone> time_zone() const;
  // One of the names in a table: an array or vector of NamedValue.
  template <class Table>
  auto enumeration(const Table& table) const;
  // The elements of an array; none, with an error, when it is no array.
  std::vector<JsonValue> elements() const;
  // The same for an array of objects with unique ids: elements without one and second uses of an
  // id are reported and left out.
  std::vector<JsonValue> identified_elements() const;
  // Whether this is an object; reports when it is not.
  bool expect_object() const;

  // The value of a member. Requires that it exists.
  JsonValue member(const JsonMember& member) const;
  // A value that stands for a missing member of this object.
  JsonValue missing_member(std::string_view name) const;
  void error_at(SourcePosition position, std::string message) const;

 private:
  friend class JsonReader;
  JsonValue(const JsonNode* node, std::string pointer, const std::string* file,
            Diagnostics* diagnostics)
      : node_(node), pointer_(std::move(pointer)), file_(file), diagnostics_(diagnostics) {}
  JsonValue child(const JsonNode& node, std::string_view name) const;
  void wrong_kind(std::string_view expected) const;
  // The text of a measured value; says that a unit is needed when it finds a bare number.
  const std::string* measured_text(std::string_view what, std::string_view example) const;
  template <class T>
  std::optional<T> take(const Parsed<T>& parsed) const;
  void unknown_name(std::string_view name, const std::vector<std::string>& known) const;

  const JsonNode* node_;
  std::string pointer_;
  const std::string* file_;
  Diagnostics* diagnostics_;  // null when muted
};

template <class Table>
auto JsonValue::enumeration(const Table& table) const {
  using E = std::remove_cvref_t<decltype(std::begin(table)->value)>;
  const std::optional<std::string> name = string();
  if (!name) return std::optional<E>();
  std::vector<std::string> known;
  for (const auto& row : table) {
    if (row.name == *name) return std::optional<E>(row.value);
    known.emplace_back(row.name);
  }
  unknown_name(*name, known);
  return std::optional<E>();
}

}  // namespace planttwin::sim
