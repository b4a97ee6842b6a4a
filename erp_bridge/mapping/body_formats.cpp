#include "erp_bridge/mapping/body_formats.h"

#include <charconv>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/formats/xml_document.h"
#include "erp_bridge/formats/xml_writer.h"
#include "sim/decimal.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "sim/json_scanner.h"

namespace planttwin::bridge {
namespace {

using sim::JsonNode;
using Kind = JsonNode::Kind;

sim::JsonDocument parsed(std::string_view json) {
  sim::Diagnostics diagnostics;
  std::optional<sim::JsonDocument> document = sim::JsonDocument::parse(json, "body", diagnostics);
  if (!document || !diagnostics.empty()) throw BodyError(diagnostics.text());
  return *std::move(document);
}

void require_utf8(std::string_view text) {
  const std::size_t fault = sim::find_invalid_utf8(text);
  if (fault == std::string_view::npos) return;
  throw BodyError("the text is not UTF-8: see byte " + std::to_string(fault + 1));
}

// jq writes 0.00001 as 1e-05, which XML and most readers of CSV take for no decimal.
std::string number_text(const JsonNode& node) {
  if (node.text.find_first_of("eE") == std::string::npos) return node.text;
  const sim::Parsed<sim::Decimal> number = sim::parse_decimal(node.text);
  return number.ok() ? number.value().text() : node.text;
}

// Of a text, number, truth value or null.
std::string scalar_text(const JsonNode& node) {
  if (node.is_number()) return number_text(node);
  switch (node.kind) {
    case Kind::kNull:
      return "";
    case Kind::kBoolean:
      return node.boolean ? "true" : "false";
    case Kind::kArray:
    case Kind::kObject:
      throw BodyError("expected a text or a number, found " + node.description());
    default:
      return node.text;
  }
}

const JsonNode& array_of(const JsonNode& node, std::string_view what) {
  if (!node.is_array()) {
    throw BodyError("expected " + std::string(what) + ", found " + node.description());
  }
  return node;
}

// XML

std::string xml_scalar(const JsonNode& node) {
  std::string text = scalar_text(node);
  if (const auto fault = not_in_xml(text)) throw BodyError("XML can't hold " + *fault);
  return text;
}

bool is_xml_name(std::string_view name) {
  const auto starts = [](unsigned char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
  };
  if (name.empty() || !starts(static_cast<unsigned char>(name.front()))) return false;
  for (const char one : name) {
    const auto c = static_cast<unsigned char>(one);
    if (!starts(c) && c != ':' && c != '-' && c != '.' && !(c >= '0' && c <= '9')) return false;
  }
  return true;
}

void check_xml_name(std::string_view name) {
  if (!is_xml_name(name)) throw BodyError("no name of an XML element: " + sim::in_quotes(name));
}

// Line breaks and tabs in attributes are spaces to those who read them, unless written so.
std::string attribute_text(const JsonNode& node) {
  std::string text;
  for (const char c : xml_escaped(xml_scalar(node))) {
    if (c == '\n' || c == '\t') {
      text += c == '\n' ? "&#10;" : "&#9;";
    } else {
      text += c;
    }
  }
  return text;
}

void write_element(XmlWriter& out, const std::string& name, const JsonNode& node) {
  if (node.is_array()) {
    for (const JsonNode& element : node.elements) write_element(out, name, element);
    return;
  }
  check_xml_name(name);
  if (!node.is_object()) return out.leaf(name, xml_scalar(node));
  std::string attributes;
  const JsonNode* text = nullptr;
  bool has_children = false;
  for (const sim::JsonMember& member : node.members) {
    if (member.name.starts_with("@")) {
      check_xml_name(std::string_view(member.name).substr(1));
      attributes += (attributes.empty() ? "" : " ") + member.name.substr(1) + "=\"" +
                    attribute_text(member.value) + "\"";
    } else if (member.name == "#text") {
      text = &member.value;
    } else {
      has_children = true;
    }
  }
  if (!has_children) return out.leaf(name, text == nullptr ? "" : xml_scalar(*text), attributes);
  if (text != nullptr) throw BodyError(sim::in_quotes(name) + " has both children and a text");
  out.open(name, attributes);
  for (const sim::JsonMember& member : node.members) {
    if (!member.name.starts_with("@")) write_element(out, member.name, member.value);
  }
  out.close();
}

std::string xml_text(const JsonNode& node) {
  if (!node.is_object() || node.members.size() != 1 || node.members.front().value.is_array()) {
    throw BodyError("an XML text has one root: expected an object with one member, found " +
                    node.description());
  }
  XmlWriter out;
  write_element(out, node.members.front().name, node.members.front().value);
  return std::move(out).text();
}

std::string xml_value(const XmlNode& node) {
  if (node.children.empty()) return sim::json_string(node.text);
  std::vector<std::pair<std::string, std::vector<std::string>>> members;
  std::unordered_map<std::string_view, std::size_t> places;
  for (const XmlNode& child : node.children) {
    const auto [place, is_new] = places.emplace(child.name, members.size());
    if (is_new) members.push_back({child.name, {}});
    members[place->second].second.push_back(xml_value(child));
  }
  JsonFields fields;
  for (const auto& [name, values] : members) {
    fields.json(name, values.size() == 1 ? values.front() : json_array(values));
  }
  return fields.take();
}

// CSV

// A spreadsheet would calculate what begins so (OWASP, "CSV Injection"); with a quote before it the
// text is shown. A text that is a number is none of these.
std::string without_formula(std::string text) {
  constexpr std::string_view kBeginnings = "=+-@\t\r";
  const bool calculates = !text.empty() && kBeginnings.find(text.front()) != std::string_view::npos;
  if (!calculates || sim::parse_decimal(text).ok()) return text;
  return "'" + text;
}

std::string csv_field(const std::string& text, char separator) {
  const bool plain = text.find_first_of("\"\r\n") == std::string::npos &&
                     text.find(separator) == std::string::npos;
  if (plain) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string csv_text(const JsonNode& node) {
  char separator = ',';
  bool as_is = false;
  const JsonNode* rows = &node;
  if (node.is_object()) {
    if (const JsonNode* given = node.member("separator"); given != nullptr) {
      const bool is_one = given->kind == Kind::kString && given->text.size() == 1 &&
                          given->text.find_first_of("\"\r\n") == std::string::npos;
      if (!is_one) throw BodyError("\"separator\": expected one character that is no quote");
      separator = given->text.front();
    }
    if (const JsonNode* given = node.member("as_is"); given != nullptr) {
      if (given->kind != Kind::kBoolean) throw BodyError("\"as_is\": expected true or false");
      as_is = given->boolean;
    }
    rows = node.member("rows");
    if (rows == nullptr) throw BodyError("the member \"rows\" is missing");
  }
  std::string out;
  for (const JsonNode& row : array_of(*rows, "rows").elements) {
    bool is_first = true;
    for (const JsonNode& field : array_of(row, "a row of fields").elements) {
      if (!is_first) out += separator;
      is_first = false;
      const bool is_text = field.kind == Kind::kString && !as_is;
      const std::string text = scalar_text(field);
      out += csv_field(is_text ? without_formula(text) : text, separator);
    }
    out += "\r\n";
  }
  return out;
}

// Rows of fields, with quotes as in RFC 4180. The separator is the first of "," ";" and tab that
// stands in the first line, outside of quotes.
class CsvReader {
 public:
  explicit CsvReader(std::string_view text) : text_(text) {
    constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
    if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
    bool is_quoted = false;
    for (const char c : text_) {
      if (c == '"') is_quoted = !is_quoted;
      if (is_quoted) continue;
      if (c == '\n' || c == '\r') break;
      if (c != ',' && c != ';' && c != '\t') continue;
      separator_ = c;
      break;
    }
  }

  std::string rows() {
    std::vector<std::string> rows;
    while (at_ < text_.size()) rows.push_back(row());
    return json_array(rows);
  }

 private:
  std::string row() {
    std::vector<std::string> fields;
    for (;;) {
      fields.push_back(sim::json_string(field()));
      if (at_ < text_.size() && text_[at_] == separator_) {
        ++at_;
        continue;
      }
      if (at_ < text_.size() && text_[at_] != '\r' && text_[at_] != '\n') {
        throw BodyError("CSV: a text goes on behind its quotes at byte " + std::to_string(at_ + 1));
      }
      if (at_ < text_.size() && text_[at_] == '\r') ++at_;
      if (at_ < text_.size() && text_[at_] == '\n') ++at_;
      return json_array(fields);
    }
  }

  std::string field() {
    std::string value;
    if (at_ < text_.size() && text_[at_] == '"') return quoted();
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' &&
           text_[at_] != '\r') {
      value += text_[at_++];
    }
    return value;
  }

  std::string quoted() {
    const std::size_t begin = at_++;
    std::string value;
    for (; at_ < text_.size(); ++at_) {
      if (text_[at_] != '"') {
        value += text_[at_];
      } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
        value += text_[++at_];
      } else {
        ++at_;
        return value;
      }
    }
    throw BodyError("CSV: the quotes at byte " + std::to_string(begin + 1) + " are never closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  char separator_ = ',';
};

// Fixed width

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80 ? 1 : 0;
  return count;
}

constexpr std::size_t kWidestField = 100'000;

std::size_t width_of(const JsonNode& node) {
  std::size_t width = 0;
  const char* end = node.text.data() + node.text.size();
  const auto [stop, error] = std::from_chars(node.text.data(), end, width);
  if (!node.is_number() || error != std::errc() || stop != end || width > kWidestField) {
    throw BodyError("\"width\": expected a number of characters, found " + node.description());
  }
  return width;
}

char filler_of(const JsonNode* node) {
  if (node == nullptr) return ' ';
  if (node->kind != Kind::kString || node->text.size() != 1) {
    throw BodyError("\"fill\": expected one character of ASCII, found " + node->description());
  }
  return node->text.front();
}

bool is_right(const JsonNode* align) {
  if (align == nullptr) return false;
  if (align->text == "left" || align->text == "right") return align->text == "right";
  throw BodyError("\"align\": expected \"left\" or \"right\", found " + align->description());
}

std::string fixed_field(const JsonNode& node) {
  const JsonNode* text = node.member("text");
  const JsonNode* width_node = node.member("width");
  if (text == nullptr || width_node == nullptr) {
    throw BodyError("a field of fixed width has \"text\" and \"width\", found " +
                    node.description());
  }
  const std::size_t width = width_of(*width_node);
  const std::string value = scalar_text(*text);
  const std::size_t length = characters(value);
  if (length > width) {
    throw BodyError("a field of " + width_node->text + " characters has no room for " +
                    sim::in_quotes(value));
  }
  if (value.find_first_of("\r\n") != std::string::npos) {
    throw BodyError("a field of fixed width has no line breaks: " + sim::in_quotes(value));
  }
  const std::string rest(width - length, filler_of(node.member("fill")));
  return is_right(node.member("align")) ? rest + value : value + rest;
}

std::string fixed_text(const JsonNode& node) {
  std::string out;
  for (const JsonNode& row : array_of(node, "rows").elements) {
    for (const JsonNode& field : array_of(row, "a row of fields").elements) {
      out += fixed_field(field);
    }
    out += "\r\n";
  }
  return out;
}

// Forms

std::string form_escaped(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string out;
  for (const char one : text) {
    const auto c = static_cast<unsigned char>(one);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '*';
    if (plain) {
      out += one;
    } else if (c == ' ') {
      out += '+';
    } else {
      out += {'%', kDigits[c >> 4], kDigits[c & 15]};
    }
  }
  return out;
}

std::string form_text(const JsonNode& node) {
  if (!node.is_object()) throw BodyError("expected names and values, found " + node.description());
  std::string out;
  for (const sim::JsonMember& member : node.members) {
    out += (out.empty() ? "" : "&") + form_escaped(member.name) + "=" +
           form_escaped(scalar_text(member.value));
  }
  return out;
}

}  // namespace

std::string body_text(BodyFormat format, std::string_view json) {
  if (format == BodyFormat::kJson) return std::string(json);
  const sim::JsonDocument document = parsed(json);
  const JsonNode& root = document.root();
  switch (format) {
    case BodyFormat::kXml:
      return xml_text(root);
    case BodyFormat::kCsv:
      return csv_text(root);
    case BodyFormat::kFixedWidth:
      return fixed_text(root);
    case BodyFormat::kForm:
      return form_text(root);
    default:
      return scalar_text(root);
  }
}

std::string body_value(BodyFormat format, std::string_view text) {
  switch (format) {
    case BodyFormat::kJson:
      return sim::pretty_json(parsed(text).root());  // without comments, which jq does not know
    case BodyFormat::kXml: {
      sim::Diagnostics diagnostics;
      const std::optional<XmlNode> root = parse_xml(text, "answer", diagnostics);
      if (!root) throw BodyError(diagnostics.text());
      return JsonFields().json(root->name, xml_value(*root)).take();
    }
    case BodyFormat::kCsv:
      require_utf8(text);
      return CsvReader(text).rows();
    default:
      require_utf8(text);
      return sim::json_string(text);
  }
}

}  // namespace planttwin::bridge
