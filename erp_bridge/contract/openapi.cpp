#include "erp_bridge/contract/openapi.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <utility>

namespace planttwin::bridge {
namespace {

using sim::JsonNode;

constexpr int kMostReferences = 32;  // in a row
constexpr std::string_view kMethods[] = {"get",     "put",  "post",  "delete",
                                         "options", "head", "patch", "trace"};

std::string text_of(const JsonNode& object, std::string_view name) {
  const JsonNode* member = object.member(name);
  return member == nullptr || member->kind != JsonNode::Kind::kString ? "" : member->text;
}

std::string upper(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return out;
}

// "/api/v1" of "https://erp.example.com/api/v1/" and of "/api/v1".
std::string path_of(const std::string& url) {
  const std::size_t scheme = url.find("://");
  std::size_t begin = 0;
  if (scheme != std::string::npos) begin = std::min(url.find('/', scheme + 3), url.size());
  std::string path = url.substr(begin);
  while (path.ends_with('/')) path.pop_back();
  return path;
}

// Whether a path is one of a template: "{…}" stands for at least one character but no slash.
bool fits(std::string_view pattern, std::string_view path) {
  while (!pattern.empty()) {
    if (pattern.front() != '{') {
      if (path.empty() || path.front() != pattern.front()) return false;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
      continue;
    }
    const std::size_t end = pattern.find('}');
    if (end == std::string_view::npos) return false;
    const std::string_view rest = pattern.substr(end + 1);
    const std::size_t most = std::min(path.find('/'), path.size());
    for (std::size_t length = most; length > 0; --length) {
      if (fits(rest, path.substr(length))) return true;
    }
    return false;
  }
  return path.empty();
}

// That of JSON, whatever is said behind it.
const JsonNode* json_schema_of(const OpenApi& api, const JsonNode& body) {
  const JsonNode* content = body.member("content");
  if (content == nullptr) return nullptr;
  for (const sim::JsonMember& type : content->members) {
    if (type.name.find("json") == std::string::npos) continue;
    const JsonNode* schema = type.value.member("schema");
    return schema == nullptr ? nullptr : &api.meant(*schema);
  }
  return nullptr;
}

int status_of(const std::string& name) {
  constexpr int kAnyFault = 500;
  if (name == "default") return kAnyFault;
  std::string digits = name;
  std::replace(digits.begin(), digits.end(), 'X', '0');
  int status = kAnyFault;
  std::from_chars(digits.data(), digits.data() + digits.size(), status);
  return status;
}

}  // namespace

OpenApi::OpenApi(sim::JsonDocument document) : document_(std::move(document)) {}

std::unique_ptr<OpenApi> OpenApi::parse(std::string_view text, const std::string& file,
                                        sim::Diagnostics& diagnostics) {
  std::optional<sim::JsonDocument> document = sim::JsonDocument::parse(text, file, diagnostics);
  if (!document) return nullptr;
  const JsonNode& root = document->root();
  const std::string version = text_of(root, "openapi");
  const JsonNode* paths = root.member("paths");
  if (!version.starts_with("3.") || paths == nullptr || !paths->is_object()) {
    diagnostics.add({file, root.position, "",
                     "no document of OpenAPI 3: it has \"openapi\": \"3.…\" and \"paths\""});
    return nullptr;
  }
  std::unique_ptr<OpenApi> api(new OpenApi(*std::move(document)));
  const std::size_t before = diagnostics.count();
  api->check_references(api->document_.root(), diagnostics);
  if (diagnostics.count() != before) return nullptr;
  api->read_paths();
  return api;
}

std::unique_ptr<OpenApi> OpenApi::load(const std::string& file, sim::Diagnostics& diagnostics) {
  const std::optional<sim::JsonDocument> document = sim::JsonDocument::load(file, diagnostics);
  return document ? parse(sim::pretty_json(document->root()), file, diagnostics) : nullptr;
}

void OpenApi::check_references(const JsonNode& node, sim::Diagnostics& diagnostics) const {
  const std::string reference = text_of(node, "$ref");
  if (!reference.empty() && referenced(reference) == nullptr) {
    diagnostics.add({document_.file(), node.position, "",
                     "the reference " + sim::in_quotes(reference) +
                         " leads nowhere in this document, or in a circle"});
  }
  for (const JsonNode& element : node.elements) check_references(element, diagnostics);
  for (const sim::JsonMember& member : node.members) check_references(member.value, diagnostics);
}

const JsonNode* OpenApi::referenced(const std::string& reference) const {
  std::string next = reference;
  for (int i = 0; i < kMostReferences; ++i) {
    if (!next.starts_with("#/")) return nullptr;
    const JsonNode* node = &document_.root();
    for (const std::string& name : sim::split_pointer(next.substr(1))) {
      node = node->member(name);
      if (node == nullptr) return nullptr;
    }
    next = text_of(*node, "$ref");
    if (next.empty()) return node;
  }
  return nullptr;
}

const JsonNode& OpenApi::meant(const JsonNode& node) const {
  const std::string reference = text_of(node, "$ref");
  return reference.empty() ? node : *referenced(reference);
}

void OpenApi::read_paths() {
  const JsonNode& root = document_.root();
  if (const JsonNode* servers = root.member("servers")) {
    for (const JsonNode& server : servers->elements) {
      std::string base = path_of(text_of(server, "url"));
      if (!base.empty()) bases_.push_back(std::move(base));
    }
  }
  const auto add = [this](ApiOperation& operation, const JsonNode* parameters) {
    if (parameters == nullptr) return;
    for (const JsonNode& one : parameters->elements) operation.parameters.push_back(&meant(one));
  };
  for (const sim::JsonMember& path : root.member("paths")->members) {
    const JsonNode& item = meant(path.value);
    for (const std::string_view method : kMethods) {
      const JsonNode* node = item.member(method);
      if (node == nullptr) continue;
      ApiOperation operation{upper(method), path.name, node, {}};
      add(operation, item.member("parameters"));
      add(operation, node->member("parameters"));
      operations_.push_back(std::move(operation));
    }
  }
  // What is said word by word goes before what stands for anything.
  std::stable_sort(operations_.begin(), operations_.end(), [](const auto& a, const auto& b) {
    return std::count(a.path.begin(), a.path.end(), '{') <
           std::count(b.path.begin(), b.path.end(), '{');
  });
}

// With the path itself, and with what is behind that of a server.
template <class Use>
void OpenApi::for_paths_of(std::string_view path, Use use) const {
  use(path);
  for (const std::string& base : bases_) {
    if (path.starts_with(base + "/")) use(path.substr(base.size()));
  }
}

const ApiOperation* OpenApi::find(std::string_view method, std::string_view path) const {
  const ApiOperation* found = nullptr;
  for_paths_of(path, [&](std::string_view one) {
    for (const ApiOperation& operation : operations_) {
      if (found == nullptr && operation.method == method && fits(operation.path, one)) {
        found = &operation;
      }
    }
  });
  return found;
}

bool OpenApi::knows(std::string_view path) const {
  return std::any_of(std::begin(kMethods), std::end(kMethods),
                     [&](std::string_view method) { return find(upper(method), path) != nullptr; });
}

const JsonNode* OpenApi::request_schema(const ApiOperation& operation) const {
  const JsonNode* body = operation.node->member("requestBody");
  return body == nullptr ? nullptr : json_schema_of(*this, meant(*body));
}

bool OpenApi::needs_body(const ApiOperation& operation) const {
  const JsonNode* body = operation.node->member("requestBody");
  if (body == nullptr) return false;
  const JsonNode* required = meant(*body).member("required");
  return required != nullptr && required->boolean;
}

std::vector<ApiAnswer> OpenApi::answers(const ApiOperation& operation) const {
  std::vector<ApiAnswer> answers;
  const JsonNode* responses = operation.node->member("responses");
  if (responses == nullptr) return answers;
  for (const sim::JsonMember& one : responses->members) {
    answers.push_back({status_of(one.name), json_schema_of(*this, meant(one.value))});
  }
  std::sort(answers.begin(), answers.end(),
            [](const ApiAnswer& a, const ApiAnswer& b) { return a.status < b.status; });
  return answers;
}

}  // namespace planttwin::bridge
