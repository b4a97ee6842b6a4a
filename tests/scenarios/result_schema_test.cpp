#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "tests/scenarios/program.h"

// result.json against its schema. Tests run in the root of the repository.
namespace planttwin::testing {
namespace {

using nlohmann::json;
using valijson::adapters::NlohmannJsonAdapter;

// Comments are allowed in scenarios.
json load(const std::string& path) { return json::parse(read_text(path), nullptr, true, true); }

// Schemas name each other by file.
const json* fetch_schema(const std::string& name) {
  return new json(load("data/schemas/" + std::filesystem::path(name).filename().string()));
}
void free_schema(const json* schema) { delete schema; }

// All errors, one a line; empty when the document is valid.
std::string errors_of(const json& document, const std::string& name = "result.schema.json") {
  const json schema_text = load("data/schemas/" + name);
  valijson::Schema schema;
  valijson::SchemaParser parser;
  parser.populateSchema(NlohmannJsonAdapter(schema_text), schema, fetch_schema, free_schema);
  valijson::Validator validator;
  valijson::ValidationResults results;
  validator.validate(schema, NlohmannJsonAdapter(document), &results);
  std::string text;
  valijson::ValidationResults::Error error;
  while (results.popError(error)) {
    for (const std::string& step : error.context) text += step;
    text += ": " + error.description + "\n";
  }
  return text;
}

class ResultOfScenario : public ::testing::TestWithParam<std::string> {
 protected:
  json run(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments{
        "run",     "scenarios/library/" + GetParam() + "/scenario.json",
        "--out",   folder_.file("run"),
        "--trace", "none",
        "--quiet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const ProgramOutcome outcome = run_program(arguments, std::filesystem::current_path());
    EXPECT_LE(outcome.exit_code, 1) << outcome.standard_error;
    return load(folder_.file("run/result.json"));
  }
  TemporaryFolder folder_;
};

TEST_P(ResultOfScenario, IsValid) {
  const std::vector<std::string> early{"--until", "6 h"};
  EXPECT_EQ(errors_of(run(early)), "");
}

TEST_P(ResultOfScenario, HasStateSharesThatAddUpToOne) {
  const auto result = run({"--until", "6 h"});
  for (const auto& [id, machine] : result.at("machines").items()) {
    double sum = 0;
    for (const auto& [state, share] : machine["states"].items()) sum += share.get<double>();
    EXPECT_NEAR(sum, 1, 1e-12) << id;
  }
}

INSTANTIATE_TEST_SUITE_P(Library, ResultOfScenario,
                         ::testing::Values("01_one_machine", "02_unreliable_line", "03_job_shop"));

TEST_P(ResultOfScenario, ComesFromAScenarioThatItsSchemaAccepts) {
  json scenario = load("scenarios/library/" + GetParam() + "/scenario.json");
  EXPECT_EQ(errors_of(scenario, "scenario.schema.json"), "");
  scenario["horzon"] = "1 d";
  EXPECT_NE(errors_of(scenario, "scenario.schema.json"), "");
}

TEST(ScenarioSchema, AcceptsEveryKeyThatTheReaderKnows) {
  TemporaryFolder folder;
  const json scenario = json::parse(R"({
    "$schema": "x", "scenario": "all_keys", "title": "All keys", "description": "Of a scenario",
    "start": "2025-01-06T06:00Z", "horizon": "1 d", "warm_up": "1 h", "seed": 3,
    "plant": {"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
      "work_centers": [{"id": "M"}],
      "routings": [{"id": "A", "operations": [
        {"id": 10, "work_center": "M", "time": "5 min", "per": "lot"}]}]},
    "plant_changes": {"/work_centers/M/machines": 2},
    "orders": [{"id": "O", "product": "A", "quantity": "1 pcs", "release": "1 h"}],
    "sources": [], "disruptions": [], "initial_state": {},
    "expectations": [
      {"name": "a", "pointer": "/kpis/wip_mean", "at_least": 0, "at_most": 5},
      {"name": "b", "pointer": "/end/reason", "equals": "horizon"}]})");
  EXPECT_EQ(errors_of(scenario, "scenario.schema.json"), "");
  folder.write("scenario.json", scenario.dump());
  const ProgramOutcome outcome = run_program({"run", "scenario.json", "--quiet"}, folder.path());
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
}

// Whether a file passes its schema, which must be whether planttwin takes it. There is a scenario
// beside it.
class SchemaOfAFile : public ::testing::Test {
 protected:
  SchemaOfAFile() {
    folder_.write("line.json", R"({"scenario": "line", "start": "2025-01-06T06:00Z",
      "horizon": "1 d", "sources": [{"id": "S", "kind": "saturated", "product": "PART",
      "quantity": "1 pcs"}],
      "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
        "work_centers": [{"id": "SAW", "queue_capacity": 1}, {"id": "MILL", "queue_capacity": 3}],
        "routings": [{"id": "PART", "operations": [
          {"id": 10, "work_center": "SAW", "per": "lot", "time": "5 min"},
          {"id": 20, "work_center": "MILL", "per": "lot", "time": "6 min"}]}]}})");
  }
  bool accepted(const std::string& schema, const std::string& text) {
    folder_.write("file.json", text);
    const ProgramOutcome outcome = run_program({"check", "file.json"}, folder_.path());
    const std::string errors = errors_of(json::parse(text), schema);
    EXPECT_EQ(errors.empty(), outcome.exit_code == 0) << text << errors << outcome.standard_error;
    return errors.empty();
  }
  bool experiment(const std::string& members) {
    return accepted("experiment.schema.json",
                    R"({"experiment": "e", "scenario": "line.json", )" + members + "}");
  }
  bool study(const std::string& members) {
    return accepted("study.schema.json",
                    R"({"study": "s", "scenario": "line.json", )" + members + "}");
  }

