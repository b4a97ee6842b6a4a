#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/scenarios/german_export.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using Words = std::vector<std::string>;

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

// A pump works is driven against the reference ERP, somebody exports what that has booked, and the
// export is audited without it.
class ReconcileExport : public ::testing::Test {
 protected:
  ReconcileExport() { setenv("PLANTTWIN_ERP_KEY", "an-example-key-0001", 1); }

  // Returns the exit code.
  int drive(const Words& defects) {
    std::string text = read_text(shipped("data/stacks/reference-erp/stack.json"));
    std::string options;
    for (const std::string& defect : defects) options += "\"--defect\", \"" + defect + "\", ";
    text.insert(text.find("\"--db\""), options);
    // What an ERP has lost others wait for in vain: they are in flight at the end, in both audits.
    if (!defects.empty()) {
      text.insert(text.find("\"$schema\""), "\"settle_within\": \"2 s\", ");
    }
    folder_.write("stack.json", text);
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
    const int code = run_program({"drive", scenario(), "--stack", "stack.json", "--manage",
                                  "--speed", "max", "--trace", "none", "--out", "out", "--quiet"},
                                 folder_.path())
                         .exit_code;
    const GermanExport files = german_export(read_text(folder_.file("out/live/record.jsonl")));
    folder_.write("documents.csv", files.documents);
    folder_.write("stock.csv", files.stock);
    return code;
  }
  static std::string scenario() { return shipped("scenarios/library/12_real_erp/scenario.json"); }
  ProgramOutcome reconcile(const std::string& run, const Words& more = {}) const {
    Words words = {"reconcile",     run,         "--record",
                   "documents.csv", "--mapping", shipped("data/exports/german.json"),
                   "--out",         "audit"};
    words.insert(words.end(), more.begin(), more.end());
    return run_program(words, folder_.path());
  }
  json result() const { return json::parse(read_text(folder_.file("audit/result.json"))); }
  std::string findings(const std::string& run) const {
    return read_text(folder_.file(run + "/reconciliation.json"));
  }

  TemporaryFolder folder_;
};

TEST_F(ReconcileExport, OfCleanBooksFindsNothing) {
  ASSERT_EQ(drive({}), 0);
  const ProgramOutcome audited = reconcile("out", {"--stock", "stock.csv"});
  ASSERT_EQ(audited.exit_code, 0) << audited.standard_error << audited.standard_output;
  EXPECT_EQ(findings("audit"), findings("out"));
  EXPECT_TRUE(fs::exists(folder_.file("audit/report.html")));
  const json known = result()["export"];
  EXPECT_EQ(known["opening"], "drive");
  EXPECT_EQ(known["answers"], true);
  EXPECT_EQ(known["not_judged"].size(), 1U);  // late

  // The same plant from its scenario. Keys begin with the id of the run, which is another one.
  const ProgramOutcome fresh = reconcile(scenario(), {"--stock", "stock.csv"});
  EXPECT_EQ(fresh.exit_code, 0) << fresh.standard_error << fresh.standard_output;
  EXPECT_EQ(result()["reconciliation"]["matched"], result()["reconciliation"]["postings"]);
  EXPECT_THAT(fresh.standard_output,
              AllOf(HasSubstr("not judged"), HasSubstr("rejected"), HasSubstr("opening_difference"),
                    HasSubstr("key_not_preserved")));
}

class ReconcileDefects : public ReconcileExport, public ::testing::WithParamInterface<Words> {};

TEST_P(ReconcileDefects, FindsTheSameAsTheLiveAudit) {
  ASSERT_EQ(drive(GetParam()), 1);
  const ProgramOutcome audited = reconcile("out", {"--stock", "stock.csv"});
  ASSERT_EQ(audited.exit_code, 1) << audited.standard_error << audited.standard_output;
  EXPECT_EQ(findings("audit"), findings("out"));
  EXPECT_GT(result()["reconciliation"]["against_stack"], 0);
  EXPECT_EQ(result()["reconciliation"]["residual"], 0);

  // Nobody has exported the stock: what documents say is found all the same.
  const ProgramOutcome without = reconcile("out");
  ASSERT_EQ(without.exit_code, 1) << without.standard_error;
  EXPECT_EQ(json::parse(findings("audit"))["list"], json::parse(findings("out"))["list"]);
  EXPECT_THAT(without.standard_output,
              AllOf(HasSubstr("not judged"), HasSubstr("undocumented_change")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, ReconcileDefects,
    ::testing::Values(Words{"loses_posting=0.1", "rounds_quantity=0.2"},
                      Words{"wrong_location=0.1", "utc_date=0.1", "wrong_cost=0.05"},
                      Words{"books_one=0.1", "truncates_key=0.05", "loses_genealogy=0.05"}));

// Of a scenario, with documents that are made by hand.
class ReconcileScenario : public ReconcileExport {
 protected:
  ReconcileScenario() {
    folder_.write("export.json", R"({ "id": "e", "documents": {
      "columns": [ { "id": "number", "is": "integer" }, { "id": "quantity", "is": "number" },
        { "id": "type", "codes": { "261": "MaterialIssued" } },
        { "id": "time", "is": "instant", "formats": ["yyyy-MM-ddTHH:mm:sszzz"] } ],
      "row": ["{number, time, type, data: {item: \"CASTING\", quantity, unit: \"pcs\",",
        "location: \"STORE\", order: \"X\", operation: \"10\", into_lot: \"X.1\"}}"] } })");
  }
  ProgramOutcome audit(const std::string& csv) const {
    folder_.write("documents.csv", csv);
    return run_program({"reconcile", scenario(), "--record", "documents.csv", "--mapping",
                        "export.json", "--out", "audit", "--quiet"},
                       folder_.path());
  }
};

