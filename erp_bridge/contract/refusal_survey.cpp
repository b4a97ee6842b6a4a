#include "erp_bridge/contract/refusal_survey.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/contract/schema_sample.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

using sim::JsonNode;

constexpr std::size_t kMostTries = 500;  // of one answer

// Every choice of values; of too many lists one after the other.
std::vector<SchemaSample::Choices> choices_of(const std::vector<const JsonNode*>& lists) {
  std::vector<SchemaSample::Choices> all{{}};
  for (const JsonNode* list : lists) {
    if (all.size() * list->elements.size() > kMostTries) {
      for (std::size_t i = 1; i < list->elements.size(); ++i) all.push_back({{list, i}});
      continue;
    }
    std::vector<SchemaSample::Choices> more;
    for (const SchemaSample::Choices& before : all) {
      for (std::size_t i = 0; i < list->elements.size(); ++i) {
        more.push_back(before);
        more.back()[list] = i;
      }
    }
    all = std::move(more);
  }
  return all;
}

// Codes that the bridge itself gives.
bool is_of_bridge(const std::string& code) {
  constexpr const char* kOwn[] = {"mapping", "unmapped", "not_sent", "no_answer", "no_result"};
  return code.starts_with("http_") || std::any_of(std::begin(kOwn), std::end(kOwn),
                                                  [&](const char* own) { return code == own; });
}

bool is_literal_of(const Mapping& mapping, const std::string& code) {
  const std::string literal = '"' + code + '"';
  const auto has = [&](const std::string& text) { return text.find(literal) != std::string::npos; };
  return has(mapping.definitions) ||
         std::any_of(mapping.programs.begin(), mapping.programs.end(), has);
}

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace

void RefusalSurvey::for_answers(const Use& use) {
  std::set<const ApiOperation*> operations;
  for (const DescribedCall& call : system_.calls()) {
    if (call.operation != nullptr) operations.insert(call.operation);
  }
  for (const ApiOperation* operation : operations) {
    for (const ApiAnswer& answer : api_.answers(*operation)) {
      SchemaSample sample(api_, 1);
      sample.of(answer.schema);
      for (const SchemaSample::Choices& choices : choices_of(sample.lists())) {
        const std::string body = answer.schema == nullptr ? "" : sample.of(answer.schema, choices);
        system_.begin();
        system_.say(*operation, answer.status, body);
        use(*operation, answer.status, body);
      }
    }
  }
}

void RefusalSurvey::ask(const std::function<bool()>& usual,
                        const std::function<SystemVerdict()>& again) {
  if (!usual()) return;
  for_answers([&](const ApiOperation& operation, int status, const std::string& body) {
    note(operation, status, body, again());
  });
}

void RefusalSurvey::each_answer(const std::function<void()>& use) {
  for_answers([&](const ApiOperation&, int, const std::string&) { use(); });
}

void RefusalSurvey::note(const ApiOperation& operation, int status, const std::string& body,
                         const SystemVerdict& verdict) {
  if (verdict.is != AnswerMeaning::kRejected || is_of_bridge(verdict.code)) return;
  const std::string answer = operation.method + " " + operation.path + " " + std::to_string(status);
  if (verdict.code == kSampleText) {
    open_.insert(answer);
  } else if (body.find('"' + verdict.code + '"') != std::string::npos) {
    theirs_[verdict.code].insert(answer);
  } else {
    ours_.insert(verdict.code);
  }
}

std::vector<LintFinding> RefusalSurvey::findings(const Mapping& mapping) const {
  std::vector<LintFinding> findings;
  for (const auto& [code, answers] : theirs_) {
    if (mapping.codes.contains(code)) continue;
    findings.push_back(
        {LintSeverity::kWarning, LintCheck::kUnlistedCode, code,
         "\"codes\" does not have it: a person would have to look (" + joined(answers) + ")"});
  }
  if (!open_.empty()) {
    findings.push_back({LintSeverity::kNote, LintCheck::kNotFollowed, "codes",
                        "the document does not list the codes of " + joined(open_)});
  }
  if (theirs_.empty()) return findings;
  for (const auto& [code, meaning] : mapping.codes) {
    if (theirs_.contains(code) || ours_.contains(code) || is_of_bridge(code)) continue;
    if (is_literal_of(mapping, code)) continue;
    findings.push_back(
        {open_.empty() ? LintSeverity::kWarning : LintSeverity::kNote, LintCheck::kImpossibleCode,
         code, open_.empty() ? "nobody gives it" : "no answer that the document lists gives it"});
  }
  return findings;
}

}  // namespace planttwin::bridge
