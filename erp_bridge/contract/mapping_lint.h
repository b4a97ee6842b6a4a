#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/contract/openapi.h"
#include "erp_bridge/mapping/mapping.h"

namespace planttwin::bridge {

enum class LintSeverity : std::uint8_t {
  kError,    // messages would be refused or lost
  kWarning,  // something is dropped, or a person would have to look
  kNote,     // what could not be checked, and why
};
std::string_view severity_name(LintSeverity severity);

// What each finding is about.
enum class LintCheck : std::uint8_t {
  kUnmappedType,    // neither taken nor ignored
  kUnknownPath,     // the document has no such call
  kMissingMember,   // which the schema requires, or a parameter
  kUnknownMember,   // which the schema does not have, or a parameter
  kWrongValue,      // of another type, or none of the list
  kTooLong,         // longer than the schema allows
  kFailingProgram,  // of the mapping
  kUnreadField,     // of a message: whatever it says, the same calls are made
  kUnlistedCode,    // of a refusal, which the mapping's "codes" do not have
  kImpossibleCode,  // one of "codes" that nobody gives
  kDeafAsk,         // "ask" never says that a key is known
  kNotFollowed,     // calls that depend on answers of which nothing is known
};
std::string_view check_name(LintCheck check);

struct LintFinding {
  LintSeverity severity = LintSeverity::kError;
  LintCheck check = LintCheck::kUnmappedType;
  std::string subject;  // the message, the call or the code
  std::string text;
};

struct LintInput {
  const Mapping& mapping;
  const OpenApi* api = nullptr;  // null: nothing is known of the other side
  std::string base;              // the path of the connection's URL
  std::string settings = "{}";   // JSON, of the stack file
  std::vector<std::string> secrets;
  bool takes_messages = true;  // of a plant
  bool is_read = true;         // as the record
};

// What a mapping has against what the other side says of itself: worst first. Messages are samples
// of ours, answers samples of theirs; nobody is called.
std::vector<LintFinding> lint_mapping(const LintInput& input);

}  // namespace planttwin::bridge
