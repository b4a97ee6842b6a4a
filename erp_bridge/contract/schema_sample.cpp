#include "erp_bridge/contract/schema_sample.h"

#include <algorithm>
#include <charconv>

#include "erp_bridge/formats/json_text.h"

namespace planttwin::bridge {
namespace {

using sim::JsonNode;

constexpr int kDeepest = 8;  // schemas may refer to themselves
constexpr std::size_t kLongest = 1000;

std::string text_of(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  return member == nullptr ? "" : member->text;
}

std::size_t count_of(const JsonNode& object, std::string_view name, std::size_t fallback) {
  const JsonNode* member = object.member(name);
  if (member == nullptr || member->kind != JsonNode::Kind::kInteger) return fallback;
  std::from_chars(member->text.data(), member->text.data() + member->text.size(), fallback);
  return fallback;
}

std::string string_of(const JsonNode& schema) {
  const std::string format = text_of(schema, "format");
  if (format == "date") return "2025-05-05";
  if (format == "date-time") return "2025-05-05T06:00:00Z";
  std::string text = kSampleText;
  text.resize(std::min({text.size(), count_of(schema, "maxLength", kLongest), kLongest}));
  const std::size_t least = std::min(count_of(schema, "minLength", 0), kLongest);
  if (text.size() < least) text.resize(least, 'x');
  return text;
}

}  // namespace

std::string SchemaSample::of(const JsonNode* schema, const Choices& choices) {
  lists_.clear();
  return schema == nullptr ? "null" : value(*schema, choices, 0);
}

std::string SchemaSample::value(const JsonNode& given, const Choices& choices, int depth) {
  const JsonNode& schema = api_.meant(given);
  if (const JsonNode* list = schema.member("enum"); list != nullptr && !list->elements.empty()) {
    if (std::find(lists_.begin(), lists_.end(), list) == lists_.end()) lists_.push_back(list);
    const auto chosen = choices.find(list);
    const std::size_t at = chosen == choices.end() ? 0 : chosen->second;
    return sim::canonical_json(list->elements[std::min(at, list->elements.size() - 1)]);
  }
  if (const JsonNode* example = schema.member("example")) return sim::canonical_json(*example);
  for (const char* some : {"oneOf", "anyOf"}) {
    const JsonNode* list = schema.member(some);
    if (list != nullptr && !list->elements.empty() && depth < kDeepest) {
      return value(list->elements.front(), choices, depth + 1);
    }
  }
  const std::string type = text_of(schema, "type");
  if (type == "string") return sim::json_string(string_of(schema));
  if (type == "integer" || type == "number") {
    const std::string least = text_of(schema, "minimum");
    return least.empty() ? "1" : least;
  }
  if (type == "boolean") return "true";
  if (type == "array") return array(schema, choices, depth);
  const bool is_object = type == "object" || schema.member("properties") != nullptr ||
                         schema.member("allOf") != nullptr;
  return is_object ? object(schema, choices, depth) : "null";
}

std::string SchemaSample::array(const JsonNode& schema, const Choices& choices, int depth) {
  const JsonNode* items = schema.member("items");
  std::size_t count = depth < kDeepest && items != nullptr ? elements_ : 0;
  count = std::min(std::max(count, count_of(schema, "minItems", 0)),
                   count_of(schema, "maxItems", kLongest));
  if (items == nullptr) return "[]";
  std::vector<std::string> elements;
  for (std::size_t i = 0; i < count; ++i) elements.push_back(value(*items, choices, depth + 1));
  return json_array(elements);
}

std::string SchemaSample::object(const JsonNode& schema, const Choices& choices, int depth) {
  std::map<std::string, std::string> members;
  add_members(schema, choices, depth, members);
  JsonFields fields;
  for (const auto& [name, value] : members) fields.json(name, value);
  return fields.take();
}

void SchemaSample::add_members(const JsonNode& given, const Choices& choices, int depth,
                               std::map<std::string, std::string>& members) {
  const JsonNode& schema = api_.meant(given);
  if (depth > kDeepest) return;
  if (const JsonNode* parts = schema.member("allOf")) {
    for (const JsonNode& part : parts->elements) add_members(part, choices, depth + 1, members);
  }
  const JsonNode* properties = schema.member("properties");
  if (properties == nullptr) return;
  for (const sim::JsonMember& member : properties->members) {
    members[member.name] = value(member.value, choices, depth + 1);
  }
}

}  // namespace planttwin::bridge
