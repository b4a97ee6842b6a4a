#include "erp_bridge/contract/schema_check.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "sim/utc_instant.h"

namespace planttwin::bridge {
namespace {

using sim::JsonNode;
using Kind = SchemaFault::Kind;

constexpr int kDeepest = 64;  // schemas may refer to themselves
constexpr int kUtf8Mask = 0xC0;
constexpr int kUtf8Continuation = 0x80;

std::string text_of(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  return member == nullptr ? "" : member->text;
}

std::optional<double> number_of(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  double value = 0;
  if (member == nullptr || !member->is_number()) return std::nullopt;
  std::from_chars(member->text.data(), member->text.data() + member->text.size(), value);
  return value;
}

double characters(const std::string& text) {
  return static_cast<double>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & kUtf8Mask) != kUtf8Continuation;
  }));
}

class Check {
 public:
  explicit Check(const OpenApi& api) : api_(api) {}

  void value(const JsonNode& given, const JsonNode& value, const std::string& pointer, int depth) {
    const JsonNode& schema = api_.meant(given);
    if (depth > kDeepest) return;
    if (const JsonNode* all = schema.member("allOf")) {
      check_all(schema, *all, value, pointer, depth);
      return;
    }
    for (const char* choice : {"anyOf", "oneOf"}) {
      if (const JsonNode* some = schema.member(choice)) any(*some, value, pointer, depth);
    }
    if (!type(schema, value, pointer)) return;
    enumeration(schema, value, pointer);
    if (value.kind == JsonNode::Kind::kString) string(schema, value, pointer);
    if (value.is_number()) number(schema, value, pointer);
    if (value.is_array()) array(schema, value, pointer, depth);
    if (value.is_object()) object(schema, value, pointer, depth);
  }

  std::vector<SchemaFault> faults;

 private:
  void fault(Kind kind, const std::string& pointer, std::string text) {
    faults.push_back({kind, pointer, std::move(text)});
  }

  // A member is known when one of the parts knows it.
  void check_all(const JsonNode& schema, const JsonNode& parts, const JsonNode& given,
                 const std::string& pointer, int depth) {
    JsonNode whole = schema;
    std::erase_if(whole.members, [](const auto& member) { return member.name == "allOf"; });
    std::vector<const JsonNode*> all{&whole};
    for (const JsonNode& part : parts.elements) all.push_back(&part);
    std::vector<SchemaFault> others;
    std::vector<SchemaFault> unknown;
    std::size_t objects = 0;
    for (const JsonNode* part : all) {
      Check check(api_);
      check.value(*part, given, pointer, depth + 1);
      objects += api_.meant(*part).member("properties") != nullptr ? 1 : 0;
      for (SchemaFault& one : check.faults) {
        (one.kind == Kind::kUnknown ? unknown : others).push_back(std::move(one));
      }
    }
    for (const SchemaFault& one : unknown) {
      const auto same = [&](const SchemaFault& other) { return other.pointer == one.pointer; };
      const bool reported = std::any_of(faults.begin(), faults.end(), same);
      const auto times =
          static_cast<std::size_t>(std::count_if(unknown.begin(), unknown.end(), same));
      if (!reported && times >= objects) faults.push_back(one);
    }
    for (SchemaFault& one : others) faults.push_back(std::move(one));
  }

  // The nearest of several speaks for all.
  void any(const JsonNode& some, const JsonNode& given, const std::string& pointer, int depth) {
    std::optional<std::vector<SchemaFault>> best;
    const auto serious = [](const std::vector<SchemaFault>& list) {
      return std::count_if(list.begin(), list.end(),
                           [](const SchemaFault& one) { return one.kind != Kind::kUnknown; });
    };
    for (const JsonNode& one : some.elements) {
      Check check(api_);
      check.value(one, given, pointer, depth + 1);
      if (!best || serious(check.faults) < serious(*best)) best = std::move(check.faults);
    }
    if (best) faults.insert(faults.end(), best->begin(), best->end());
  }

  bool type(const JsonNode& schema, const JsonNode& value, const std::string& pointer) {
    const std::string type = text_of(schema, "type");
    if (value.kind == JsonNode::Kind::kNull) {
      const JsonNode* nullable = schema.member("nullable");
      if (type.empty() || (nullable != nullptr && nullable->boolean)) return false;
      fault(Kind::kValue, pointer, "expected " + words(type) + ", found null");
      return false;
    }
    const bool good = type.empty() || (type == "string" && value.kind == JsonNode::Kind::kString) ||
                      (type == "integer" && value.kind == JsonNode::Kind::kInteger) ||
                      (type == "number" && value.is_number()) ||
                      (type == "boolean" && value.kind == JsonNode::Kind::kBoolean) ||
                      (type == "array" && value.is_array()) ||
                      (type == "object" && value.is_object());
    if (!good) {
      fault(Kind::kValue, pointer, "expected " + words(type) + ", found " + value.description());
    }
    return good;
  }

