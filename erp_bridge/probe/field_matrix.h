#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/audit/record_resolution.h"
#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/messages/messages.h"
#include "erp_bridge/systems/record.h"

namespace planttwin::bridge {

// What has become of one field of a message in the record.
enum class FieldFate : std::uint8_t {
  kKept,
  kChanged,
  kLost,      // the document does not have it
  kNotKept,   // likewise, and the mapping says so in "not_kept"
  kNotShown,  // a part of the frame that the record does not show
};
std::string_view fate_name(FieldFate fate);

struct FieldResult {
  std::string field;
  FieldFate fate = FieldFate::kKept;
  std::string sent;  // JSON
  std::string read;  // JSON; empty: nothing
};

enum class MessageFate : std::uint8_t {
  kRead,         // its document was found
  kRefused,      // and why
  kNotReadBack,  // accepted, and no document of it is there
  kUnanswered,   // nobody knows
};
std::string_view fate_name(MessageFate fate);

struct MessageResult {
  std::string type;
  std::string key;
  MessageFate fate = MessageFate::kNotReadBack;
  bool by_key = false;  // how the document was found; else by what it says
  std::size_t documents = 0;
  std::string code = {};  // of a refusal
  std::string text = {};
  std::vector<FieldResult> fields = {};

  // Whether all came through that the mapping does not except.
  bool survived() const;
};

struct FieldMatrix {
  std::vector<MessageResult> messages;
  std::size_t unexpected = 0;  // documents of ours that no message is behind

  bool survived() const;
};

// Finds the document of each message that was not refused, by its key, else by its type and what
// it says, and compares the two field by field. `user`: who posts for the plant in the record.
FieldMatrix field_matrix(const std::vector<Message>& messages,
                         const std::map<std::string, SystemVerdict>& verdicts,
                         const std::vector<RecordDocument>& documents,
                         const RecordResolution& resolution, const std::string& user);

}  // namespace planttwin::bridge