  TemporaryFolder folder_;
};

TEST_F(SchemaOfAFile, AcceptsEveryKeyOfAnExperimentThatTheReaderKnowsAndNoOther) {
  const std::string one =
      R"("variants": [{"id": 1, "title": "One", "changes": {"/horizon": "2 d"}}])";
  const std::string kpis = R"("kpis": ["/kpis/wip_mean", {"id": 7, "pointer":
      "/kpis/throughput_per_h", "better": "more", "quantiles": [0.5]}], )";
  EXPECT_TRUE(experiment(kpis + one + R"(, "$schema": "x", "title": "E", "seed": 3,
      "confidence": 0.9, "antithetic": true, "warm_up": "mser5", "replications":
      {"at_least": 4, "at_most": 9, "half_width": 0.1})"));
  EXPECT_TRUE(experiment(kpis + one + R"(, "batch_means": {"batches": 4})"));
  const std::string pointer = R"("pointers": ["/plant/work_centers/MILL/queue_capacity"])";
  EXPECT_TRUE(experiment(kpis + R"("variants": [], "factors": [{"id": 2, )" + pointer +
                         R"(, "from": 1, "to": 5, "step": 2}])"));
  EXPECT_TRUE(experiment(kpis + one + R"(, "factors": [{"id": "a", )" + pointer +
                         R"(, "levels": [1, 2]}, {"id": "b", "levels": [{"id": 1},
      {"id": "c", "changes": {"/horizon": "3 d"}}]}], "selection": {"kpi": "7",
      "probability": 0.9, "indifference": 0.5, "stage": 3})"));
  const std::string two = R"("variants": [{"id": "a"}, {"id": "b"}], )";
  EXPECT_TRUE(experiment(kpis + two + R"("selection": {"kpi": "7", "method": "ocba",
      "budget": 50})"));
  EXPECT_FALSE(experiment(kpis + two + R"("selection": {"kpi": "7", "budget": 50})"));
  EXPECT_FALSE(experiment(kpis + two + R"("selection": {"kpi": "7", "method": "ocba",
      "budget": 50, "indifference": 1})"));
  EXPECT_FALSE(experiment(kpis + one + R"(, "batch_means": {"batches": 1})"));
  EXPECT_FALSE(experiment(kpis + one + R"(, "workers": 3)"));
  EXPECT_FALSE(experiment(one));
}

TEST_F(SchemaOfAFile, AcceptsEveryKeyOfAStudyThatTheReaderKnowsAndNoOther) {
  const std::string factors = R"("factors": [{"id": 1, "pointers":
      ["/plant/work_centers/MILL/queue_capacity"], "from": 1, "to": 9}])";
  const std::string objectives = R"(, "objectives": [{"id": 3, "pointer":
      "/kpis/throughput_per_h", "better": "more"}], "budget": 500)";
  EXPECT_TRUE(study(R"("factors": [{"id": "a", "pointers":
      ["/plant/work_centers/MILL/queue_capacity"], "levels": [1, 4]}])" +
                    objectives));
  EXPECT_TRUE(study(factors + objectives + R"(, "$schema": "x", "title": "S", "seed": 2,
      "replications": 3, "confirm": 4, "candidates": 2, "population": 12,
      "changes": {"/horizon": "2 d"}, "constraints": [{"id": "w", "pointer": "/kpis/wip_mean",
      "at_most": 20}, {"id": "s", "sum": {"1": 2}, "at_least": 4}])"));
  EXPECT_FALSE(study(factors + objectives + R"(, "constraints": [{"id": "w", "at_most": 20}])"));
  EXPECT_FALSE(study(factors + objectives + R"(, "algorithm": "sga")"));
  EXPECT_FALSE(study(factors));
}

TEST_F(SchemaOfAFile, AcceptsEveryKeyOfGatesThatTheReaderKnowsAndNoOther) {
  const auto gates = [&](const std::string& text) { return accepted("gates.schema.json", text); };
  EXPECT_TRUE(gates(R"({"$schema": "x", "title": "Ours", "tolerance": 0.01, "gates": [
    {"id": "throughput", "better": "more", "tolerance": 0.02, "tolerance_absolute": 1.5},
    {"pointer": "/kpis/*", "better": "same"}]})"));
  EXPECT_FALSE(gates(R"({"gates": [{"id": "a", "pointer": "/kpis/oee"}]})"));
  EXPECT_FALSE(gates(R"({"gates": [{"tolerance": 0.1}]})"));
  EXPECT_FALSE(gates(R"({"gates": [{"id": "a", "tolerance": 1.1}]})"));
  EXPECT_FALSE(gates(R"({"gates": [{"id": "a", "better": "most"}]})"));
  EXPECT_FALSE(gates(R"({"gates": [], "alpha": 0.1})"));
}

TEST(ResultSchema, RefusesUnknownAndMissingKeys) {
  TemporaryFolder folder;
  const ProgramOutcome outcome =
      run_program({"run", "scenarios/library/03_job_shop/scenario.json", "--out",
                   folder.file("run"), "--trace", "none", "--quiet"},
                  std::filesystem::current_path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  json result = load(folder.file("run/result.json"));
  ASSERT_EQ(errors_of(result), "");
  json more = result;
  more["kpis"]["mood"] = 1;
  EXPECT_NE(errors_of(more), "");
  json less = result;
  less["machines"]["M0/1"].erase("failures");
  EXPECT_NE(errors_of(less), "");
}

}  // namespace
}  // namespace planttwin::testing
