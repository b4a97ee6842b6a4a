#include "erp_bridge/contract/mapping_lint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "erp_bridge/contract/call_check.h"
#include "erp_bridge/contract/described_system.h"
#include "erp_bridge/contract/refusal_survey.h"
#include "erp_bridge/contract/sample_messages.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/live/consignment.h"
#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/postings/posting.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kLongText = 40;
constexpr const char* kAskedKey = "RUN/GoodsReceived/ORDER-1/1";

std::string joined(const std::set<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

// Findings of many samples: the same of several messages is said once, with their names.
class FindingList {
 public:
  void add(LintFinding finding, const std::string& source = "") {
    const auto key = std::tuple(finding.severity, finding.check, finding.subject, finding.text);
    auto [row, added] = sources_.try_emplace(key);
    if (!source.empty()) row->second.insert(source);
  }
  std::vector<LintFinding> take() const {
    std::vector<LintFinding> list;
    for (const auto& [key, sources] : sources_) {
      const auto& [severity, check, subject, text] = key;
      list.push_back(
          {severity, check, subject, sources.empty() ? text : text + " (" + joined(sources) + ")"});
    }
    return list;
  }

 private:
  std::map<std::tuple<LintSeverity, LintCheck, std::string, std::string>, std::set<std::string>>
      sources_;
};

class Lint {
 public:
  explicit Lint(const LintInput& input)
      : input_(input),
        mapping_(input.mapping),
        system_(input.api, input.base),
        mapped_(mapping_, system_, with_run(input.settings), secrets()) {}

  std::vector<LintFinding> run() {
    const bool entered = log_in();
    if (input_.takes_messages) check_types();
    for (const MappingWrite& write : mapping_.writes) {
      if (entered && input_.takes_messages) check_write(write);
    }
    if (entered && input_.api != nullptr) check_reading();
    if (input_.api == nullptr) {
      findings_.add({LintSeverity::kNote, LintCheck::kNotFollowed, mapping_.title,
                     "no OpenAPI document: calls, bodies and codes were not compared"});
    } else if (entered && input_.takes_messages) {
      check_codes();
    }
    return findings_.take();
  }

 private:
  static std::string with_run(std::string settings) {
    settings.pop_back();
    return settings + (settings.size() > 1 ? "," : "") +
           R"("run":{"id":"RUN","start":"2025-05-05T06:00:00Z"}})";
  }
  std::string secrets() const {
    JsonFields fields;
    for (const std::string& name : input_.secrets) fields.text(name, "secret");
    return fields.take();
  }

  void fail(const std::string& subject, const std::string& text) {
    findings_.add({LintSeverity::kError, LintCheck::kFailingProgram, subject, text});
  }
  void not_followed(const std::string& subject, const std::string& text) {
    findings_.add({LintSeverity::kNote, LintCheck::kNotFollowed, subject, text});
  }

  void check_calls(const std::string& source) {
    if (input_.api == nullptr) return;
    for (const DescribedCall& call : system_.calls()) {
      for (LintFinding& one : call_findings(*input_.api, call)) {
        findings_.add(std::move(one), source);
      }
    }
  }

  // Without a log-in nothing else can be followed.
  bool log_in() {
    system_.begin();
    try {
      mapped_.log_in();
    } catch (const SystemError&) {
      check_calls("login");
      not_followed("login", "calls behind the log-in: no sample of an answer logs anybody in");
      return false;
    }
    check_calls("login");
    return true;
  }

  bool takes(const std::string& type) const {
    return std::any_of(mapping_.writes.begin(), mapping_.writes.end(), [&](const auto& write) {
      return std::find(write.takes.begin(), write.takes.end(), type) != write.takes.end();
    });
  }

  void check_types() {
    for (const std::string& type : message_names()) {
      const auto& ignores = mapping_.ignores;
      if (takes(type) || std::find(ignores.begin(), ignores.end(), type) != ignores.end()) continue;
      if (!find_posting_type(type)) continue;
      // Only a floor that corrects itself reports it.
      const bool rare = find_posting_type(type) == PostingType::kReversed;
      findings_.add({rare ? LintSeverity::kWarning : LintSeverity::kError, LintCheck::kUnmappedType,
                     type, "neither taken nor ignored: it would be refused as unmapped"});
    }
  }

  // What is posted for a message of that type: of an order as a whole all its messages.
  std::optional<Consignment> consignment(const MappingWrite& write, const std::string& type,
                                         const SampleOptions& options) const {
    Consigner consigner(mapping_);
    std::vector<std::string> types{type};
    if (!write.collected_until.empty()) {
      types = write.takes;
      std::erase(types, write.collected_until);
      types.push_back(write.collected_until);
    }
    Consigner::Result result;
    for (const std::string& one : types) {
      result = consigner.take(*sample_message(one, one == type ? options : SampleOptions{}));
    }
    return std::move(result.made);
  }

  SystemVerdict post(const MappingWrite& write, const std::string& type,
                     const SampleOptions& options = {}) {
    system_.begin();
    const std::optional<Consignment> made = consignment(write, type, options);
    return mapped_.post(write, {made->payload}).front();
  }

  void check_write(const MappingWrite& write) {
    for (const std::string& type : write.takes) {
      const SystemVerdict verdict = post(write, type);
      check_calls(type);
      if (verdict.code == "mapping") {
        fail(type, verdict.text);
      } else if (verdict.is != AnswerMeaning::kAccepted) {
        not_followed(type, "calls behind an answer of which the samples say: " + verdict.code +
                               (verdict.text.empty() ? "" : ", " + verdict.text));
      } else {
        check_fields(write, type);
      }
      check_lengths(write, type);
    }
  }

  // A field is read when another value leads to other calls.
  void check_fields(const MappingWrite& write, const std::string& type) {
    const std::vector<std::string> usual = texts();
    std::set<std::string> unread;
    for (const std::string& field : sample_fields(type)) {
      const SystemVerdict verdict = post(write, type, {.altered = field});
      if (verdict.is == AnswerMeaning::kAccepted && texts() == usual) unread.insert(field);
    }
    if (unread.empty()) return;
    findings_.add({LintSeverity::kWarning, LintCheck::kUnreadField, type,
                   "whatever they say, the same calls are made: " + joined(unread)});
    post(write, type);
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    for (const DescribedCall& call : system_.calls()) {
      const Parcel& parcel = call.parcel;
      texts.push_back(parcel.method + " " + parcel.address + "\n" + parcel.body);
      for (const Header& header : parcel.headers) {
        texts.back() += "\n" + header.first + ": " + header.second;
      }
    }
    return texts;
  }

  void check_lengths(const MappingWrite& write, const std::string& type) {
    if (input_.api == nullptr) return;
    post(write, type, {.text_length = kLongText});
    for (const DescribedCall& call : system_.calls()) {
      for (LintFinding& one : call_findings(*input_.api, call)) {
        if (one.check != LintCheck::kTooLong) continue;
        one.severity = LintSeverity::kWarning;
        findings_.add(std::move(one), type);
      }
    }
  }

  template <class Read>
  void check_sequence(const char* name, Read read) {
    system_.begin();
    try {
      read();
    } catch (const SystemError& error) {
      not_followed(name, error.what());
    }
    check_calls(name);
  }

  void check_reading() {
    if (input_.is_read) {
      check_sequence("watermark", [&] { mapped_.watermark(); });
      check_sequence("items", [&] { mapped_.items(); });
      check_sequence("stock", [&] { mapped_.stock(); });
      check_sequence("documents", [&] { mapped_.documents("null"); });
    }
    if (input_.takes_messages && mapping_.ask) check_ask();
  }

  void check_ask() {
    const auto known = [&] {
      const auto answer = mapped_.has({kAskedKey});
      return answer && answer->front();
    };
    bool hears = false;
    check_sequence("ask", [&] { hears = known(); });
    RefusalSurvey survey(*input_.api, system_);
    survey.each_answer([&] { hears = hears || known(); });
    if (hears || !any_described()) return;
    findings_.add({LintSeverity::kWarning, LintCheck::kDeafAsk, "ask",
                   "whatever the described answers say, no key is known"});
  }
  bool any_described() const {
    return std::any_of(system_.calls().begin(), system_.calls().end(),
                       [](const DescribedCall& call) { return call.operation != nullptr; });
  }

  // To what the system has been told to say; a log-in that it refuses then is no posting.
  SystemVerdict post_again(const MappingWrite& write, const std::string& type) {
    try {
      return mapped_.post(write, {consignment(write, type, {})->payload}).front();
    } catch (const SystemError&) {
      return {AnswerMeaning::kRetry, "", "", std::nullopt};
    }
  }

  void check_codes() {
    RefusalSurvey survey(*input_.api, system_);
    for (const MappingWrite& write : mapping_.writes) {
      const std::string& type = write.takes.front();
      survey.ask([&] { return post(write, type).is == AnswerMeaning::kAccepted; },
                 [&] { return post_again(write, type); });
    }
    for (LintFinding& one : survey.findings(mapping_)) findings_.add(std::move(one));
  }

  const LintInput& input_;
  const Mapping& mapping_;
  DescribedSystem system_;
  MappedSystem mapped_;
  FindingList findings_;
};

}  // namespace

std::string_view severity_name(LintSeverity severity) {
  constexpr std::string_view kNames[] = {"error", "warning", "note"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string_view check_name(LintCheck check) {
  constexpr std::string_view kNames[] = {"unmapped_type",   "unknown_path", "missing_member",
                                         "unknown_member",  "wrong_value",  "too_long",
                                         "failing_program", "unread_field", "unlisted_code",
                                         "impossible_code", "deaf_ask",     "not_followed"};
  return kNames[static_cast<std::size_t>(check)];
}

std::vector<LintFinding> lint_mapping(const LintInput& input) { return Lint(input).run(); }

}  // namespace planttwin::bridge
