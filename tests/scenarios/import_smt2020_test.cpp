#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "scenarios/scenario.h"
#include "sim/json_document.h"
#include "tests/scenarios/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/small_fab.h"

// `planttwin import smt2020`, started as a user would start it.
namespace planttwin::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string layout(const sim::JsonNode* node) {
  return node == nullptr ? "(nothing)" : sim::pretty_json(*node);
}

sim::JsonDocument document(const std::string& text) {
  sim::Diagnostics diagnostics;
  auto parsed = sim::JsonDocument::parse(text, "text", diagnostics);
  diagnostics.throw_if_any();
  return std::move(*parsed);
}

// What stands at a pointer, in the same layout as `expected` gets.
std::string at(const sim::JsonDocument& made, const std::string& pointer) {
  return layout(made.find(pointer));
}

std::string expected(const std::string& text) { return layout(&document(text).root()); }

class ImportSmt2020 : public ::testing::Test {
 protected:
  ImportSmt2020() {
    for (const auto& [name, text] : small_fab()) folder_.write("small/" + name, text);
  }

  ProgramOutcome planttwin(const std::vector<std::string>& arguments) const {
    return run_program(arguments, folder_.path());
  }

  TemporaryFolder folder_;
};

TEST_F(ImportSmt2020, WritesAScenarioThatIsGood) {
  const ProgramOutcome outcome =
      planttwin({"import", "smt2020", "small", "--out", "small.json", "--days", "10"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output,
              AllOf(HasSubstr("small/tool.txt.1l: 3 rows\n  used      STNFAM, WAKERESRANK"),
                    HasSubstr("\n  not used  STN, RULE\n"), HasSubstr("written: small.json\n")));
  const ProgramOutcome check = planttwin({"check", "small.json"});
  EXPECT_EQ(check.exit_code, 0) << check.standard_error;
}

TEST_F(ImportSmt2020, WritesAFolderWithThePlantBesideTheScenario) {
  const ProgramOutcome outcome =
      planttwin({"import", "smt2020", "small/", "--out", "fab", "--dispatch", "cr", "--quiet"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, IsEmpty());
  EXPECT_EQ(planttwin({"check", "fab/scenario.json", "fab/plant.json"}).exit_code, 0);
  EXPECT_THAT(read_text(folder_.file("fab/plant.json")), HasSubstr("critical_ratio"));
  EXPECT_THAT(read_text(folder_.file("fab/scenario.json")), HasSubstr(R"("scenario": "small")"));
}

TEST_F(ImportSmt2020, TellsItsFindingsAsJson) {
  folder_.write("small/notes.md", "ours");
  folder_.write("small/downcal.txt",
                read_text(folder_.file("small/downcal.txt")) +
                    tabbed("IDLE|mttf_by_cal|constant|7|day|constant|3|hr|\n"));
  const ProgramOutcome outcome =
      planttwin({"import", "smt2020", "small", "--out", "small.json", "--json"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  const sim::JsonDocument made = document(outcome.standard_output);
  EXPECT_EQ(at(made, "/work_centers"), "3\n");
  EXPECT_EQ(at(made, "/sources"), "3\n");
  EXPECT_EQ(at(made, "/initial_lots"), "2\n");
  EXPECT_EQ(at(made, "/files_not_read"), expected(R"(["notes.md"])"));
  EXPECT_EQ(at(made, "/remarks"),
            expected(R"(["small/downcal.txt:3:1: DOWNCALNAME: is attached to nothing"])"));
  const sim::JsonNode& tools = made.find("/tables")->elements.at(0);
  EXPECT_EQ(layout(tools.member("columns_not_used")), expected(R"(["STN", "RULE"])"));
}

TEST_F(ImportSmt2020, ReportsAllErrorsAndWritesNothing) {
  std::string route = read_text(folder_.file("small/route_b.txt"));
  folder_.write("small/route_b.txt", route.replace(route.find("TRACK"), 5, "TRCAK"));
  std::filesystem::remove(folder_.file("small/fromto.txt"));
  const std::vector<std::string> before = folder_.entries();
  const ProgramOutcome outcome = planttwin({"import", "smt2020", "small", "--out", "small.json"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_output, IsEmpty());
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr("small/fromto.txt: there is no such file"),
                    HasSubstr("small/route_b.txt:3:12: STNFAM: no tool family \"TRCAK\"; "
                              "nearest: \"TRACK\"")));
  EXPECT_EQ(folder_.entries(), before);
}

TEST_F(ImportSmt2020, RefusesAFolderThatIsNotThereAndOptionsThatMeanNothing) {
  EXPECT_EQ(planttwin({"import", "smt2020", "none", "--out", "x.json"}).exit_code, 2);
  EXPECT_EQ(planttwin({"import", "smt2020", "small"}).exit_code, 2);
  EXPECT_EQ(planttwin({"import", "smt2020", "small", "--out", "x.json", "--days", "0"}).exit_code,
            2);
  EXPECT_EQ(
      planttwin({"import", "smt2020", "small", "--out", "x.json", "--dispatch", "lifo"}).exit_code,
      2);
  EXPECT_EQ(planttwin({"import", "smt2020", "small", "--out", "no/such/x.json"}).exit_code, 2);
}

TEST_F(ImportSmt2020, HelpHasExamples) {
  const ProgramOutcome help = planttwin({"import", "smt2020", "--help"});
  EXPECT_EQ(help.exit_code, 0);
  EXPECT_THAT(help.standard_output,
              AllOf(HasSubstr("planttwin import smt2020 SMT2020_HVLM"), HasSubstr("--days")));
}

// The published data are no part of the project; a copy lies beside it.
TEST(Smt2020Hvlm, BecomesAGoodScenarioOfTheKnownSize) {
  const std::filesystem::path data =
      std::filesystem::absolute(shared_data("datasets/smt2020_hvlm"));
  if (!std::filesystem::exists(data)) {
    GTEST_SKIP() << missing_data_text("datasets/smt2020_hvlm");
  }
  const TemporaryFolder folder;
  const ProgramOutcome outcome = run_program(
      {"import", "smt2020", data.string(), "--out", "hvlm.json", "--json"}, folder.path());
  ASSERT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(at(document(outcome.standard_output), "/remarks"),
              HasSubstr("WIP.txt:1110:55: DUE: less the time that its line allows, this due date "
                        "(21 in all) lies after the start"));
  ASSERT_EQ(run_program({"check", "hvlm.json"}, folder.path()).exit_code, 0);

  const scenario::Scenario fab = scenario::load_scenario_or_throw(folder.file("hvlm.json"));
  EXPECT_EQ(fab.plant.work_centers.size(), 106u);
  EXPECT_EQ(fab.plant.machines.size(), 1443u);  // 1,043 tools and 400 units of the delay
  ASSERT_EQ(fab.plant.routings.size(), 2u);
  EXPECT_EQ(fab.plant.routings[0].operations.size(), 583u);
  EXPECT_EQ(fab.plant.routings[1].operations.size(), 343u);
  EXPECT_EQ(fab.input.initial.lots.size(), 2255u);
  EXPECT_EQ(fab.input.sources.size(), 5u);
  EXPECT_EQ(fab.input.horizon, sim::Duration::days(730));
  EXPECT_EQ(fab.input.order_classes.size(), 5u);
}

}  // namespace
}  // namespace planttwin::testing
