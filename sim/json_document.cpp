#include "sim/json_document.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>
#include <vector>

#include "sim/json_scanner.h"
#include "sim/json_tree_builder.h"

namespace planttwin::sim {

namespace {

constexpr std::string_view kUtf8Mark = "\xEF\xBB\xBF";
const std::string kCommandLineFile = "--set";

// Why a text cannot be JSON in UTF-8, judged by its first bytes; empty when it may be.
std::string foreign_encoding(std::string_view text) {
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
    return "the file is in UTF-16; expected UTF-8";
  }
  if (text.size() >= 2 && (text[0] == '\0' || text[1] == '\0')) {
    return "the file looks like UTF-16 or UTF-32; expected UTF-8";
  }
  return {};
}

std::string too_large(std::size_t bytes) {
  return "the file has " + std::to_string(bytes >> 20) + " MiB; at most " +
         std::to_string(JsonDocument::kMaxBytes >> 20) + " MiB are read";
}

// What is wrong with the bytes, before any JSON is looked for.
std::optional<Diagnostic> byte_error(std::string_view text, const std::string& file) {
  if (text.size() > JsonDocument::kMaxBytes)
    return Diagnostic{file, {}, "", too_large(text.size())};
  if (std::string reason = foreign_encoding(text); !reason.empty()) {
    return Diagnostic{file, {.line = 1, .column = 1}, "", std::move(reason)};
  }
  const std::size_t invalid = find_invalid_utf8(text);
  if (invalid != std::string_view::npos) {
    JsonScanner scanner(text);
    scanner.advance_to(invalid);
    const bool nul = text[invalid] == '\0';
    return Diagnostic{file, scanner.position(), "",
                      nul ? "a NUL character" : "not UTF-8: the file needs another encoding"};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Diagnostic{file, {.line = 1, .column = 1}, "", "the file is empty"};
  }
  if (text.starts_with(kUtf8Mark)) {
    return Diagnostic{file, {.line = 1, .column = 1}, "", "a second byte order mark"};
  }
  return std::nullopt;
}

// Reads the whole file; what is wrong with it otherwise.
std::string read_file(const std::string& path, std::string& text) {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return "no such file";
  if (fs::is_directory(status)) return "is a directory; expected a file";
  if (fs::is_regular_file(status)) {
    const std::uintmax_t size = fs::file_size(path, error);
    if (!error && size > JsonDocument::kMaxBytes) return too_large(static_cast<std::size_t>(size));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return "cannot be opened";
  std::vector<char> block(std::size_t{1} << 16);
  while (in && text.size() <= JsonDocument::kMaxBytes) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block.data(), static_cast<std::size_t>(in.gcount()));
  }
  return in.bad() ? "cannot be read" : std::string();
}

// How one step of a pointer ended.
struct Step {
  const JsonNode* node = nullptr;
  std::string error = {};  // when there is no node
};

bool is_index(std::string_view part) {
  return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
}

Step step_into_array(const JsonNode& array, const std::string& part, const std::string& where) {
  std::vector<std::string> ids;
  for (const JsonNode& element : array.elements) {
    std::string id = element.id();
    if (id == part) return {.node = &element};
    if (!id.empty()) ids.push_back(std::move(id));
  }
  if (ids.empty() && !array.elements.empty()) {
    return {.error = "the elements of " + where + " have no ids; replace the whole array instead"};
  }
  std::string error = "no element with the id " + in_quotes(part) + " in " + where;
  if (is_index(part)) {
    error +=
        "; an array index is not accepted, because it would mean another element after an "
        "insertion";
  }
  return {.error = error + nearest_clause(part, ids)};
}

Step step_into(const JsonNode& node, const std::string& part, const std::string& where) {
  if (node.is_array()) return step_into_array(node, part, where);
  if (!node.is_object()) {
    return {.error = where + " is " + node.description() + " and has no members"};
  }
  if (const JsonNode* member = node.member(part)) return {.node = member};
  std::vector<std::string> names;
  for (const JsonMember& member : node.members) names.push_back(member.name);
  return {.error = "no member " + in_quotes(part) + " in " + where + nearest_clause(part, names)};
}

