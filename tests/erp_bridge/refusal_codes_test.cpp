#include "erp_bridge/delivery/refusal_codes.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace planttwin::bridge {
namespace {

TEST(RefusalCodes, SayWhatToDoWithWhatTheReferenceErpRefuses) {
  EXPECT_EQ(refusal_of("deficit"), Refusal::kRetryAfterDependency);
  EXPECT_EQ(refusal_of("unknown_order"), Refusal::kRetryAfterDependency);
  EXPECT_EQ(refusal_of("locked"), Refusal::kRetryLater);
  EXPECT_EQ(refusal_of("period_closed"), Refusal::kRetryLater);
  EXPECT_EQ(refusal_of("too_precise"), Refusal::kFinal);
  EXPECT_EQ(refusal_of("wrong_unit"), Refusal::kFinal);
  EXPECT_EQ(refusal_of("unsupported"), Refusal::kFinal);
  EXPECT_EQ(refusal_of("unknown_item"), Refusal::kManual);
  EXPECT_EQ(refusal_of("conflict"), Refusal::kManual);
}

TEST(RefusalCodes, LeaveCodesThatNobodyKnowsToAPerson) {
  EXPECT_EQ(refusal_of("E4711"), Refusal::kManual);
  EXPECT_EQ(refusal_of("E4711", {{"E4711", Refusal::kRetryLater}}), Refusal::kRetryLater);
}

TEST(RefusalCodes, HaveOneRowForEachCode) {
  std::set<std::string_view> codes;
  for (const RefusalCode& row : erp_refusal_codes()) EXPECT_TRUE(codes.insert(row.code).second);
}

}  // namespace
}  // namespace planttwin::bridge
