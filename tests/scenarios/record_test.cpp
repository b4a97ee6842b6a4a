// A scenario with an ERP: what `planttwin run` says of the books.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Ten plates of one sheet each, cut in lots of two in ten minutes a lot.
std::string scenario(const std::string& erp) {
  return R"({"scenario": "cut", "start": "2025-01-01T00:00:00Z", "until": "done", )" + erp + R"(
    "plant": {"id": "CUT", "unit": "pcs",
      "materials": [{"id": "PLATE", "control": "lot", "finished_goods": "STORE"}, {"id": "SHEET"}],
      "locations": [{"id": "STORE"}],
      "boms": [{"id": "PLATE", "material": "PLATE", "items": [
        {"component": "SHEET", "quantity": "1 pcs"}]}],
      "work_centers": [{"id": "SAW", "supply": "STORE"}],
      "routings": [{"id": "PLATE", "material": "PLATE", "operations": [
        {"id": 10, "work_center": "SAW", "time": "10 min", "per": "lot"}]}]},
    "orders": [{"id": "O", "product": "PLATE", "quantity": "10 pcs", "lot_size": "2 pcs"}],
    "initial_state": {"stock": [{"material": "SHEET", "location": "STORE", "quantity": "40 pcs"}]},
    "expectations": [{"name": "The books are right", "pointer": "/reconciliation/findings",
                      "at_most": 0}]})";
}

class Record : public ::testing::Test {
 protected:
  ProgramOutcome run(const std::string& erp, const std::vector<std::string>& more = {}) const {
    folder_.write("cut.json", scenario(erp));
    std::vector<std::string> arguments = {"run", "cut.json", "--trace", "none"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder_.path());
  }
  std::string value(const std::string& file, const std::string& pointer) const {
    sim::Diagnostics diagnostics;
    const auto document = sim::JsonDocument::load(folder_.file("runs/cut/1/" + file), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr ? "(nothing)" : found->text;
  }

  TemporaryFolder folder_;
};

// An order with its close, and for each of five lots an issue, an operation and a receipt.
TEST_F(Record, OfAHealthyErpIsRight) {
  const ProgramOutcome outcome = run(R"("erp": {},)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output,
              HasSubstr("17 postings, 17 booked as they happened, 6 positions of stock"));
  EXPECT_EQ(value("result.json", "/reconciliation/documents"), "17");
  EXPECT_EQ(value("result.json", "/reconciliation/posting_accuracy"), "1.0");
  EXPECT_EQ(value("result.json", "/integration/messages"), "17");
  EXPECT_EQ(value("reconciliation.json", "/residual"), "0");
}

TEST_F(Record, ThatBooksIssuesAsReceiptsFailsTheExpectationAndNamesThem) {
  const ProgramOutcome outcome =
      run(R"("erp": {"defects": [{"id": "receipt_instead_of_issue"}]},)");
  EXPECT_EQ(outcome.exit_code, 1) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, AllOf(HasSubstr("wrong_type"), HasSubstr("found 5, limit 0"),
                                             Not(HasSubstr("UNEXPLAINED"))));
  EXPECT_EQ(value("result.json", "/reconciliation/by_class/wrong_type"), "5");
  EXPECT_EQ(value("result.json", "/reconciliation/against_stack"), "5");
  EXPECT_THAT(read_text(folder_.file("runs/cut/1/reconciliation.json")),
              AllOf(HasSubstr("cut-1/MaterialIssued/O/10/SHEET//STORE/O.1/1"),
                    HasSubstr("the record says GoodsReceived of 2 pcs SHEET at STORE"),
                    HasSubstr("\"quantity\": 4")));
}

TEST_F(Record, IsAbsentWithoutAnErp) {
  folder_.write("cut.json", scenario(""));
  const ProgramOutcome outcome = run_program({"check", "cut.json"}, folder_.path());
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("the result has no \"findings\" here"));
}

TEST_F(Record, RefusesDefectsThatItDoesNotKnow) {
  const ProgramOutcome outcome =
      run(R"("erp": {"defects": [{"id": "looses_posting"}, {"id": "drops_key", "share": 2}]},)");
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error,
              AllOf(HasSubstr(R"(no defect "looses_posting"; nearest: "loses_posting")"),
                    HasSubstr("/erp/defects/drops_key/share")));
  EXPECT_EQ(folder_.entries(), std::vector<std::string>{"cut.json"});
}

TEST_F(Record, IsNotContinuedFromASavedState) {
  ASSERT_EQ(run(R"("erp": {},)", {"--save-state", "s", "--at", "15 min"}).exit_code, 0);
  const ProgramOutcome outcome = run(R"("erp": {},)", {"--from-state", "s"});
  EXPECT_EQ(outcome.exit_code, 2);
  EXPECT_THAT(outcome.standard_error, HasSubstr("whose books begin with the run"));
}

// The five issues are one document when the order is closed, with the sheets of all of them.
TEST_F(Record, BooksByPoliciesAndIsKnownAgain) {
  const ProgramOutcome outcome =
      run(R"("erp": {"posting_policies": [{"id": "MaterialIssued", "policy": "per_order"},
                                          {"id": "ProductCompleted", "policy": "split",
                                           "at_most": 1}]},)");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_THAT(outcome.standard_output, HasSubstr("17 postings, 17 booked as they happened"));
  EXPECT_EQ(value("result.json", "/reconciliation/documents"), "18");  // 17 - 4 + 5
  EXPECT_EQ(value("result.json", "/reconciliation/waiting"), "0");
}

// In the third lot nothing is booked of what waits for the close of the order.
TEST_F(Record, SaysWhatStillWaitsToBeBooked) {
  const ProgramOutcome outcome =
      run(R"("erp": {"posting_policies": [{"id": "MaterialIssued", "policy": "per_order"}]},)",
          {"--until", "25 min", "--set", "/expectations=[]"});
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_EQ(value("result.json", "/reconciliation/waiting"), "3");
  EXPECT_EQ(value("result.json", "/reconciliation/against_stack"), "0");
  EXPECT_EQ(value("result.json", "/reconciliation/posting_accuracy"), "1.0");
}

TEST_F(Record, RefusesPoliciesThatAreNone) {
  const ProgramOutcome outcome = run(R"("erp": {"posting_policies": [
        {"id": "MaterialIsued", "policy": "per_order"},
        {"id": "GoodsReceived", "policy": "backflush"},
        {"id": "Shipped", "policy": "split"},
        {"id": "ByProduct", "policy": "per_order", "at_most": 3},
        {"id": "Scrapped", "policy": "sometimes"}]},)");
  EXPECT_EQ(outcome.exit_code, 2);
  for (
      const char* text :
      {R"(/erp/posting_policies/MaterialIsued/id: no posting "MaterialIsued"; nearest: "MaterialIssued")",
       R"(GoodsReceived can't be posted "backflush", only "individual", "split")", "at_most",
       "only a posting that is split has a largest part",
       R"(Scrapped can't be posted "sometimes")"}) {
    EXPECT_THAT(outcome.standard_error, HasSubstr(text));
  }
}

}  // namespace
}  // namespace planttwin::testing
