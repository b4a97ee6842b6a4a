#include "scenarios/expectation.h"

#include <cstdlib>
#include <set>

#include "scenarios/json_build.h"
#include "sim/decimal.h"

namespace planttwin::scenario {

using sim::JsonNode;

namespace {

bool is_scalar(const JsonNode& node) { return !node.is_array() && !node.is_object(); }

std::optional<sim::Decimal> optional_decimal(sim::JsonReader& in, std::string_view key) {
  return in.has(key) ? std::optional(in.decimal(key)) : std::nullopt;
}

Expectation read_expectation(sim::JsonReader& in, const std::string& file) {
  Expectation expectation;
  expectation.name = in.required_string("name");
  const sim::JsonValue pointer = in.required_value("pointer");
  expectation.pointer = pointer.string().value_or("");
  expectation.place = {file, pointer.node().position, pointer.pointer(), ""};
  if (!expectation.pointer.empty() && expectation.pointer[0] != '/') {
    in.error("pointer", "a pointer begins with a slash, such as \"/kpis/throughput_per_h\"");
    expectation.pointer.clear();
  }
  expectation.at_least = optional_decimal(in, "at_least");
  expectation.at_most = optional_decimal(in, "at_most");
  if (const auto equals = in.value("equals")) {
    if (!is_scalar(equals->node())) {
      equals->error("expected a number, a text, true, false or null, found " +
                    equals->node().description());
    }
    expectation.equals = equals->node();
  }
  if (expectation.equals && (expectation.at_least || expectation.at_most)) {
    in.error("equals", "\"equals\" stands alone, without \"at_least\" and \"at_most\"");
  }
  if (!expectation.equals && !expectation.at_least && !expectation.at_most) {
    in.error("expected \"at_least\", \"at_most\" or \"equals\"");
  }
  if (expectation.at_least && expectation.at_most && *expectation.at_least > *expectation.at_most) {
    in.error("at_least", "\"at_least\" is above \"at_most\": nothing can meet both");
  }
  in.finish();
  return expectation;
}

std::vector<std::string> member_names(const JsonNode& node) {
  std::vector<std::string> names;
  for (const sim::JsonMember& member : node.members) names.push_back(member.name);
  return names;
}

double number_of(const JsonNode& node) { return std::strtod(node.text.c_str(), nullptr); }

JsonNode json_of(const sim::Decimal& decimal) {
  JsonNode node;
  node.text = decimal.text();
  const bool whole = node.text.find('.') == std::string::npos;
  node.kind = whole ? JsonNode::Kind::kInteger : JsonNode::Kind::kDecimal;
  return node;
}

bool equal(const JsonNode& a, const JsonNode& b) {
  if (a.is_number() && b.is_number()) return number_of(a) == number_of(b);
  return a.kind == b.kind && a.boolean == b.boolean && a.text == b.text;
}

}  // namespace

std::vector<Expectation> read_expectations(sim::JsonReader& in, const std::string& file) {
  std::vector<Expectation> expectations;
  std::set<std::string> names;
  for (sim::JsonReader& entry : in.plain_objects("expectations")) {
    expectations.push_back(read_expectation(entry, file));
    const std::string& name = expectations.back().name;
    if (!name.empty() && !names.insert(name).second) {
      entry.error("name", "a second expectation named " + sim::in_quotes(name));
    }
  }
  return expectations;
}

const JsonNode* find_in_result(const JsonNode& result, const std::string& pointer,
                               std::string& why_not) {
  const JsonNode* node = &result;
  const std::vector<std::string> names = sim::split_pointer(pointer);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const JsonNode* next = node->member(names[i]);
    if (next == nullptr) {
      why_not = "the result has no " + sim::in_quotes(names[i]) + " here" +
                sim::nearest_clause(names[i], member_names(*node));
      const std::string joined = i + 1 < names.size() ? names[i] + "/" + names[i + 1] : "";
      if (node->member(joined) != nullptr) {
        why_not +=
            "; a slash within a name is written ~1: " + sim::in_quotes(sim::escape_pointer(joined));
      }
      return nullptr;
    }
    node = next;
  }
  return node;
}

std::optional<double> number_in_result(const JsonNode& result, const std::string& pointer) {
  std::string why_not;
  const JsonNode* found = find_in_result(result, pointer, why_not);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return number_of(*found);
}

void check_pointers(const std::vector<Expectation>& expectations, const JsonNode& result,
                    sim::Diagnostics& diagnostics) {
  for (const Expectation& expectation : expectations) {
    if (expectation.pointer.empty()) continue;
    sim::Diagnostic diagnostic = expectation.place;
    const JsonNode* found = find_in_result(result, expectation.pointer, diagnostic.message);
    if (found != nullptr && is_scalar(*found)) continue;
    if (found != nullptr) {
      diagnostic.message = "this leads to " + found->description() + ", expected a single value";
    }
    diagnostics.add(std::move(diagnostic));
  }
}

ExpectationResult judge(const Expectation& expectation, const JsonNode& result) {
  ExpectationResult outcome{expectation.name, expectation.pointer, true, json_null(), json_null()};
  std::string why_not;
  const JsonNode* actual = find_in_result(result, expectation.pointer, why_not);
  if (actual != nullptr) outcome.actual = *actual;
  if (expectation.equals) {
    outcome.limit = *expectation.equals;
    outcome.passed = equal(outcome.actual, *expectation.equals);
    return outcome;
  }
  const bool is_number = outcome.actual.is_number();
  const double value = is_number ? number_of(outcome.actual) : 0;
  if (expectation.at_least) {
    outcome.limit = json_of(*expectation.at_least);
    outcome.passed = is_number && value >= expectation.at_least->to_double();
  }
  if (expectation.at_most && outcome.passed) {
    outcome.passed = is_number && value <= expectation.at_most->to_double();
    if (!outcome.passed || !expectation.at_least) outcome.limit = json_of(*expectation.at_most);
  }
  return outcome;
}

JsonNode to_json(const ExpectationResult& outcome) {
  return JsonObject()
      .add("name", json_string(outcome.name))
      .add("pointer", json_string(outcome.pointer))
      .add("passed", json_boolean(outcome.passed))
      .add("actual", outcome.actual)
      .add("limit", outcome.limit)
      .take();
}

std::vector<ExpectationResult> read_expectation_results(const JsonNode& result) {
  std::vector<ExpectationResult> outcomes;
  const JsonNode* list = result.member("expectations");
  if (list == nullptr) return outcomes;
  for (const JsonNode& entry : list->elements) {
    const JsonNode* name = entry.member("name");
    const JsonNode* passed = entry.member("passed");
    if (name == nullptr || passed == nullptr) continue;
    const auto value_of = [&](std::string_view key) {
      const JsonNode* value = entry.member(key);
      return value == nullptr ? json_null() : *value;
    };
    outcomes.push_back({name->text, value_of("pointer").text, passed->boolean, value_of("actual"),
                        value_of("limit")});
  }
  return outcomes;
}

}  // namespace planttwin::scenario
