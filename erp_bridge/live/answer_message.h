#pragma once

#include <optional>
#include <string>

#include "erp_bridge/mapping/mapped_system.h"

namespace planttwin::bridge {

// What somebody behind the receiver of a message says of it later, and so it is kept:
// {"key": …, "is": "accepted", "code": …, "text": …}. A middleware may write "result" for "is". A
// word that means nothing is "unknown", never "accepted".
struct AnswerMessage {
  std::string key;
  SystemVerdict verdict;
};

std::string to_json(const AnswerMessage& answer);
// Nothing for what is no answer: no JSON object, or without a key or a meaning.
std::optional<AnswerMessage> answer_from_json(const std::string& text);

}  // namespace planttwin::bridge
