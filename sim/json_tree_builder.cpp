#include "sim/json_tree_builder.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>
#include <unordered_map>
#include <utility>
#include <vector>

#include "sim/json_document.h"
#include "sim/json_scanner.h"

namespace planttwin::sim {

namespace {

// Bounds memory: a value takes about a hundred bytes however short its text.
constexpr std::size_t kMostValues = 10'000'000;
// Among so few members a name is looked for one by one.
constexpr std::size_t kFewMembers = 32;

// What matters of "[json.exception...] parse error at line 1, column 2: syntax error ...": not the
// place, which is given in our way, and not the text that was read before it.
std::string plain_message(std::string message) {
  const std::size_t place = message.find(", column ");
  const std::size_t start =
      place == std::string::npos ? message.find("] ") : message.find(": ", place);
  if (start != std::string::npos) message.erase(0, start + 2);
  const std::size_t read = message.find("; last read: ");
  if (read != std::string::npos) {
    const std::size_t expected = message.rfind("; expected ");
    const bool found = expected != std::string::npos && expected > read;
    message.erase(read, found ? expected - read : std::string::npos);
  }
  return message;
}

// An array or object whose end has not come yet.
struct OpenNode {
  JsonNode node;
  // Of an object: the member that is being read, and where each name was used first.
  std::string name;
  SourcePosition name_position;
  bool repeated = false;
  std::unordered_map<std::string, SourcePosition> names;  // once there are many

  // Where the name was used before.
  std::optional<SourcePosition> first_use() {
    if (node.members.size() < kFewMembers) {
      for (const JsonMember& member : node.members) {
        if (member.name == name) return member.name_position;
      }
      return std::nullopt;
    }
    if (names.empty()) {
      for (const JsonMember& member : node.members) {
        names.emplace(member.name, member.name_position);
      }
    }
    const auto [first, added] = names.try_emplace(name, name_position);
    return added ? std::nullopt : std::optional(first->second);
  }
};

// Receives nlohmann's tokens and lets a scanner follow in the text, to know where each stands.
class TreeBuilder final : public nlohmann::json_sax<nlohmann::json> {
 public:
  TreeBuilder(std::string_view text, const std::string& file, Diagnostics& diagnostics)
      : text_(text), scanner_(text), file_(file), diagnostics_(diagnostics) {}

  JsonNode& root() { return root_; }

