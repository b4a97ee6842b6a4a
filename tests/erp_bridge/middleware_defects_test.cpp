// Every defect that the simulated middleware can have is found, named, explained down to the last
// piece of stock, and laid at its door: always and rarely, with taps and without.

#include "erp_bridge/stack/middleware_defects.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <ostream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "tests/support/audited_stack.h"

namespace planttwin::bridge {

// Tests are named after it.
static void PrintTo(const MiddlewareDefect& defect, std::ostream* out) { *out << defect.name; }

namespace {

using testing::AuditedStack;
using testing::kAllTaps;
using testing::kNoTaps;

constexpr BlameInterval kMiddleware = {Hop::kMiddlewareIn, Hop::kMiddlewareOut};
constexpr BlameInterval kAnywhere = {Hop::kBridge, Hop::kRecord};

bool counts(const Finding& finding) {
  return against_stack(finding.finding) && !finding.from_floor;
}

void expect_explained(const Reconciliation& audit) {
  EXPECT_EQ(audit.residual, 0) << testing::listed(audit);
  EXPECT_EQ(audit.unattributed, 0) << testing::listed(audit);
}

// All findings lie between two hops, as one defect has caused them.
void expect_all_at(const Reconciliation& audit, const BlameInterval& at, std::string_view fault) {
  for (const Finding& finding : audit.findings) {
    if (!counts(finding)) continue;
    EXPECT_EQ(finding.last_right, at.last_right) << finding.detail << " " << finding.key;
    EXPECT_EQ(finding.first_wrong, at.first_wrong) << finding.detail << " " << finding.key;
    EXPECT_EQ(finding.fault, fault) << finding_name(finding.finding) << " " << finding.detail;
    EXPECT_EQ(finding.would_narrow.has_value(), at == kAnywhere);
    if (::testing::Test::HasFailure()) return;
  }
}

TEST(AuditedStack, OfHonestSystemsHasNotOneFindingAgainstIt) {
  AuditedStack stack({}, {});
  for (const HopSet& taps : {kAllTaps, kNoTaps}) {
    const Reconciliation audit = stack.audit(taps);
    EXPECT_EQ(audit.against_stack, 0) << testing::listed(audit);
    EXPECT_GT(audit.postings, 3000);
    expect_explained(audit);
  }
}

class MiddlewareDefects : public ::testing::TestWithParam<MiddlewareDefect> {};

// Rarely: about one posting in a thousand, and so often that it strikes.
TEST_P(MiddlewareDefects, AreFoundNamedExplainedAndLaidAtItsDoor) {
  const MiddlewareDefect& defect = middleware_defect(GetParam().name);
  double share = 1;
  for (const bool always : {true, false}) {
    SCOPED_TRACE(always ? "always" : "rarely, a share of " + std::to_string(share));
    AuditedStack stack({}, {{&defect, share}});
    const std::int64_t struck = stack.struck(defect.name);
    ASSERT_GT(struck, 0);
    const Reconciliation seen = stack.audit(kAllTaps);
    expect_explained(seen);
    expect_all_at(seen, kMiddleware, defect.name);
    const Reconciliation unseen = stack.audit(kNoTaps);
    expect_explained(unseen);
    expect_all_at(unseen, kAnywhere, defect.name);
    EXPECT_EQ(seen.against_stack, unseen.against_stack);
    if (defect.found_as.empty()) {
      EXPECT_EQ(seen.against_stack, 0) << testing::listed(seen);
    } else {
      EXPECT_GT(testing::found(seen, defect.found_as) + testing::found(seen, "rejected"), 0);
    }
    ASSERT_EQ(seen.faults.size(), 1U);
    EXPECT_EQ(seen.faults.front().struck, struck);
    EXPECT_LE(seen.faults.front().surfaced, struck);
    EXPECT_EQ(seen.faults.front().surfaced > 0, !defect.found_as.empty());
    constexpr double kStrikes = 6;
    share = std::min(1.0, kStrikes / static_cast<double>(struck));
  }
}

INSTANTIATE_TEST_SUITE_P(Named, MiddlewareDefects, ::testing::ValuesIn(middleware_defects()),
                         [](const ::testing::TestParamInfo<MiddlewareDefect>& defect) {
                           return std::string(defect.param.name);
                         });

}  // namespace
}  // namespace planttwin::bridge
