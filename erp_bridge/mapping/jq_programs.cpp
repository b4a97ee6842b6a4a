#include "erp_bridge/mapping/jq_programs.h"

extern "C" {  // the header does not say so itself
#include <jq.h>
}

#include <algorithm>
#include <charconv>
#include <utility>

#if defined(__SANITIZE_ADDRESS__)
#define PLANTTWIN_LOOKS_FOR_LEAKS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define PLANTTWIN_LOOKS_FOR_LEAKS 1
#endif
#endif
#ifdef PLANTTWIN_LOOKS_FOR_LEAKS
// The parser of jq 1.6 drops the beginning of a text that does not end.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libjq.so\n"; }
#endif

namespace planttwin::bridge {
namespace {

// jq 1.6 counts seconds by the clock of the machine's zone: in summer it is an hour off wherever
// clocks are changed. This counts by the civil calendar (Hinnant, "chrono-compatible low-level date
// algorithms", 2013, days_from_civil). All in one line: lines of definitions are counted.
constexpr std::string_view kTimes =
    "def mktime: (if .[1] < 2 then .[0] - 1 else .[0] end) as $year"
    " | ($year / 400 | floor) as $era | ($year - $era * 400) as $of_era"
    " | ((153 * ((.[1] + 10) % 12) + 2) / 5 | floor) as $before"
    " | ($era * 146097 + $of_era * 365 + ($of_era / 4 | floor) - ($of_era / 100 | floor)"
    " + $before + .[2] - 1 - 719468) * 86400 + .[3] * 3600 + .[4] * 60 + (.[5] | floor);"
    " def fromdateiso8601: strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime;"
    " def fromdate: fromdateiso8601; ";

std::string text_of(jv value) {
  const jv dumped = jv_dump_string(value, 0);
  std::string text(jv_string_value(dumped),
                   static_cast<std::size_t>(jv_string_length_bytes(jv_copy(dumped))));
  jv_free(dumped);
  return text;
}

std::string message_of(jv value) {
  const bool is_text = jv_get_kind(value) == JV_KIND_STRING;
  if (!is_text) return text_of(value);
  std::string text(jv_string_value(value));
  jv_free(value);
  return text;
}

void replace_all(std::string& text, std::string_view old, std::string_view with) {
  for (auto at = text.find(old); at != std::string::npos; at = text.find(old, at + with.size())) {
    text.replace(at, old.size(), with);
  }
}

// What jq says of a program, without what it says of shells. It counts the lines of what stands
// before the program, too.
std::string tidied(std::string text, int lines_before) {
  constexpr std::string_view kPlace = " at <top-level>, line ";
  replace_all(text, "jq: error: ", "");
  replace_all(text, " (Unix shell quoting issues?)", "");
  for (auto at = text.find(kPlace); at != std::string::npos; at = text.find(kPlace, at)) {
    const std::size_t digits = at + kPlace.size();
    const std::size_t end = std::min(text.find(':', digits), text.size());
    int line = 0;
    std::from_chars(text.data() + digits, text.data() + end, line);
    const std::string place = line > lines_before ? std::to_string(line - lines_before)
                                                  : std::to_string(line) + " of the definitions";
    text.replace(at, end - at, " in line " + place);
  }
  replace_all(text, "\n", " ");
  while (text.ends_with(' ')) text.pop_back();
  return text;
}

int lines_of(std::string_view text) {
  return static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
}

}  // namespace

// jq itself, with one program.
class JqPrograms::Machine {
 public:
  explicit Machine(const std::string& program, int lines_before = 0)
      : jq_(jq_init()), lines_before_(lines_before) {
    jq_set_error_cb(jq_, &Machine::note, this);
    // There are no modules. Unless it is told so, jq ends the process that looks for one.
    jq_set_attr(jq_, jv_string("JQ_LIBRARY_PATH"), jv_array());
    jq_set_attr(jq_, jv_string("JQ_ORIGIN"), jv_string(""));
    jq_set_attr(jq_, jv_string("PROGRAM_ORIGIN"), jv_string(""));
    compiled_ = jq_compile(jq_, program.c_str()) != 0;
  }
  ~Machine() { jq_teardown(&jq_); }
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;

