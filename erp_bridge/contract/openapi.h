#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::bridge {

// A call that the other side describes. Refers to its document.
struct ApiOperation {
  std::string method;  // "POST"
  std::string path;    // "/orders/{order}", as it stands in the document
  const sim::JsonNode* node = nullptr;
  std::vector<const sim::JsonNode*> parameters;  // of the path, too; references are followed
};

// An answer that is described. The schema is null where none is.
struct ApiAnswer {
  int status = 0;
  const sim::JsonNode* schema = nullptr;
};

// What a system says of its own interface: a document of OpenAPI 3 in JSON. Immutable; what it
// hands out refers to it.
class OpenApi {
 public:
  // Null when it is no such document; the diagnostics say why. References to other documents are
  // refused, so are those that lead nowhere.
  static std::unique_ptr<OpenApi> parse(std::string_view text, const std::string& file,
                                        sim::Diagnostics& diagnostics);
  static std::unique_ptr<OpenApi> load(const std::string& file, sim::Diagnostics& diagnostics);
  OpenApi(const OpenApi&) = delete;
  OpenApi& operator=(const OpenApi&) = delete;

  // The call of a path such as "/orders/7", which may begin with that of a server of the document;
  // null when there is none.
  const ApiOperation* find(std::string_view method, std::string_view path) const;
  // Whether the path is there for any method.
  bool knows(std::string_view path) const;

  // The node that is meant, where it is a reference.
  const sim::JsonNode& meant(const sim::JsonNode& node) const;
  // Of a body in JSON; null: none is described.
  const sim::JsonNode* request_schema(const ApiOperation& operation) const;
  bool needs_body(const ApiOperation& operation) const;
  // By status; "2XX" is 200, "default" is 500.
  std::vector<ApiAnswer> answers(const ApiOperation& operation) const;

 private:
  explicit OpenApi(sim::JsonDocument document);
  void check_references(const sim::JsonNode& node, sim::Diagnostics& diagnostics) const;
  const sim::JsonNode* referenced(const std::string& reference) const;
  void read_paths();
  template <class Use>
  void for_paths_of(std::string_view path, Use use) const;

  sim::JsonDocument document_;
  std::vector<std::string> bases_;  // paths of servers
  std::vector<ApiOperation> operations_;
};

}  // namespace planttwin::bridge