  bool null() override { return add(scalar(JsonNode::Kind::kNull)); }
  bool boolean(bool value) override {
    JsonNode node = scalar(JsonNode::Kind::kBoolean);
    node.boolean = value;
    return add(std::move(node));
  }
  bool number_integer(number_integer_t) override { return number(); }
  bool number_unsigned(number_unsigned_t) override { return number(); }
  bool number_float(number_float_t, const string_t&) override { return number(); }
  bool string(string_t& value) override {
    JsonNode node = scalar(JsonNode::Kind::kString);
    node.text = std::move(value);
    return add(std::move(node));
  }
  bool binary(binary_t&) override { return false; }
  bool start_object(std::size_t) override { return open(JsonNode::Kind::kObject); }
  bool start_array(std::size_t) override { return open(JsonNode::Kind::kArray); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override;
  bool parse_error(std::size_t offset, const std::string& token,
                   const nlohmann::detail::exception& error) override;

 private:
  SourcePosition next_position() {
    scanner_.find_token();
    return token_position_ = scanner_.position();
  }
  JsonNode scalar(JsonNode::Kind kind) {
    JsonNode node;
    node.kind = kind;
    node.position = next_position();
    scanner_.take_token();
    return node;
  }
  bool number();
  bool open(JsonNode::Kind kind);
  bool close();
  bool add(JsonNode node);
  bool fail(SourcePosition position, std::string message);
  std::string path() const;

  std::string_view text_;
  JsonScanner scanner_;
  SourcePosition token_position_;  // of the last token that was accepted
  const std::string& file_;
  Diagnostics& diagnostics_;
  std::vector<OpenNode> open_;
  JsonNode root_;
  std::size_t values_ = 0;
};

bool TreeBuilder::fail(SourcePosition position, std::string message) {
  diagnostics_.add({file_, position, path(), std::move(message)});
  return false;
}

// The pointer of the value that is being read; elements of arrays go by id when it came first.
std::string TreeBuilder::path() const {
  std::string result;
  for (std::size_t i = 0; i < open_.size(); ++i) {
    if (open_[i].node.is_object()) {
      if (!open_[i].name.empty()) result += "/" + escape_pointer(open_[i].name);
      continue;
    }
    const std::string id = i + 1 < open_.size() ? open_[i + 1].node.id() : std::string();
    result +=
        "/" + (id.empty() ? std::to_string(open_[i].node.elements.size()) : escape_pointer(id));
  }
  return result;
}

bool TreeBuilder::number() {
  JsonNode node;
  node.position = next_position();
  node.text = scanner_.take_token();
  node.kind = node.text.find_first_of(".eE") == std::string::npos ? JsonNode::Kind::kInteger
                                                                  : JsonNode::Kind::kDecimal;
  if (node.kind == JsonNode::Kind::kInteger) {
    std::int64_t value = 0;
    const char* end = node.text.data() + node.text.size();
    if (std::from_chars(node.text.data(), end, value).ec != std::errc()) {
      fail(node.position, "the integer " + node.text.substr(0, 40) + " does not fit into 64 bits");
      node.text = "0";
    }
  }
  return add(std::move(node));
}

bool TreeBuilder::open(JsonNode::Kind kind) {
  const SourcePosition position = next_position();
  scanner_.take_token();
  if (open_.size() >= std::size_t{JsonDocument::kMaxDepth}) {
    return fail(position, "nested deeper than " + std::to_string(JsonDocument::kMaxDepth));
  }
  open_.emplace_back();
  open_.back().node.kind = kind;
  open_.back().node.position = position;
  return true;
}

bool TreeBuilder::close() {
  next_position();
  scanner_.take_token();
  JsonNode node = std::move(open_.back().node);
  open_.pop_back();
  return add(std::move(node));
}

bool TreeBuilder::add(JsonNode node) {
  if (++values_ > kMostValues) {
    return fail(node.position, "more than " + std::to_string(kMostValues) + " values");
  }
  if (open_.empty()) {
    root_ = std::move(node);
    return true;
  }
  OpenNode& parent = open_.back();
  if (parent.node.is_array()) {
    parent.node.elements.push_back(std::move(node));
  } else if (!parent.repeated) {
    if (parent.node.members.empty()) parent.node.members.reserve(kFewMembers / 2);
    parent.node.members.push_back({std::move(parent.name), parent.name_position, std::move(node)});
  }
  parent.name.clear();
  return true;
}

bool TreeBuilder::key(string_t& name) {
  const SourcePosition position = next_position();
  scanner_.take_token();
  OpenNode& parent = open_.back();
  parent.name = name;
  parent.name_position = position;
  const std::optional<SourcePosition> first = parent.first_use();
  parent.repeated = first.has_value();
  if (parent.repeated) {
    fail(position, "the name " + in_quotes(name) + " is used twice; first at " +
                       std::to_string(first->line) + ":" + std::to_string(first->column));
  }
  return true;
}

bool TreeBuilder::parse_error(std::size_t offset, const std::string&,
                              const nlohmann::detail::exception& error) {
  const std::string message = plain_message(error.what());
  const std::size_t last = offset == 0 ? 0 : offset - 1;  // the last byte that was read
  if (message.find("invalid string") != std::string::npos) {
    scanner_.advance_to(last);
  } else if (message.find("invalid literal") != std::string::npos ||
             message.find("invalid comment") != std::string::npos) {
    scanner_.find_token();
  } else if (last < scanner_.offset()) {
    return fail(token_position_, message);  // within the last token, such as 01
  } else if (last >= text_.size()) {
    scanner_.advance_to(text_.size());
  } else {
    scanner_.find_offset(last);
  }
  return fail(scanner_.position(), message);
}

}  // namespace

std::optional<JsonNode> build_json_tree(std::string_view text, const std::string& file,
                                        Diagnostics& diagnostics) {
  TreeBuilder builder(text, file, diagnostics);
  const bool strict = true;  // nothing may follow the value
  const bool ignore_comments = true;
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder,
                                 nlohmann::json::input_format_t::json, strict, ignore_comments)) {
    return std::nullopt;
  }
  return std::move(builder.root());
}

}  // namespace planttwin::sim
