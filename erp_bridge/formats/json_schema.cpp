#include "erp_bridge/formats/json_schema.h"

#include <algorithm>
#include <array>
#include <utility>

#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/messages/messages.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

// A member means the same in all messages.
constexpr std::array<std::pair<std::string_view, std::string_view>, 17> kMeanings = {{
    {"order", "Production order."},
    {"operation", "Number of the operation in the routing."},
    {"work_center", "Where the operation was done."},
    {"item", "Item that is made, moved or consumed."},
    {"lot", "Lot of the item; absent where lots are not followed."},
    {"quantity", "Exact decimal in the unit beside it; of an operation: what was good."},
    {"scrapped", "What the operation lost, in the same unit."},
    {"unit", "Unit of measure."},
    {"location", "Where the stock lies; absent for what is in process."},
    {"into_lot", "Lot in process that consumes it."},
    {"from_lot", "Lot in process that it comes from."},
    {"status", "Of the stock: unrestricted or held."},
    {"from", "Status before: unrestricted or held."},
    {"to", "Status after: unrestricted or held."},
    {"reason", "Why it was scrapped."},
    {"due", "Instant at which the order is due (ISO 8601, UTC)."},
    {"machine_time_s", "Processing time in seconds."},
}};

std::string_view meaning_of(std::string_view name) {
  const auto found = std::find_if(kMeanings.begin(), kMeanings.end(),
                                  [&](const auto& row) { return row.first == name; });
  return found == kMeanings.end() ? std::string_view() : found->second;
}

// Collects the members of a schema.
class SchemaWriter {
 public:
  template <class T>
  void operator()(std::string_view field, const T&) {
    if constexpr (IsOptional<T>::value) {
      using Value = typename T::value_type;
      add(member_name<Value>(field), type_of(Value()));
    } else {
      add(member_name<T>(field), type_of(T()));
      required_ += (required_.empty() ? "" : ", ") + sim::json_string(member_name<T>(field));
    }
  }

  std::string schema(std::string_view title) const {
    return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"$id\": " +
           sim::json_string(std::string(title) + ".schema.json") +
           ",\n  \"title\": " + sim::json_string(title) +
           ",\n  \"type\": \"object\",\n  \"required\": [" + required_ +
           "],\n  \"properties\": {\n    " + properties_ + "\n  }\n}\n";
  }

 private:
  static constexpr std::string_view kText = R"("type": "string", "minLength": 1)";
  static constexpr std::string_view kNumber = R"("type": "number", "minimum": 0)";
  static std::string_view type_of(const std::string&) { return kText; }
  static std::string_view type_of(const sim::Decimal&) { return kNumber; }
  static std::string_view type_of(sim::Duration) { return kNumber; }
  static std::string_view type_of(sim::UtcInstant) { return kText; }
  void add(const std::string& name, std::string_view type) {
    properties_ += (properties_.empty() ? "" : ",\n    ") + sim::json_string(name) + ": {" +
                   std::string(type) + ", \"description\": " + sim::json_string(meaning_of(name)) +
                   "}";
  }

  std::string properties_;
  std::string required_;
};

template <class Kind>
std::string schema_of(const Kind& example) {
  SchemaWriter fields;
  Kind::describe(example, fields);
  return fields.schema(Kind::kName);
}

}  // namespace

std::optional<std::string> json_schema(std::string_view name) {
  std::optional<std::string> schema;
  any_kind([&](const auto& kind) {
    if (kind.kName != name) return false;
    schema = schema_of(kind);
    return true;
  });
  return schema;
}

}  // namespace planttwin::bridge
