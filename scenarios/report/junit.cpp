#include "scenarios/report/junit.h"

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "scenarios/expectation.h"
#include "scenarios/output_files.h"
#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

// Text of an attribute: markup escaped, control characters (which XML forbids) replaced.
std::string escaped(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '&':
        result += "&amp;";
        break;
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\n':
      case '\r':
      case '\t':
        result += fmt::format("&#{};", static_cast<int>(c));
        break;
      default:
        result += static_cast<unsigned char>(c) < 0x20 ? '?' : c;
    }
  }
  return result;
}

std::string member_text(const sim::JsonNode& node, std::string_view name) {
  const sim::JsonNode* found = node.member(name);
  return found == nullptr ? std::string() : found->text;
}

std::string value_text(const sim::JsonNode& value) {
  if (value.kind == sim::JsonNode::Kind::kNull) return "no data";
  std::string text = sim::pretty_json(value);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

std::vector<JunitCase> cases_of(const sim::JsonNode& result) {
  const std::string scenario = member_text(result, "scenario");
  std::vector<JunitCase> cases;
  const sim::JsonNode* end = result.member("end");
  const std::string reason = end == nullptr ? "" : member_text(*end, "reason");
  const bool ended_well = reason == "horizon" || reason == "completed";
  cases.push_back({scenario, "the run ends", ended_well ? "" : "the run ended as: " + reason});
  for (const ExpectationResult& outcome : read_expectation_results(result)) {
    cases.push_back({scenario, outcome.name,
                     outcome.passed ? ""
                                    : outcome.pointer + " is " + value_text(outcome.actual) +
                                          "; the limit is " + value_text(outcome.limit)});
  }
  return cases;
}

std::optional<sim::JsonDocument> load(const std::filesystem::path& file) {
  sim::Diagnostics diagnostics;
  std::optional<sim::JsonDocument> document = sim::JsonDocument::load(file.string(), diagnostics);
  diagnostics.throw_if_any();
  return document;
}

double wall_seconds(const std::filesystem::path& folder) {
  if (!std::filesystem::exists(folder / "timing.json")) return 0;
  const std::optional<sim::JsonDocument> timing = load(folder / "timing.json");
  const sim::JsonNode* wall = timing->root().member("wall_s");
  return wall != nullptr && wall->is_number() ? std::stod(wall->text) : 0;
}

}  // namespace

std::string junit_suite(std::string_view name, const std::vector<JunitCase>& cases, double wall_s) {
  std::size_t failures = 0;
  for (const JunitCase& c : cases) failures += c.failure.empty() ? 0 : 1;
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  xml += fmt::format(
      "<testsuites>\n  <testsuite name=\"{}\" tests=\"{}\" failures=\"{}\" "
      "errors=\"0\" skipped=\"0\" time=\"{:.3f}\">\n",
      escaped(name), cases.size(), failures, wall_s);
  for (const JunitCase& c : cases) {
    xml += fmt::format("    <testcase classname=\"{}\" name=\"{}\" time=\"0\"", escaped(c.group),
                       escaped(c.name));
    xml += c.failure.empty() ? std::string("/>\n")
                             : fmt::format(">\n      <failure message=\"{}\"/>\n    </testcase>\n",
                                           escaped(c.failure));
  }
  return xml + "  </testsuite>\n</testsuites>\n";
}

std::string junit_report(const sim::JsonNode& result, double wall_s) {
  return junit_suite(member_text(result, "scenario"), cases_of(result), wall_s);
}

void write_junit(const std::filesystem::path& folder) {
  const std::optional<sim::JsonDocument> result = load(folder / "result.json");
  write_text_file(folder / "junit.xml", junit_report(result->root(), wall_seconds(folder)));
}

}  // namespace planttwin::scenario
