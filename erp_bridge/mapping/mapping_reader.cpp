#include "erp_bridge/mapping/mapping_reader.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <utility>

#include "erp_bridge/audit/record_resolution_reader.h"
#include "erp_bridge/mapping/jq_programs.h"
#include "erp_bridge/messages/messages.h"
#include "erp_bridge/postings/posting_policy_reader.h"
#include "sim/json_document.h"
#include "sim/json_reader.h"

namespace planttwin::bridge {
namespace {

constexpr sim::NamedValue<Refusal> kRefusals[] = {
    {"manual", Refusal::kManual},
    {"final", Refusal::kFinal},
    {"retry_later", Refusal::kRetryLater},
    {"retry_after_dependency", Refusal::kRetryAfterDependency},
};
constexpr std::int64_t kMostTogether = 1000;

class MappingReader {
 public:
  MappingReader(std::filesystem::path file, sim::Diagnostics& diagnostics)
      : file_(std::move(file)), diagnostics_(diagnostics) {}

  Mapping read(const sim::JsonDocument& document) {
    sim::JsonReader in(document, diagnostics_);
    in.value("$schema");
    mapping_.id = in.id();
    mapping_.title = in.optional_string("title", mapping_.id);
    mapping_.definitions = definitions(in);
    if (const auto settings = in.value("settings"); settings && settings->expect_object()) {
      mapping_.settings = sim::canonical_json(settings->node());
    }
    if (auto login = in.optional_object("login")) mapping_.login = sequence(*login);
    mapping_.headers = program(in, "headers");
    mapping_.answer = answer(in);
    for (sim::JsonReader& write : in.plain_objects("write")) read_write(write);
    mapping_.ignores = messages(in, "ignores");
    if (auto ask = in.optional_object("ask")) mapping_.ask = sequence(*ask);
    if (auto align = in.optional_object("align")) mapping_.align = sequence(*align);
    if (auto orders = in.optional_object("orders")) mapping_.orders = sequence(*orders);
    if (auto read = in.optional_object("read")) read_record(*read);
    read_codes(in);
    mapping_.policies = read_posting_policies(in);
    mapping_.resolution = read_record_resolution(in);
    in.finish();
    check_programs();
    return std::move(mapping_);
  }

 private:
  // A text, or its lines.
  std::optional<std::string> text(sim::JsonReader& in, const char* member) {
    const std::optional<sim::JsonValue> value = in.value(member);
    if (!value) return std::nullopt;
    if (!value->node().is_array()) return value->string();
    std::string lines;
    for (const sim::JsonValue& line : value->elements()) {
      lines += line.string().value_or("") + "\n";
    }
    return lines;
  }

  ProgramNumber add(sim::JsonReader& in, const char* member, std::string program) {
    places_.push_back(*in.value(member));
    mapping_.programs.push_back(std::move(program));
    return mapping_.programs.size() - 1;
  }

  ProgramNumber program(sim::JsonReader& in, const char* member) {
    std::optional<std::string> source = text(in, member);
    return source ? add(in, member, std::move(*source)) : kNoProgram;
  }

  std::string definitions(sim::JsonReader& in) {
    const std::string name = in.optional_string("definitions");
    if (name.empty()) return "";
    std::ifstream stream(file_.parent_path() / name);
    std::ostringstream text;
    text << stream.rdbuf();
    if (!stream) {
      in.error("definitions", "can't read " + (file_.parent_path() / name).string());
      return "";
    }
    definitions_place_ = in.value("definitions");
    return text.str();
  }

  // The first rule that holds says what an answer means.
  ProgramNumber answer(sim::JsonReader& in) {
    std::string all;
    std::size_t rules = 0;
    for (sim::JsonReader& rule : in.plain_objects("answer")) {
      const std::string when = text(rule, "when").value_or("true");
      const AnswerMeaning meaning = rule.enumeration("is", kAnswerMeanings);
      const auto row = std::find_if(std::begin(kAnswerMeanings), std::end(kAnswerMeanings),
                                    [&](const auto& name) { return name.value == meaning; });
      std::string says = "{is: \"" + std::string(row->name) + "\"";
      for (const char* member : {"code", "text", "retry_after_s"}) {
        if (const auto source = text(rule, member)) {
          says += ", " + std::string(member) + ": (" + *source + "\n)";
        }
      }
      rule.finish();
      all += "if (" + when + "\n) then " + says + "} else ";
      ++rules;
    }
    if (rules == 0) return kNoProgram;
    all += "{is: \"unknown\", text: \"an answer that the mapping has no rule for\"}";
    for (std::size_t i = 0; i < rules; ++i) all += " end";
    return add(in, "answer", std::move(all));
  }