TEST_F(ReconcileScenario, TellsEveryFaultOfAnExportWithItsPlace) {
  const ProgramOutcome outcome = audit(
      "number,quantity,type,time\n"
      "1,8,261,2025-05-05T06:00:00Z\n"
      "2,eight,262,2025-05-05T06:00:00Z\n"
      "3,8,261,2025-02-30T06:00:00Z\n"
      "4,8,261\n"
      "1,8,261,2025-05-05T06:00:00Z\n");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr("documents.csv:3:3: /quantity: expected a number"),
                    HasSubstr("documents.csv:3:9: /type: no code \"262\""), HasSubstr("\"261\""),
                    HasSubstr("documents.csv:4:9: /time: expected a time as"),
                    HasSubstr("documents.csv:5:1: 3 columns, but the first line has 4"),
                    HasSubstr("documents.csv:6:1: /number: the document of line 2")));
  EXPECT_FALSE(fs::exists(folder_.file("audit")));
}

TEST_F(ReconcileScenario, MissesEverythingInAnEmptyTable) {
  EXPECT_EQ(audit("").exit_code, 2);
  const ProgramOutcome outcome = audit("number,quantity,type,time\n");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  const json audited = result()["reconciliation"];
  EXPECT_EQ(audited["by_class"]["missing"], audited["postings"]);
  EXPECT_EQ(audited["residual"], 0);
}

TEST_F(ReconcileScenario, LeavesOutWhatIsFromBeforeTheRun) {
  const ProgramOutcome outcome = audit(
      "number,quantity,type,time\n"
      "1,8,261,2024-12-24T06:00:00Z\n"
      "2,8,261,2025-05-05T06:00:00Z\n"
      "3,8,261,\n");  // of this the record keeps no time
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_EQ(result()["export"]["before_run"], 1);
  EXPECT_EQ(result()["reconciliation"]["documents"], 2);
}

TEST_F(ReconcileScenario, SaysWhatIsWrongWithAMapping) {
  folder_.write("export.json", R"({
    "id": "e", "encodng": "utf-8", "separator": ":", "grouping": ".",
    "documents": { "columns": [ { "id": "time", "is": "instant" }, { "id": "n", "is": "numer" } ],
                   "row": "{number" },
    "not_kept": [ { "id": "MaterialIsued" } ] })");
  const ProgramOutcome outcome = run_program({"check", "export.json"}, folder_.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr("export.json:2:16: /encodng"), HasSubstr("/separator"),
                    HasSubstr("/grouping: it is the decimal sign"), HasSubstr("\"formats\""),
                    HasSubstr("nearest: \"number\""), HasSubstr("/documents/row: jq:"),
                    HasSubstr("nearest: \"MaterialIssued\"")));
  const ProgramOutcome good =
      run_program({"check", shipped("data/exports/german.json")}, folder_.path());
  EXPECT_EQ(good.exit_code, 0) << good.standard_error;
  EXPECT_THAT(good.standard_output, HasSubstr("good export mapping german"));
}

TEST_F(ReconcileScenario, WantsAMappingOfTheStockThatItIsGiven) {
  folder_.write("stock.csv", "item\n");
  folder_.write("documents.csv", "number,quantity,type,time\n");
  const ProgramOutcome outcome = run_program({"reconcile", scenario(), "--record", "documents.csv",
                                              "--stock", "stock.csv", "--mapping", "export.json"},
                                             folder_.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("it has no \"stock\""));
}

}  // namespace
}  // namespace planttwin::testing
