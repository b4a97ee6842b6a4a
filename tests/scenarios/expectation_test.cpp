#include "scenarios/expectation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using ::testing::HasSubstr;

sim::JsonDocument document_of(const std::string& text) {
  sim::Diagnostics diagnostics;
  auto document = sim::JsonDocument::parse(text, "test.json", diagnostics);
  EXPECT_TRUE(document.has_value()) << diagnostics.text();
  return document ? *document : sim::JsonDocument();
}

std::vector<Expectation> read(const std::string& list, sim::Diagnostics& diagnostics) {
  const sim::JsonDocument document = document_of("{\"expectations\": " + list + "}");
  sim::JsonReader in(document, diagnostics);
  return read_expectations(in, "test.json");
}

const std::string kResult = R"({
  "kpis": {"throughput_per_h": 12.5, "oee": null},
  "end": {"reason": "horizon"},
  "machines": {"LATHE/1": {"failures": 3}},
  "passed": true})";

struct Case {
  std::string name;
  std::string demand;  // members of the expectation beside its name
  bool passed;
  std::string limit;
};

void PrintTo(const Case& c, std::ostream* out) { *out << c.name; }

class Judging : public ::testing::TestWithParam<Case> {};

TEST_P(Judging, ComparesTheValueWithItsBounds) {
  sim::Diagnostics diagnostics;
  const auto expectations = read("[{\"name\": \"x\", " + GetParam().demand + "}]", diagnostics);
  ASSERT_TRUE(diagnostics.empty()) << diagnostics.text();
  const ExpectationResult outcome = judge(expectations.at(0), document_of(kResult).root());
  EXPECT_EQ(outcome.passed, GetParam().passed);
  EXPECT_EQ(outcome.limit.text, GetParam().limit);
}

INSTANTIATE_TEST_SUITE_P(
    Expectation, Judging,
    ::testing::Values(
        Case{"at the lower bound", R"("pointer": "/kpis/throughput_per_h", "at_least": 12.5)", true,
             "12.5"},
        Case{"below", R"("pointer": "/kpis/throughput_per_h", "at_least": 12.6)", false, "12.6"},
        Case{"at the upper bound", R"("pointer": "/kpis/throughput_per_h", "at_most": 12.50)", true,
             "12.5"},
        Case{"above", R"("pointer": "/kpis/throughput_per_h", "at_most": 12)", false, "12"},
        Case{"between", R"("pointer": "/kpis/throughput_per_h", "at_least": 1, "at_most": 13)",
             true, "1"},
        Case{"below both", R"("pointer": "/kpis/throughput_per_h", "at_least": 13, "at_most": 14)",
             false, "13"},
        Case{"above both", R"("pointer": "/kpis/throughput_per_h", "at_least": 1, "at_most": 2)",
             false, "2"},
        Case{"no data", R"("pointer": "/kpis/oee", "at_least": 0)", false, "0"},
        Case{"no data under a bound", R"("pointer": "/kpis/oee", "at_most": 1)", false, "1"},
        Case{"equal number", R"("pointer": "/kpis/throughput_per_h", "equals": 125e-1)", true,
             "125e-1"},
        Case{"equal text", R"("pointer": "/end/reason", "equals": "horizon")", true, "horizon"},
        Case{"other text", R"("pointer": "/end/reason", "equals": "deadlock")", false, "deadlock"},
        Case{"other kind", R"("pointer": "/end/reason", "equals": 1)", false, "1"},
        Case{"true", R"("pointer": "/passed", "equals": true)", true, ""},
        Case{"false", R"("pointer": "/passed", "equals": false)", false, ""},
        Case{"nothing is null", R"("pointer": "/kpis/oee", "equals": null)", true, ""},
        Case{"slash in a name", R"("pointer": "/machines/LATHE~11/failures", "equals": 3)", true,
             "3"}));

TEST(Expectations, EveryErrorIsReportedInItsPlace) {
  sim::Diagnostics diagnostics;
  read(R"([
    {"name": "a", "pointer": "kpis"},
    {"pointer": "/a", "at_least": 2, "at_most": 1},
    {"name": "a", "pointer": "/a", "equals": 1, "at_most": 1},
    {"name": "b", "pointer": "/a", "equals": [1], "at_lest": 3}])",
       diagnostics);
  const std::string text = diagnostics.text();
  EXPECT_THAT(text, HasSubstr("test.json:2:30: /expectations/0/pointer: a pointer begins with"));
  EXPECT_THAT(text, HasSubstr("expected \"at_least\", \"at_most\" or \"equals\""));
  EXPECT_THAT(text, HasSubstr("test.json:3:35: /expectations/1/at_least"));
  EXPECT_THAT(text, HasSubstr("test.json:3:5: /expectations/1: the member \"name\" is missing"));
  EXPECT_THAT(text, HasSubstr("a second expectation named \"a\""));
  EXPECT_THAT(text, HasSubstr("\"equals\" stands alone"));
  EXPECT_THAT(text, HasSubstr("expected a number, a text, true, false or null"));
  EXPECT_THAT(text, HasSubstr("\"at_least\""));
}

TEST(Expectations, APointerThatLeadsNowhereNamesTheNearest) {
  sim::Diagnostics diagnostics;
  const auto expectations = read(R"([
    {"name": "a", "pointer": "/kpis/throughput", "at_least": 1},
    {"name": "b", "pointer": "/machines/LATHE/1/failures", "at_least": 1},
    {"name": "c", "pointer": "/kpis", "at_least": 1}])",
                                 diagnostics);
  ASSERT_TRUE(diagnostics.empty()) << diagnostics.text();
  check_pointers(expectations, document_of(kResult).root(), diagnostics);
  const std::string text = diagnostics.text();
  EXPECT_EQ(diagnostics.count(), 3u) << text;
  EXPECT_THAT(text, HasSubstr("test.json:2:30: /expectations/0/pointer"));
  EXPECT_THAT(text, HasSubstr("nearest: \"throughput_per_h\""));
  EXPECT_THAT(text, HasSubstr("a slash within a name is written ~1: \"LATHE~11\""));
  EXPECT_THAT(text, HasSubstr("this leads to an object"));
}

TEST(Expectations, OutcomesReadBackFromAResultAsTheyWereWritten) {
  JsonArray outcomes;
  outcomes.add(to_json({"enough", "/kpis/oee", false, json_null(), json_number(0.5)}));
  const sim::JsonNode result = JsonObject().add("expectations", outcomes.take()).take();
  const auto again = read_expectation_results(document_of(sim::pretty_json(result)).root());
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].name, "enough");
  EXPECT_EQ(again[0].pointer, "/kpis/oee");
  EXPECT_FALSE(again[0].passed);
  EXPECT_EQ(again[0].actual.kind, sim::JsonNode::Kind::kNull);
  EXPECT_EQ(again[0].limit.text, "0.5");
}

}  // namespace
}  // namespace planttwin::scenario