  bool compiled() const { return compiled_; }
  const std::string& faults() const { return faults_; }

  std::vector<std::string> run(jv input) {
    jq_start(jq_, input, 0);
    std::vector<std::string> results;
    jv result = jq_next(jq_);
    for (; jv_is_valid(result); result = jq_next(jq_)) results.push_back(text_of(result));
    if (jv_invalid_has_msg(jv_copy(result))) throw JqError(message_of(jv_invalid_get_msg(result)));
    jv_free(result);
    return results;
  }

 private:
  static void note(void* machine, jv message) {
    auto& self = *static_cast<Machine*>(machine);
    const std::string text = message_of(message);
    if (text.starts_with("jq: ") && text.ends_with("compile error")) return;  // only their number
    if (text.starts_with("jq: ") && text.ends_with("compile errors")) return;
    if (!self.faults_.empty()) self.faults_ += "; ";
    self.faults_ += tidied(text, self.lines_before_);
  }

  jq_state* jq_;
  int lines_before_;
  std::string faults_;
  bool compiled_ = false;
};

JqPrograms::JqPrograms(std::string definitions)
    : definitions_(std::string(kTimes) + std::move(definitions)) {}
JqPrograms::~JqPrograms() = default;

std::size_t JqPrograms::add(std::string program) {
  programs_.push_back(std::move(program));
  return programs_.size() - 1;
}

std::vector<JqPrograms::Fault> JqPrograms::check() const {
  std::vector<Fault> faults;
  // One by one only when something is wrong.
  if (Machine(all_in_one()).compiled()) return faults;
  if (const Machine machine(definitions_ + "\n."); !machine.compiled()) {
    faults.push_back({programs_.size(), machine.faults()});
    return faults;
  }
  for (std::size_t i = 0; i < programs_.size(); ++i) {
    const Machine machine(definitions_ + "\n" + programs_[i], lines_of(definitions_));
    if (!machine.compiled()) {
      faults.push_back({i, machine.faults()});
    } else if (!Machine(definitions_ + "\n(" + programs_[i] + "\n)").compiled()) {
      faults.push_back({i, "there is no program, or more than one"});
    }
  }
  if (faults.empty()) faults.push_back({programs_.size(), Machine(all_in_one()).faults()});
  return faults;
}

// One program for all of them: it is told which is meant.
std::string JqPrograms::all_in_one() const {
  std::string all = definitions_ + "\n.[0] as $program | .[1] | ";
  for (std::size_t i = 0; i < programs_.size(); ++i) {
    all += "if $program == " + std::to_string(i) + " then (" + programs_[i] + "\n) else ";
  }
  all += "empty";
  for (std::size_t i = 0; i < programs_.size(); ++i) all += " end";
  return all;
}

std::vector<std::string> JqPrograms::run(std::size_t program, std::string_view json) {
  if (machine_ == nullptr) machine_ = std::make_unique<Machine>(all_in_one());
  if (!machine_->compiled()) throw JqError(machine_->faults());
  const std::string input = "[" + std::to_string(program) + "," + std::string(json) + "]";
  jv value = jv_parse_sized(input.data(), static_cast<int>(input.size()));
  if (!jv_is_valid(value)) throw JqError(message_of(jv_invalid_get_msg(value)));
  return machine_->run(value);
}

std::string JqPrograms::first(std::size_t program, std::string_view json) {
  std::vector<std::string> results = run(program, json);
  return results.empty() ? "null" : std::move(results.front());
}

bool JqPrograms::holds(std::size_t program, std::string_view json) {
  const std::string result = first(program, json);
  return result != "null" && result != "false";
}

}  // namespace planttwin::bridge
