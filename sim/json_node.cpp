#include "sim/json_node.h"

#include <algorithm>

namespace planttwin::sim {

const JsonNode* JsonNode::member(std::string_view name) const {
  const auto place = std::find_if(members.begin(), members.end(),
                                  [&](const JsonMember& m) { return m.name == name; });
  return place == members.end() ? nullptr : &place->value;
}

JsonNode* JsonNode::member(std::string_view name) {
  return const_cast<JsonNode*>(static_cast<const JsonNode*>(this)->member(name));
}

std::string JsonNode::id() const {
  const JsonNode* node = member("id");
  if (node == nullptr) return {};
  return node->kind == Kind::kString || node->kind == Kind::kInteger ? node->text : std::string();
}

std::string JsonNode::description() const {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kBoolean:
      return boolean ? "true" : "false";
    case Kind::kInteger:
    case Kind::kDecimal:
      return "the number " + (text.size() <= 40 ? text : text.substr(0, 40) + "...");
    case Kind::kString:
      return "the string " + in_quotes(text);
    case Kind::kArray:
      return elements.empty() ? "an empty array" : "an array";
    case Kind::kObject:
      return members.empty() ? "an empty object" : "an object";
  }
  return {};
}

std::string escape_pointer(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c == '~') {
      result += "~0";
    } else if (c == '/') {
      result += "~1";
    } else {
      result += c;
    }
  }
  return result;
}

std::vector<std::string> split_pointer(std::string_view pointer) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < pointer.size(); ++i) {
    if (pointer[i] == '/') {
      parts.emplace_back();
    } else if (parts.empty()) {
      parts.emplace_back(1, pointer[i]);
    } else if (pointer[i] == '~' && i + 1 < pointer.size() &&
               (pointer[i + 1] == '0' || pointer[i + 1] == '1')) {
      parts.back() += pointer[++i] == '0' ? '~' : '/';
    } else {
      parts.back() += pointer[i];
    }
  }
  return parts;
}

}  // namespace planttwin::sim
