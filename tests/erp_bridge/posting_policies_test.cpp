// Postings that a back office books together, or in parts, are known again: nothing is found in
// books that follow their policies, and what is wrong in them is found all the same.

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <vector>

#include "erp_bridge/postings/posting_policy.h"
#include "erp_bridge/systems/erp_defects.h"
#include "erp_bridge/systems/reference_erp.h"
#include "tests/support/audited_plant.h"
#include "tests/support/erp_messages.h"
#include "tests/support/thinned.h"

namespace planttwin::bridge {

static void PrintTo(const ErpDefect& defect, std::ostream* out) { *out << defect.name; }

namespace {

using testing::AuditOutcome;

PostingPolicies policies_of(const std::vector<std::pair<PostingType, PostingPolicy>>& rows,
                            std::int64_t at_most = 7) {
  PostingPolicies policies;
  for (const auto& [type, policy] : rows) policies.set(type, policy, at_most);
  return policies;
}

struct Case {
  std::string name;
  PostingPolicies policies;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

std::vector<Case> cases() {
  using enum PostingType;
  using enum PostingPolicy;
  return {
      {"PerOperation",
       policies_of({{kMaterialIssued, kPerOperation}, {kByProduct, kPerOperation}})},
      {"Backflush", policies_of({{kMaterialIssued, kBackflush}, {kScrapped, kBackflush}})},
      {"PerOrder", policies_of({{kMaterialIssued, kPerOrder},
                                {kMaterialReturned, kPerOrder},
                                {kProductCompleted, kPerOrder},
                                {kByProduct, kPerOrder}})},
      {"Netted", policies_of({{kMaterialIssued, kNetted}, {kMaterialReturned, kNetted}})},
      {"Split",
       policies_of({{kGoodsReceived, kSplit}, {kMaterialIssued, kSplit}, {kShipped, kSplit}}, 2)},
      {"OfEveryKind", policies_of({{kMaterialIssued, kPerOperation},
                                   {kMaterialReturned, kBackflush},
                                   {kProductCompleted, kPerOrder},
                                   {kByProduct, kBackflush},
                                   {kGoodsReceived, kSplit}})},
  };
}

// People take more than they need and return it, and scan twice and take that back.
ReportingHabits habits() {
  ReportingHabits habits;
  habits.errors = {{ReportingError::kDoubleScan, 0.03, sim::Duration::hours(3)}};
  habits.over_issues = 0.1;
  return habits;
}

std::int64_t count(const AuditOutcome& audit, FindingClass finding) {
  return audit.result.by_class[static_cast<std::size_t>(finding)];
}

class Policies : public ::testing::TestWithParam<Case> {};

TEST_P(Policies, OfHealthyBooksLeaveNothingToFind) {
  for (const std::uint64_t seed : {3U, 4U, 5U}) {
    const AuditOutcome audit = testing::audited({}, seed, habits(), GetParam().policies);
    const Reconciliation& result = audit.result;
    EXPECT_EQ(result.against_stack, 0) << audit.listed();
    EXPECT_EQ(result.residual, 0) << audit.listed();
    EXPECT_EQ(result.unattributed, 0);
    EXPECT_TRUE(result.cost.residual.is_zero());
    EXPECT_EQ(count(audit, FindingClass::kInFlight), result.waiting);
    // What was scanned twice may be more than there is.
    EXPECT_EQ(result.matched + result.waiting + count(audit, FindingClass::kRejected),
              result.postings)
        << audit.listed();
    EXPECT_GT(result.postings, 2000);
    EXPECT_NE(result.documents, result.postings - count(audit, FindingClass::kRejected));
    EXPECT_EQ(result.genealogy.precision().value_or(1), 1);
    EXPECT_TRUE(audit.ledger_sum.is_zero());
  }
}

INSTANTIATE_TEST_SUITE_P(Named, Policies, ::testing::ValuesIn(cases()),
                         [](const auto& one) { return one.param.name; });

TEST(Policies, LeaveTheGenealogyThatTheRecordCanShow) {
  for (const Case& one : cases()) {
    const AuditOutcome audit = testing::audited({}, 3, {}, one.policies);
    EXPECT_EQ(audit.result.matched + audit.result.waiting, audit.result.postings) << one.name;
    EXPECT_EQ(audit.result.genealogy.precision().value_or(1), 1) << one.name;
    EXPECT_EQ(audit.result.genealogy.recall().value_or(1), 1) << one.name;
  }
}

std::vector<Case> cases_for_defects() {
  const std::vector<Case> all = cases();
  return {all[3], all[5]};  // Netted, OfEveryKind
}

class PoliciesAndDefects : public ::testing::TestWithParam<std::tuple<Case, ErpDefect>> {};

// What was collected may hide what it was that went wrong with a single posting, but not that
// something did, nor what it did to stock.
TEST_P(PoliciesAndDefects, LeaveNothingUnexplained) {
  const auto& [policies, kind] = GetParam();
  const ErpDefect& defect = erp_defect(kind.name);
  for (const double share : {1.0, 0.02}) {
    SCOPED_TRACE("a share of " + std::to_string(share));
    const AuditOutcome audit = testing::audited({{&defect, share}}, 3, habits(), policies.policies);
    EXPECT_EQ(audit.result.residual, 0) << audit.listed();
    EXPECT_EQ(audit.result.unattributed, 0);
    EXPECT_TRUE(audit.result.cost.residual.is_zero());
    EXPECT_TRUE(audit.ledger_sum.is_zero());
    if (share < 1 || audit.misbooked.front() == 0) continue;
    const std::int64_t as_named =
        audit.found(defect.found_as) + audit.found("booked_though_rejected");
    EXPECT_GT(as_named, 0) << audit.misbooked.front() << "\n" << audit.listed();
  }
}

INSTANTIATE_TEST_SUITE_P(
    Named, PoliciesAndDefects,
    ::testing::Combine(::testing::ValuesIn(cases_for_defects()),
                       ::testing::ValuesIn(testing::thinned(erp_defects(), 5))),
    [](const auto& one) {
      return std::get<0>(one.param).name + "_" + std::string(std::get<1>(one.param).name);
    });

TEST(Policies, ThatTheBooksDoNotFollowAreFound) {
  const PostingPolicies each;
  const PostingPolicies backflush =
      policies_of({{PostingType::kMaterialIssued, PostingPolicy::kPerOperation}});
  const AuditOutcome apart = testing::audited(each, backflush);
  EXPECT_GT(count(apart, FindingClass::kIndividual), 100) << apart.listed();
  EXPECT_EQ(apart.result.residual, 0);
  const PostingPolicies per_order =
      policies_of({{PostingType::kMaterialIssued, PostingPolicy::kPerOrder}});
  const AuditOutcome together = testing::audited(per_order, each);
  EXPECT_GT(count(together, FindingClass::kAggregated), 100) << together.listed();
  EXPECT_EQ(together.result.residual, 0);
  const PostingPolicies split =
      policies_of({{PostingType::kGoodsReceived, PostingPolicy::kSplit}}, 10);
  const AuditOutcome whole = testing::audited(each, split);
  EXPECT_GT(count(whole, FindingClass::kAggregated), 10) << whole.listed();
  EXPECT_EQ(whole.result.residual, 0);
}

ReferenceErp small(const PostingPolicies& policies) {
  ErpMasterData data = testing::small_erp();
  data.policies = policies;
  return new_erp(data);
}

Message completed(const std::string& key, const std::string& operation = "10") {
  OperationCompleted body;
  body.order = "O1";
  body.operation = operation;
  body.work_center = "MILL";
  body.item = "SCREW";
  body.lot = "L";
  body.quantity = {1, 0};
  body.scrapped = {0, 0};
  body.unit = "pcs";
  return testing::message_of(key, body);
}

// 3 and 4 screws wait for their operation, not for another one, and are 7 in one document with both
// keys. What waits is spoken for: of 100 screws 93 are left.
TEST(PostingPolicy, CollectsWhatItsTriggerBooks) {
  ReferenceErp erp =
      small(policies_of({{PostingType::kMaterialIssued, PostingPolicy::kPerOperation}}));
  EXPECT_EQ(erp.post(testing::issue("a", 3)).document, -1);
  EXPECT_EQ(erp.post(testing::issue("b", 4)).kind, Answer::Kind::kAcknowledged);
  EXPECT_EQ(erp.post(testing::issue("c", 94)).code, "deficit");
  EXPECT_EQ(erp.post(completed("other", "20")).document, 1);
  ASSERT_EQ(erp.documents().size(), 1U);
  EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(100, 0));
  EXPECT_EQ(erp.post(completed("done")).document, 3);
  const RecordDocument& issued = erp.documents().at(1);
  EXPECT_EQ(issued.keys, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(std::get<MaterialIssued>(issued.body).quantity, sim::Decimal(7, 0));
  EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(93, 0));
  // What comes again is known, and says in which document it is.
  EXPECT_EQ(erp.post(testing::issue("b", 4)).document, 2);
  EXPECT_EQ(erp.documents().size(), 3U);
}

// What is taken back before it is booked leaves no document; afterwards one takes back its part.
TEST(PostingPolicy, LetsAPartBeTakenBack) {
  ReferenceErp erp =
      small(policies_of({{PostingType::kMaterialIssued, PostingPolicy::kPerOperation}}));
  erp.post(testing::issue("a", 3));
  erp.post(testing::issue("b", 4));
  erp.post(testing::issue("c", 5));
  erp.post(testing::message_of("not b", PostingReversed{"b", "double_scan"}));
  EXPECT_EQ(erp.documents().size(), 0U);
  erp.post(completed("done"));
  EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(92, 0));
  erp.post(testing::message_of("not a", PostingReversed{"a", "double_scan"}));
  EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(95, 0));
  EXPECT_EQ(erp.documents().size(), 3U);
  EXPECT_EQ(erp.post(testing::message_of("twice", PostingReversed{"a", ""})).code,
            "already_reversed");
  EXPECT_TRUE((erp.balance("inventory") + erp.balance("work in process")).is_zero());
}

