// What people on the floor report wrongly is told apart from what goes wrong behind them.

#include "erp_bridge/postings/floor_reports.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/support/audited_plant.h"

namespace planttwin::bridge {
namespace {

using testing::audited;
using testing::AuditOutcome;

class ReportingErrors : public ::testing::TestWithParam<int> {
 protected:
  ReportingError error() const { return static_cast<ReportingError>(GetParam()); }
  // The findings of the class with the error's name in front.
  static std::int64_t misreported(const AuditOutcome& audit, ReportingError error) {
    const std::string name = std::string(reporting_error_name(error)) + ":";
    return std::count_if(
        audit.result.findings.begin(), audit.result.findings.end(), [&](const Finding& finding) {
          return finding.finding == FindingClass::kMisreported && finding.detail.starts_with(name);
        });
  }
};

TEST_P(ReportingErrors, CountAgainstNobodyBehindTheFloorAndAreExplained) {
  const AuditOutcome audit = audited({}, 3, {.errors = {{error(), 0.05}}});
  EXPECT_GT(misreported(audit, error()), 0);
  EXPECT_EQ(audit.result.residual, 0) << audit.listed();
  EXPECT_EQ(audit.result.unattributed, 0);
  EXPECT_EQ(audit.result.against_stack, 0) << audit.listed();
  for (const Finding& finding : audit.result.findings) {
    if (finding.finding != FindingClass::kMisreported) continue;
    EXPECT_EQ(finding.last_right, Hop::kFloor);
    EXPECT_EQ(finding.first_wrong, Hop::kBridge);
  }
}

// The record loses some of the reports besides: both are found, each for itself.
TEST_P(ReportingErrors, BesideADefectOfTheRecordAreBothFound) {
  const AuditOutcome audit =
      audited({{&erp_defect("loses_posting"), 0.02}}, 3, {.errors = {{error(), 0.05}}});
  EXPECT_GT(misreported(audit, error()), 0);
  EXPECT_GT(audit.misbooked.front(), 0);
  EXPECT_GE(audit.found("missing"), audit.misbooked.front());
  EXPECT_GE(audit.result.against_stack, audit.misbooked.front());
  EXPECT_EQ(audit.result.residual, 0) << audit.listed();
  EXPECT_EQ(audit.result.unattributed, 0);
}

// What was noticed has been taken back or reported in the end: nothing is wrong with stock, and the
// rest is as it was.
TEST_P(ReportingErrors, ThatSomebodyNoticesArePutRight) {
  const AuditOutcome audit = audited({}, 3, {.errors = {{error(), 0.05, sim::Duration::hours(3)}}});
  EXPECT_GT(audit.found("reversed"), 0);
  EXPECT_LT(audit.found("misreported"), audit.found("reversed"));
  EXPECT_EQ(audit.result.residual, 0) << audit.listed();
  EXPECT_EQ(audit.result.unattributed, 0);
  EXPECT_EQ(audit.result.against_stack, 0) << audit.listed();
  for (const Finding& finding : audit.result.findings) {
    EXPECT_TRUE(finding.finding != FindingClass::kReversed || finding.effect.empty());
  }
}

TEST(OverIssues, AreReturnedAndNothingIsFound) {
  const AuditOutcome without = audited({}, 3);
  const AuditOutcome audit = audited({}, 3, {.over_issues = 0.2});
  EXPECT_GT(audit.result.postings, without.result.postings + 20);
  EXPECT_EQ(audit.result.matched, audit.result.postings) << audit.listed();
  EXPECT_EQ(audit.result.residual, 0);
}

INSTANTIATE_TEST_SUITE_P(All, ReportingErrors, ::testing::Range(0, kReportingErrors),
                         [](const ::testing::TestParamInfo<int>& error) {
                           return std::string(
                               reporting_error_name(static_cast<ReportingError>(error.param)));
                         });

}  // namespace
}  // namespace planttwin::bridge