  MappingSequence sequence(sim::JsonReader& in) {
    MappingSequence sequence;
    for (sim::JsonReader& step : in.plain_objects("steps")) {
      sequence.steps.push_back(read_step(step));
    }
    sequence.result = program(in, "result");
    in.finish();
    return sequence;
  }

  MappingStep read_step(sim::JsonReader& in) {
    MappingStep step;
    step.name = in.optional_string("name");
    step.when = program(in, "when");
    step.send = program(in, "send");
    if (step.send == kNoProgram) in.error("a step needs \"send\": what is sent");
    step.format = in.enumeration("format", kBodyFormats, BodyFormat::kJson);
    step.expect = in.enumeration("expect", kBodyFormats, BodyFormat::kJson);
    step.keep = program(in, "keep");
    step.emit = program(in, "emit");
    step.again = program(in, "again");
    in.finish();
    return step;
  }

  std::vector<std::string> messages(sim::JsonReader& in, const char* member) {
    const std::vector<std::string> known = message_names();
    std::vector<std::string> names = in.strings(member);
    for (const std::string& name : names) {
      if (std::find(known.begin(), known.end(), name) != known.end()) continue;
      in.error(member, "no message " + sim::in_quotes(name) + sim::nearest_clause(name, known));
    }
    for (const std::string& name : names) {
      if (!used_.insert(name).second) {
        in.error(member, sim::in_quotes(name) + " is taken or ignored twice");
      }
    }
    return names;
  }

  void read_write(sim::JsonReader& in) {
    MappingWrite write;
    write.takes = messages(in, "takes");
    if (write.takes.empty()) in.error("takes", "expected the names of messages");
    write.collected_until = in.optional_string("collected_until");
    const auto& takes = write.takes;
    if (!write.collected_until.empty() &&
        std::find(takes.begin(), takes.end(), write.collected_until) == takes.end()) {
      in.error("collected_until", "expected one of the messages in \"takes\"");
    }
    write.most = static_cast<std::size_t>(in.integer("most", {1, kMostTogether}, 1));
    for (sim::JsonReader& step : in.plain_objects("steps")) {
      write.sequence.steps.push_back(read_step(step));
    }
    write.sequence.result = program(in, "result");
    in.finish();
    mapping_.writes.push_back(std::move(write));
  }

  void read_record(sim::JsonReader& in) {
    const auto part = [&](const char* member) {
      auto object = in.optional_object(member);
      return object ? sequence(*object) : MappingSequence();
    };
    if (auto watermark = in.optional_object("watermark")) {
      mapping_.watermark = sequence(*watermark);
    }
    mapping_.items = part("items");
    mapping_.stock = part("stock");
    mapping_.documents = part("documents");
    mapping_.user = in.optional_string("user");
    in.finish();
  }

  void read_codes(sim::JsonReader& in) {
    std::optional<sim::JsonReader> codes = in.optional_object("codes");
    if (!codes) return;
    std::vector<std::string> names;
    for (const sim::JsonMember& member : codes->node().members) names.push_back(member.name);
    for (const std::string& name : names) {
      mapping_.codes[name] = codes->enumeration(name, kRefusals);
    }
    codes->finish();
  }

  void check_programs() {
    JqPrograms programs(mapping_.definitions);
    for (const std::string& program : mapping_.programs) programs.add(program);
    for (const JqPrograms::Fault& fault : programs.check()) {
      if (fault.program < places_.size()) {
        places_[fault.program].error("jq: " + fault.text);
      } else if (definitions_place_) {
        definitions_place_->error("jq: " + fault.text);
      }
    }
  }

  std::filesystem::path file_;
  sim::Diagnostics& diagnostics_;
  Mapping mapping_;
  std::vector<sim::JsonValue> places_;  // of programs
  std::optional<sim::JsonValue> definitions_place_;
  std::set<std::string> used_;  // messages
};

}  // namespace

std::optional<Mapping> load_mapping(const std::string& path, sim::Diagnostics& diagnostics) {
  const std::optional<sim::JsonDocument> document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return std::nullopt;
  return MappingReader(path, diagnostics).read(*document);
}

}  // namespace planttwin::bridge
