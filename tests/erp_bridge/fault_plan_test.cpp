#include "erp_bridge/faults/fault_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

namespace planttwin::bridge {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class FaultPlanFile : public ::testing::Test {
 protected:
  ~FaultPlanFile() override { std::remove(path_.c_str()); }
  FaultPlan load(const std::string& text) {
    std::ofstream(path_) << text;
    return load_fault_plan(path_, diagnostics_);
  }

  std::string path_ = ::testing::TempDir() + "fault_plan_" +
                      ::testing::UnitTest::GetInstance()->current_test_info()->name() + ".json";
  sim::Diagnostics diagnostics_;
};

TEST_F(FaultPlanFile, SaysWhatGoesWrongAndWhen) {
  const FaultPlan plan = load(R"({ "seed": 7, "faults": [
    { "id": "busy", "kind": "status_5xx", "connection": "erp", "share": 0.25, "status": 503,
      "of": ["MaterialIssued"], "most": 2 },
    { "id": "gone", "kind": "kill", "part": "erp", "at": "2 s", "lasts": "500 ms" } ] })");
  EXPECT_EQ(diagnostics_.text(), "");
  ASSERT_EQ(plan.faults.size(), 2U);
  EXPECT_EQ(plan.seed, 7U);
  EXPECT_EQ(plan.faults[0].kind, FaultKind::kStatus5xx);
  EXPECT_EQ(plan.faults[0].share, 0.25);
  EXPECT_EQ(plan.faults[0].most, 2);
  EXPECT_EQ(plan.faults[1].kind, FaultKind::kKill);
  EXPECT_EQ(plan.faults[1].at, sim::Duration::seconds(2));
  EXPECT_EQ(plan.faults[1].connection, "");
}

TEST_F(FaultPlanFile, HasAllItsErrorsFoundInOnePass) {
  load(R"({ "faults": [
    { "id": "a", "kind": "latencey", "connection": "erp", "every": 2 },
    { "id": "b", "kind": "drop", "connection": "erp", "every": 0, "status": 503, "body": "{" },
    { "id": "stack", "kind": "refused", "connection": "erp", "lasts": "1 s" },
    { "id": "d", "kind": "duplicate", "connection": "erp", "share": 0, "of": ["MaterialIsued"],
      "lasts": "1 s" } ] })");
  const std::string text = diagnostics_.text();
  for (const char* wrong :
       {"\"seed\"", "nearest: \"latency\"", "/faults/b/every", "/faults/b/status", "/faults/b/body",
        "/faults/stack/id", "expected one of \"every\"", "/faults/d/share",
        "nearest: \"MaterialIssued\"", "/faults/d/lasts"}) {
    EXPECT_THAT(text, HasSubstr(wrong));
  }
  EXPECT_THAT(text, HasSubstr(".json:2:"));
}

TEST_F(FaultPlanFile, AltersMembersByPrograms) {
  const FaultPlan plan = load(R"({ "seed": 1, "faults": [
    { "id": "a", "kind": "unit_mistake", "connection": "erp", "every": 2, "field": "quantity",
      "factor": 0.001, "containing": "kg" },
    { "id": "b", "kind": "clock_skew", "connection": "erp", "every": 2, "field": "time",
      "shift": "-3 h" },
    { "id": "c", "kind": "reorder", "connection": "erp", "every": 2, "status": 202, "body": "{}" },
    { "id": "d", "kind": "status_5xx", "connection": "erp", "calls": "readings", "every": 1,
      "status": 503 } ] })");
  EXPECT_EQ(diagnostics_.text(), "");
  ASSERT_EQ(plan.faults.size(), 4U);
  EXPECT_THAT(plan.faults[0].body, HasSubstr("0.001"));
  EXPECT_EQ(plan.faults[0].containing, "kg");
  EXPECT_THAT(plan.faults[1].body, HasSubstr("-10800"));
  EXPECT_EQ(plan.faults[2].behind, 1);
  EXPECT_EQ(plan.faults[3].calls, FaultyCalls::kReadings);
}

TEST_F(FaultPlanFile, SaysWhatIsWrongWithWhatItAlters) {
  load(R"({ "seed": 1, "faults": [
    { "id": "a", "kind": "unit_mistake", "connection": "erp", "every": 2, "field": "q",
      "factor": 0 },
    { "id": "b", "kind": "clock_skew", "connection": "erp", "every": 2, "field": "time",
      "shift": "10 ms" },
    { "id": "c", "kind": "schema_drift", "connection": "erp", "every": 2, "field": "q",
      "change": "renamed" },
    { "id": "d", "kind": "rewrite", "connection": "erp", "every": 2, "body": ".body |" },
    { "id": "e", "kind": "refused", "connection": "erp", "calls": "readings", "every": 1,
      "of": ["MaterialIssued"], "lasts": "1 s" } ] })");
  for (const char* wrong :
       {"/faults/a/factor", "/faults/b/shift", "\"name\"", "/faults/d/body", "/faults/e/of"}) {
    EXPECT_THAT(diagnostics_.text(), HasSubstr(wrong));
  }
}

TEST_F(FaultPlanFile, HasAWindowWhereMessagesAreStruck) {
  load(R"({ "seed": 1, "faults": [
    { "id": "a", "kind": "status_429", "connection": "erp", "at": "1 s", "retry_after": "1 s" },
    { "id": "b", "kind": "refused", "connection": "erp", "at": "1 s", "for": "1 s",
      "lasts": "1 s" } ] })");
  EXPECT_THAT(diagnostics_.text(),
              AllOf(HasSubstr("/faults/a"), HasSubstr("\"for\""), HasSubstr("/faults/b/for")));
}

TEST(FaultKinds, AreNamedInTheirOrder) {
  for (const FaultKindRow& row : kFaultKinds) EXPECT_EQ(name_of(row.kind), row.name);
  EXPECT_EQ(std::size(kFaultKinds), static_cast<std::size_t>(FaultKind::kRestart) + 1);
}

}  // namespace
}  // namespace planttwin::bridge
