#include "erp_bridge/mapping/jq_programs.h"

extern "C" {  // the header does not say so itself
#include <jq.h>
}

#include <utility>

namespace planttwin::bridge {
namespace {

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

}  // namespace

// jq itself, with one program.
class JqPrograms::Machine {
 public:
  explicit Machine(const std::string& program) : jq_(jq_init()) {
    jq_set_error_cb(jq_, &Machine::note, &faults_);
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
  static void note(void* faults, jv message) {
    auto& text = *static_cast<std::string*>(faults);
    if (!text.empty()) text += "; ";
    text += message_of(message);
  }

  jq_state* jq_;
  std::string faults_;
  bool compiled_ = false;
};

JqPrograms::JqPrograms(std::string definitions) : definitions_(std::move(definitions)) {}
JqPrograms::~JqPrograms() = default;

std::size_t JqPrograms::add(std::string program) {
  programs_.push_back(std::move(program));
  return programs_.size() - 1;
}

std::vector<JqPrograms::Fault> JqPrograms::check() const {
  std::vector<Fault> faults;
  // One by one only when something is wrong.
  if (Machine(all_in_one()).compiled()) return faults;
  const auto try_one = [&](std::size_t number, const std::string& program) {
    const Machine machine(definitions_ + "\n" + program);
    if (!machine.compiled()) faults.push_back({number, machine.faults()});
    return machine.compiled();
  };
  if (!try_one(programs_.size(), ".")) return faults;
  for (std::size_t i = 0; i < programs_.size(); ++i) try_one(i, programs_[i]);
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
