#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/contract/mapping_lint.h"
#include "erp_bridge/contract/openapi.h"
#include "erp_bridge/live/stack_file.h"

namespace planttwin::scenario {

// A system of a stack with its mapping and, if there is one, what it says of its own interface.
struct DescribedInterface {
  std::string what;                                // "record", "postings"
  const bridge::Mapping* mapping = nullptr;        // of the stack
  std::string document;                            // where it came from; empty: there is none
  std::unique_ptr<bridge::OpenApi> api = nullptr;  // null: there is none
  std::string base;                                // the path of the connection's URL
  std::string settings = "{}";                     // of the stack file, with values like real ones
  std::vector<std::string> secrets;                // their names
  bool takes_messages = false;
  bool is_read = false;
};

// The systems of a stack: its record and, where messages go elsewhere or otherwise, that too.
// `file` stands for what the stack file says of whoever takes messages. Documents behind a
// connection are asked for, nothing else is. Throws sim::InputError for a document that is none,
// UsageError for a connection whose part has no port, bridge::SystemError when nobody answers.
std::vector<DescribedInterface> described_interfaces(const bridge::Stack& stack,
                                                     const std::optional<std::string>& file);

}  // namespace planttwin::scenario