void mark_as_command_line(JsonNode& node) {
  node.origin = JsonNode::Origin::kCommandLine;
  for (JsonNode& element : node.elements) mark_as_command_line(element);
  for (JsonMember& member : node.members) mark_as_command_line(member.value);
}

// The value of a text on the command line. People forget the quotes of a string: say so.
std::optional<JsonNode> parse_argument(std::string_view pointer, std::string_view text,
                                       Diagnostics& diagnostics) {
  const std::size_t first = text.find_first_not_of(" \t");
  const bool word = first != std::string_view::npos &&
                    (text.substr(first, 1).find_first_not_of("{[\"-0123456789") == 0) &&
                    text != "true" && text != "false" && text != "null";
  Diagnostics found;
  const std::optional<JsonDocument> document = JsonDocument::parse(text, kCommandLineFile, found);
  for (Diagnostic diagnostic : found.all()) {
    diagnostic.pointer = std::string(pointer) + diagnostic.pointer;
    if (word) diagnostic.message += "; a string is written with quotes: " + in_quotes(text);
    diagnostics.add(std::move(diagnostic));
  }
  if (!found.empty()) return std::nullopt;
  JsonNode node = document->root();
  mark_as_command_line(node);
  return node;
}

}  // namespace

std::optional<JsonDocument> JsonDocument::parse(std::string_view text, std::string file,
                                                Diagnostics& diagnostics) {
  if (text.starts_with(kUtf8Mark)) text.remove_prefix(kUtf8Mark.size());
  if (std::optional<Diagnostic> error = byte_error(text, file)) {
    diagnostics.add(std::move(*error));
    return std::nullopt;
  }
  std::optional<JsonNode> root = build_json_tree(text, file, diagnostics);
  if (!root) return std::nullopt;
  JsonDocument document;
  document.root_ = std::move(*root);
  document.file_ = std::move(file);
  return document;
}

std::optional<JsonDocument> JsonDocument::load(const std::string& path, Diagnostics& diagnostics) {
  std::string text;
  if (std::string reason = read_file(path, text); !reason.empty()) {
    diagnostics.add({path, {}, "", std::move(reason)});
    return std::nullopt;
  }
  return parse(text, path, diagnostics);
}

const JsonNode* JsonDocument::find(std::string_view pointer) const {
  if (!pointer.empty() && pointer.front() != '/') return nullptr;
  const JsonNode* node = &root_;
  for (const std::string& part : split_pointer(pointer)) {
    node = step_into(*node, part, "").node;
    if (node == nullptr) return nullptr;
  }
  return node;
}

bool JsonDocument::set(std::string_view pointer, std::string_view json_text,
                       Diagnostics& diagnostics) {
  const auto refuse = [&](std::string message) {
    diagnostics.add({kCommandLineFile, {}, std::string(pointer), std::move(message)});
    return false;
  };
  const std::vector<std::string> parts = split_pointer(pointer);
  if (parts.empty() || pointer.front() != '/') {
    return refuse("expected a pointer such as /work_centers/LATHE/machines");
  }
  std::optional<JsonNode> value = parse_argument(pointer, json_text, diagnostics);
  JsonNode* node = &root_;
  std::string where;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Step step = step_into(*node, parts[i], where.empty() ? "the document" : where);
    const bool last = i + 1 == parts.size();
    if (step.node == nullptr && last && node->is_object()) {
      if (!value) return false;
      node->members.push_back({parts[i], value->position, std::move(*value)});
      return true;
    }
    if (step.node == nullptr) return refuse(std::move(step.error));
    node = const_cast<JsonNode*>(step.node);  // within root_, which is ours to change
    where += "/" + escape_pointer(parts[i]);
  }
  if (value) *node = std::move(*value);
  return value.has_value();
}

}  // namespace planttwin::sim
