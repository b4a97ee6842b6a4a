#include "erp_bridge/live/answer_message.h"

#include <algorithm>
#include <iterator>

#include "erp_bridge/formats/json_text.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::bridge {

std::string to_json(const AnswerMessage& answer) {
  const auto row =
      std::find_if(std::begin(kAnswerMeanings), std::end(kAnswerMeanings),
                   [&](const AnswerMeaningName& name) { return name.value == answer.verdict.is; });
  return JsonFields()
      .text("key", answer.key)
      .text("is", row->name)
      .text("code", answer.verdict.code)
      .text("text", answer.verdict.text)
      .take();
}

std::optional<AnswerMessage> answer_from_json(const std::string& text) {
  sim::Diagnostics unreadable;
  const auto document = sim::JsonDocument::parse(text, "answer", unreadable);
  if (!document || !document->root().is_object()) return std::nullopt;
  const auto member = [&](const char* name) {
    const sim::JsonNode* found = document->root().member(name);
    const bool is_text = found != nullptr && found->kind == sim::JsonNode::Kind::kString;
    return is_text ? found->text : std::string();
  };
  const std::string is = member("is").empty() ? member("result") : member("is");
  AnswerMessage answer{member("key"),
                       {answer_meaning(is), member("code"), member("text"), std::nullopt}};
  if (answer.key.empty() || is.empty()) return std::nullopt;
  return answer;
}

}  // namespace planttwin::bridge
