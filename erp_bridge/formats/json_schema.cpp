#include "erp_bridge/formats/json_schema.h"

#include <type_traits>

#include "erp_bridge/formats/json_members.h"
#include "erp_bridge/formats/member_meanings.h"
#include "erp_bridge/formats/values.h"
#include "erp_bridge/messages/messages.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

// Collects the members of an object: of a body, or of a row of a list in it.
class SchemaWriter {
 public:
  explicit SchemaWriter(int depth) : indent_(static_cast<std::size_t>(depth) * 2, ' ') {}

  template <class T>
  void operator()(std::string_view field, const T&) {
    if constexpr (IsOptional<T>::value) {
      add<typename T::value_type>(field);
    } else {
      add<T>(field);
      if constexpr (!kMayBeAbsent<T>) {
        required_ += (required_.empty() ? "" : ", ") + sim::json_string(member_name<T>(field));
      }
    }
  }

  // The members of the schema object that say all this, without its brackets.
  std::string object() const {
    return indent_ + R"("type": "object",)" + "\n" + indent_ + R"("required": [)" + required_ +
           "],\n" + indent_ + "\"properties\": {\n" + properties_ + "\n" + indent_ + "}\n";
  }

 private:
  template <class T>
  void add(std::string_view field) {
    const std::string name = member_name<T>(field);
    properties_ += (properties_.empty() ? "" : ",\n") + indent_ + "  " + sim::json_string(name) +
                   ": {" + type_of<T>() +
                   ", \"description\": " + sim::json_string(member_meaning(name));
    if constexpr (IsRows<T>::value) properties_ += ", \"items\": " + rows<typename T::value_type>();
    properties_ += "}";
  }
  template <class Row>
  std::string rows() const {
    SchemaWriter members(static_cast<int>(indent_.size()) / 2 + 2);
    const Row example;
    Row::describe(example, members);
    return "{\n" + members.object() + indent_ + "  }";
  }
  template <class T>
  static std::string type_of() {
    if constexpr (IsRows<T>::value) {
      return R"("type": "array")";
    } else if constexpr (kIsTexts<T>) {
      return R"("type": "array", "items": {"type": "string", "minLength": 1})";
    } else if constexpr (std::is_same_v<T, SignedDecimal>) {
      return R"("type": "number")";
    } else if constexpr (kIsNumber<T>) {
      return R"("type": "number", "minimum": 0)";
    } else if constexpr (Choice<T>) {
      std::string names;
      for (const std::string_view name : choices(T())) {
        names += (names.empty() ? "" : ", ") + sim::json_string(name);
      }
      return R"("type": "string", "enum": [)" + names + "]";
    } else {
      return R"("type": "string", "minLength": 1)";
    }
  }

  std::string indent_;
  std::string properties_;
  std::string required_;
};

template <class Kind>
std::string schema_of(const Kind& example) {
  SchemaWriter members(1);
  Kind::describe(example, members);
  return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"$id\": " +
         sim::json_string(std::string(Kind::kName) + ".schema.json") +
         ",\n  \"title\": " + sim::json_string(Kind::kName) + ",\n" + members.object() + "}\n";
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
