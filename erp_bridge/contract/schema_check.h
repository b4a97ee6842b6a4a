#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "erp_bridge/contract/openapi.h"

namespace planttwin::bridge {

// What a value has against a schema of OpenAPI 3.
struct SchemaFault {
  enum class Kind : std::uint8_t {
    kMissing,    // a member that is required
    kForbidden,  // a member that the schema excludes
    kUnknown,    // one that it does not name, and lets pass
    kTooLong,    // a text
    kValue,      // another type, no value of the list, out of range
  };
  Kind kind = Kind::kValue;
  std::string pointer;  // "/items/0/lot"; empty: the value itself
  std::string text;     // "expected an integer, found …"
};

// All faults, in the order of the value. Checked are types, "nullable", "enum", "required",
// "additionalProperties", items, lengths, bounds, "allOf", "anyOf" and "oneOf", and the formats
// "date" and "date-time"; patterns and other formats are not.
std::vector<SchemaFault> schema_faults(const OpenApi& api, const sim::JsonNode& schema,
                                       const sim::JsonNode& value);

}  // namespace planttwin::bridge