  static std::string words(const std::string& type) {
    const bool vowel = type.starts_with('a') || type.starts_with('i') || type.starts_with('o');
    return (vowel ? "an " : "a ") + type;
  }

  void enumeration(const JsonNode& schema, const JsonNode& value, const std::string& pointer) {
    const JsonNode* list = schema.member("enum");
    if (list == nullptr) return;
    const std::string text = sim::canonical_json(value);
    std::string known;
    for (const JsonNode& one : list->elements) {
      if (sim::canonical_json(one) == text) return;
      known += (known.empty() ? "" : ", ") + sim::canonical_json(one);
    }
    fault(Kind::kValue, pointer, "expected one of " + known + ", found " + value.description());
  }

  void string(const JsonNode& schema, const JsonNode& value, const std::string& pointer) {
    const double length = characters(value.text);
    if (const auto most = number_of(schema, "maxLength"); most && length > *most) {
      fault(Kind::kTooLong, pointer,
            "at most " + text_of(schema, "maxLength") + " characters, found " +
                std::to_string(static_cast<int>(length)));
    }
    if (const auto least = number_of(schema, "minLength"); least && length < *least) {
      fault(Kind::kValue, pointer, "at least " + text_of(schema, "minLength") + " characters");
    }
    const std::string format = text_of(schema, "format");
    const bool good = format == "date"        ? sim::parse_date(value.text).ok()
                      : format == "date-time" ? sim::parse_instant(value.text).ok()
                                              : true;
    if (!good)
      fault(Kind::kValue, pointer, "expected a " + format + ", found " + value.description());
  }

  void number(const JsonNode& schema, const JsonNode& value, const std::string& pointer) {
    double given = 0;
    std::from_chars(value.text.data(), value.text.data() + value.text.size(), given);
    if (const auto least = number_of(schema, "minimum"); least && given < *least) {
      fault(Kind::kValue, pointer,
            "at least " + text_of(schema, "minimum") + ", found " + value.text);
    }
    if (const auto most = number_of(schema, "maximum"); most && given > *most) {
      fault(Kind::kValue, pointer,
            "at most " + text_of(schema, "maximum") + ", found " + value.text);
    }
  }

  void array(const JsonNode& schema, const JsonNode& value, const std::string& pointer, int depth) {
    const auto count = static_cast<double>(value.elements.size());
    if (const auto most = number_of(schema, "maxItems"); most && count > *most) {
      fault(Kind::kValue, pointer, "at most " + text_of(schema, "maxItems") + " elements");
    }
    if (const auto least = number_of(schema, "minItems"); least && count < *least) {
      fault(Kind::kValue, pointer, "at least " + text_of(schema, "minItems") + " elements");
    }
    const JsonNode* items = schema.member("items");
    if (items == nullptr) return;
    for (std::size_t i = 0; i < value.elements.size(); ++i) {
      this->value(*items, value.elements[i], pointer + "/" + std::to_string(i), depth + 1);
    }
  }

  void object(const JsonNode& schema, const JsonNode& value, const std::string& pointer,
              int depth) {
    const JsonNode* properties = schema.member("properties");
    const JsonNode* others = schema.member("additionalProperties");
    for (const sim::JsonMember& member : value.members) {
      const std::string place = pointer + "/" + sim::escape_pointer(member.name);
      const JsonNode* known = properties == nullptr ? nullptr : properties->member(member.name);
      if (known != nullptr) {
        this->value(*known, member.value, place, depth + 1);
      } else if (others != nullptr && others->kind == JsonNode::Kind::kBoolean) {
        if (!others->boolean) fault(Kind::kForbidden, place, "no such member is allowed");
      } else if (others != nullptr) {
        this->value(*others, member.value, place, depth + 1);
      } else if (properties != nullptr) {
        fault(Kind::kUnknown, place, "the schema has no such member");
      }
    }
    const JsonNode* required = schema.member("required");
    if (required == nullptr) return;
    for (const JsonNode& name : required->elements) {
      if (value.member(name.text) != nullptr) continue;
      fault(Kind::kMissing, pointer + "/" + sim::escape_pointer(name.text), "is required");
    }
  }

  const OpenApi& api_;
};

}  // namespace

std::vector<SchemaFault> schema_faults(const OpenApi& api, const JsonNode& schema,
                                       const JsonNode& value) {
  Check check(api);
  check.value(schema, value, "", 0);
  return std::move(check.faults);
}

}  // namespace planttwin::bridge
