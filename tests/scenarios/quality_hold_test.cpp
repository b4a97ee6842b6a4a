// A lot that quality management finds bad: what `planttwin run` makes of it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::testing {
namespace {

using ::testing::HasSubstr;

// Sheets become blanks, blanks become plates, a lot every ten minutes each; lot A of the sheets is
// used first.
std::string scenario(const std::string& erp) {
  return R"({"scenario": "cut", "start": "2025-01-01T00:00:00Z", "horizon": "1 d", "erp": )" + erp +
         R"(, "plant": {"id": "CUT", "unit": "pcs",
      "materials": [{"id": "PLATE", "control": "lot", "finished_goods": "STORE"},
        {"id": "BLANK", "control": "lot", "finished_goods": "STORE"},
        {"id": "SHEET", "control": "lot"}, {"id": "PAINT"}],
      "locations": [{"id": "STORE"}],
      "boms": [
        {"id": "BLANK", "material": "BLANK", "items": [
          {"component": "SHEET", "quantity": "1 pcs"}]},
        {"id": "PLATE", "material": "PLATE", "items": [
          {"component": "BLANK", "quantity": "1 pcs"}]}],
      "work_centers": [{"id": "SAW", "supply": "STORE"}, {"id": "PRESS", "supply": "STORE"}],
      "routings": [
        {"id": "BLANK", "material": "BLANK", "operations": [
          {"id": 10, "work_center": "SAW", "time": "10 min", "per": "lot"}]},
        {"id": "PLATE", "material": "PLATE", "operations": [
          {"id": 10, "work_center": "PRESS", "time": "10 min", "per": "lot"}]}]},
    "orders": [
      {"id": "B", "product": "BLANK", "quantity": "6 pcs", "lot_size": "1 pcs"},
      {"id": "P", "product": "PLATE", "quantity": "6 pcs", "lot_size": "1 pcs"}],
    "landscape": {"hosts": [{"id": "edge"}, {"id": "erp", "service": "1 ms"}],
      "links": [{"id": "wan", "between": ["edge", "erp"], "latency": "20 ms",
        "bandwidth": "1 Mbit/s"}]},
    "initial_state": {"stock": [
      {"material": "SHEET", "location": "STORE", "quantity": "4 pcs", "lot": "A"},
      {"material": "SHEET", "location": "STORE", "quantity": "4 pcs", "lot": "B"}]}})";
}

// Held at 15 min, when two of lot A have been taken.
const std::string kHold =
    R"("quality": [{"id": "CRACKS", "item": "SHEET", "lot": "A", "at": "15 min",
      "reason": "cracks")";

class QualityHold : public ::testing::Test {
 protected:
  ProgramOutcome run(const std::string& erp, const std::string& command = "run") const {
    folder_.write("cut.json", scenario(erp));
    std::vector<std::string> arguments{command, "cut.json"};
    if (command == "run") arguments.insert(arguments.end(), {"--trace", "none"});
    return run_program(arguments, folder_.path());
  }
  std::string value(const std::string& pointer) const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file("runs/cut/1/result.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    if (found == nullptr) return "(nothing)";
    if (found->kind == sim::JsonNode::Kind::kBoolean) return found->boolean ? "true" : "false";
    return found->kind == sim::JsonNode::Kind::kNull ? "null" : found->text;
  }
  std::string of_hold(const std::string& figure) const {
    return value("/integration/holds/CRACKS/" + figure);
  }

  TemporaryFolder folder_;
};

// Two blanks and two plates are made of the two sheets, each a lot in process and a stock lot.
TEST_F(QualityHold, StopsTheLotAndNamesWhatContainsIt) {
  const ProgramOutcome outcome = run("{" + kHold + "}]}");
  EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_error;
  EXPECT_GE(std::stod(of_hold("held_after_s")), 0.02);
  EXPECT_LE(std::stod(of_hold("held_after_s")), 0.2);
  EXPECT_EQ(of_hold("issued_after"), "0");
  EXPECT_EQ(of_hold("where_used"), "8");
  EXPECT_EQ(of_hold("where_used_in_books"), "8");
  EXPECT_EQ(of_hold("complete"), "true");
  EXPECT_EQ(value("/reconciliation/findings"), "0");
  EXPECT_EQ(value("/reconciliation/genealogy/recall"), "1.0");
  EXPECT_EQ(value("/reconciliation/genealogy/precision"), "1.0");
}

// What is used after the release is no fault: the third and fourth sheet come from A again.
TEST_F(QualityHold, EndsWithTheRelease) {
  EXPECT_EQ(run("{" + kHold + R"(, "released_at": "35 min"}]})").exit_code, 0);
  EXPECT_EQ(of_hold("issued_after"), "0");
  EXPECT_EQ(of_hold("where_used"), "16");
  EXPECT_EQ(of_hold("complete"), "true");
}

TEST_F(QualityHold, OfWhatIsNotThereHoldsNothing) {
  const std::string unknown = R"({"quality": [{"id": "CRACKS", "item": "SHEET", "lot": "Z",
    "at": "15 min", "reason": "cracks"}]})";
  EXPECT_EQ(run(unknown).exit_code, 0);
  EXPECT_EQ(of_hold("held_after_s"), "null");
  EXPECT_EQ(of_hold("where_used"), "0");
  EXPECT_EQ(of_hold("complete"), "true");
}

// Lots that the books lose or mistake are lots that nobody calls back.
TEST_F(QualityHold, IsIncompleteInBooksThatLoseTheGenealogy) {
  for (const char* defect : {"loses_genealogy", "wrong_genealogy"}) {
    SCOPED_TRACE(defect);
    run(R"({"defects": [{"id": ")" + std::string(defect) + R"("}], )" + kHold + "}]}");
    EXPECT_EQ(of_hold("where_used"), "8");
    EXPECT_EQ(of_hold("complete"), "false");
    EXPECT_LT(std::stod(value("/reconciliation/genealogy/recall")), 1);
    EXPECT_EQ(value("/reconciliation/residual"), "0");
  }
}

TEST_F(QualityHold, IsReadWithAllItsErrors) {
  const ProgramOutcome outcome = run(R"({"quality": [
    {"id": "X", "item": "PAINT", "lot": "A", "at": "2 h", "released_at": "1 h", "reason": "r"},
    {"id": "Y", "item": "SHEETS", "at": "2 h", "reason": "r", "colour": "red"}]})",
                                     "check");
  EXPECT_EQ(outcome.exit_code, 2);
  const std::string errors = outcome.standard_output + outcome.standard_error;
  EXPECT_THAT(errors, HasSubstr("lots of \"PAINT\" are not told apart"));
  EXPECT_THAT(errors, HasSubstr("expected a time after \"at\""));
  EXPECT_THAT(errors, HasSubstr("\"SHEETS\""));
  EXPECT_THAT(errors, HasSubstr("lot"));
  EXPECT_THAT(errors, HasSubstr("colour"));
}

}  // namespace
}  // namespace planttwin::testing
