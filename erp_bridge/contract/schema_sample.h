#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "erp_bridge/contract/openapi.h"

namespace planttwin::bridge {

// What texts say of which a schema says nothing.
inline constexpr const char* kSampleText = "sample-text";

// Makes values that fit a schema: every member that is named, the first of every list of values
// unless another one is chosen. The same each time.
class SchemaSample {
 public:
  // `elements` in each array, within its bounds.
  SchemaSample(const OpenApi& api, std::size_t elements) : api_(api), elements_(elements) {}

  // By the node of the list: which of its values.
  using Choices = std::map<const sim::JsonNode*, std::size_t>;
  // As JSON. Null for no schema.
  std::string of(const sim::JsonNode* schema, const Choices& choices = {});
  // The lists of values, "enum", that the last sample has met.
  const std::vector<const sim::JsonNode*>& lists() const { return lists_; }

 private:
  std::string value(const sim::JsonNode& given, const Choices& choices, int depth);
  std::string object(const sim::JsonNode& schema, const Choices& choices, int depth);
  std::string array(const sim::JsonNode& schema, const Choices& choices, int depth);
  void add_members(const sim::JsonNode& given, const Choices& choices, int depth,
                   std::map<std::string, std::string>& members);

  const OpenApi& api_;
  std::size_t elements_;
  std::vector<const sim::JsonNode*> lists_;
};

}  // namespace planttwin::bridge
