#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "sim/json_document.h"

namespace planttwin::sim {

namespace {

// Digits and zeros; a longer whole number would read back as an integer beyond 64 bits.
constexpr std::int64_t kLongestPlainNumber = 18;
constexpr std::int64_t kHugeExponent = 1'000'000'000'000'000'000;

bool is_container(const JsonNode& node) { return node.is_array() || node.is_object(); }

std::string scalar_text(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::kNull:
      return "null";
    case JsonNode::Kind::kBoolean:
      return node.boolean ? "true" : "false";
    case JsonNode::Kind::kString:
      return json_string(node.text);
    default:
      return node.text;
  }
}

void write_pretty(const JsonNode& node, std::size_t depth, std::string& out) {
  const std::string indent(2 * depth + 2, ' ');
  const std::string outer(2 * depth, ' ');
  if (node.is_object() && !node.members.empty()) {
    std::string_view separator = "{\n";
    for (const JsonMember& member : node.members) {
      out.append(separator).append(indent).append(json_string(member.name)).append(": ");
      write_pretty(member.value, depth + 1, out);
      separator = ",\n";
    }
    out.append("\n").append(outer).append("}");
  } else if (std::any_of(node.elements.begin(), node.elements.end(), is_container)) {
    std::string_view separator = "[\n";
    for (const JsonNode& element : node.elements) {
      out.append(separator).append(indent);
      write_pretty(element, depth + 1, out);
      separator = ",\n";
    }
    out.append("\n").append(outer).append("]");
  } else if (is_container(node)) {
    out += node.is_object() ? "{" : "[";
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      out += (i == 0 ? "" : ", ") + scalar_text(node.elements[i]);
    }
    out += node.is_object() ? "}" : "]";
  } else {
    out += scalar_text(node);
  }
}

// Digits without zeros at either end, and the power of ten that they are multiplied with.
std::string canonical_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  const std::size_t mark = std::min(text.find_first_of("eE"), text.size());
  std::string digits(text.substr(negative ? 1 : 0, mark - (negative ? 1 : 0)));
  std::int64_t exponent = 0;
  if (mark < text.size()) {
    const std::size_t start = mark + (text[mark + 1] == '+' ? 2 : 1);
    const char* end = text.data() + text.size();
    if (std::from_chars(text.data() + start, end, exponent).ec != std::errc()) {
      exponent = text[start] == '-' ? -kHugeExponent : kHugeExponent;
    }
  }
  if (const std::size_t point = digits.find('.'); point != std::string::npos) {
    exponent -= static_cast<std::int64_t>(digits.size() - point - 1);
    digits.erase(point, 1);
  }
  digits.erase(0, digits.find_first_not_of('0'));
  while (!digits.empty() && digits.back() == '0') {
    digits.pop_back();
    ++exponent;
  }
  if (digits.empty()) return "0";
  const std::string sign = negative ? "-" : "";
  const auto length = static_cast<std::int64_t>(digits.size());
  if ((exponent >= 0 && length + exponent > kLongestPlainNumber) ||
      exponent < -kLongestPlainNumber) {
    return sign + digits + "e" + std::to_string(exponent);
  }
  if (exponent >= 0) return sign + digits + std::string(static_cast<std::size_t>(exponent), '0');
  if (length <= -exponent) {
    digits.insert(0, static_cast<std::size_t>(-exponent - length + 1), '0');
  }
  digits.insert(static_cast<std::size_t>(static_cast<std::int64_t>(digits.size()) + exponent), ".");
  return sign + digits;
}

void write_canonical(const JsonNode& node, std::string& out) {
  if (node.is_array()) {
    out += "[";
    for (std::size_t i = 0; i < node.elements.size(); ++i) {
      if (i > 0) out += ",";
      write_canonical(node.elements[i], out);
    }
    out += "]";
  } else if (node.is_object()) {
    std::vector<const JsonMember*> members;
    for (const JsonMember& member : node.members) members.push_back(&member);
    std::sort(members.begin(), members.end(),
              [](const JsonMember* a, const JsonMember* b) { return a->name < b->name; });
    out += "{";
    for (std::size_t i = 0; i < members.size(); ++i) {
      out += (i == 0 ? "" : ",") + json_string(members[i]->name) + ":";
      write_canonical(members[i]->value, out);
    }
    out += "}";
  } else {
    out += node.is_number() ? canonical_number(node.text) : scalar_text(node);
  }
}

}  // namespace

std::string pretty_json(const JsonNode& node) {
  std::string out;
  write_pretty(node, 0, out);
  return out + "\n";
}

std::string canonical_json(const JsonNode& node) {
  std::string out;
  write_canonical(node, out);
  return out;
}

std::string json_string(std::string_view text) {
  constexpr std::string_view kHexadecimal = "0123456789abcdef";
  std::string out = "\"";
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (code < 0x20) {
      out += std::string("\\u00") + kHexadecimal[code >> 4] + kHexadecimal[code & 15];
    } else {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace planttwin::sim