// 25 screws in documents of 10: 10, 10 and 5.
TEST(PostingPolicy, SplitsIntoParts) {
  ReferenceErp erp = small(policies_of({{PostingType::kGoodsReceived, PostingPolicy::kSplit}}, 10));
  EXPECT_EQ(erp.post(testing::receipt("a", 25)).document, 1);
  ASSERT_EQ(erp.documents().size(), 3U);
  EXPECT_EQ(std::get<GoodsReceived>(erp.documents()[0].body).quantity, sim::Decimal(10, 0));
  EXPECT_EQ(std::get<GoodsReceived>(erp.documents()[2].body).quantity, sim::Decimal(5, 0));
  EXPECT_EQ(erp.documents()[2].part, 3);
  EXPECT_EQ(erp.documents()[2].parts, 3);
  EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(125, 0));
}

TEST(PostingPolicy, IsPossibleForWhatBelongsToAnOrderOnly) {
  using enum PostingType;
  using enum PostingPolicy;
  EXPECT_TRUE(PostingPolicies::possible(kMaterialReturned, kNetted));
  EXPECT_FALSE(PostingPolicies::possible(kGoodsReceived, kPerOrder));
  EXPECT_FALSE(PostingPolicies::possible(kOperationCompleted, kSplit));
  for (int i = 0; i < kPostingPolicies; ++i) {
    const auto policy = static_cast<PostingPolicy>(i);
    EXPECT_EQ(policy_of(policy_name(policy)), policy);
  }
  EXPECT_EQ(policy_of("backflushed"), std::nullopt);
}

}  // namespace
}  // namespace planttwin::bridge
