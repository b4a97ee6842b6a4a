#include "erp_bridge/audit/genealogy.h"

#include <gtest/gtest.h>

#include <vector>

namespace planttwin::bridge {
namespace {

constexpr Name kMilk{1};
constexpr Name kCheese{2};
constexpr Name kTank{11};
constexpr Name kOther{12};
constexpr Name kVat{13};
constexpr Name kWheel{14};

Posting posting(PostingType type, Name item, Name lot, Name in_process) {
  Posting made;
  made.type = type;
  made.item = item;
  made.lot = lot;
  made.in_process = in_process;
  return made;
}

// Milk of a tank and of another one goes into a vat, which becomes a wheel.
std::vector<Posting> cheese() {
  return {posting(PostingType::kMaterialIssued, kMilk, kTank, kVat),
          posting(PostingType::kMaterialIssued, kMilk, kOther, kVat),
          posting(PostingType::kMaterialIssued, kMilk, kTank, kVat),
          posting(PostingType::kProductCompleted, kCheese, kWheel, kVat)};
}

Genealogy genealogy_of(const std::vector<Posting>& postings) {
  Genealogy genealogy;
  for (const Posting& each : postings) genealogy.add(each);
  return genealogy;
}

TEST(Genealogy, FollowsALotForwardAndBackward) {
  const Genealogy lots = genealogy_of(cheese());
  EXPECT_EQ(lots.edges().size(), 3u);  // the same pair counts once
  EXPECT_EQ(lots.where_used({kMilk, kTank}), (LotNodes{{kNoName, kVat}, {kCheese, kWheel}}));
  EXPECT_EQ(lots.where_from({kCheese, kWheel}),
            (LotNodes{{kNoName, kVat}, {kMilk, kTank}, {kMilk, kOther}}));
  EXPECT_TRUE(lots.where_used({kCheese, kWheel}).empty());
}

TEST(Genealogy, LeavesOutWhatIsNotToldApart) {
  Genealogy lots;
  lots.add(posting(PostingType::kMaterialIssued, kMilk, kNoName, kVat));
  lots.add(posting(PostingType::kShipped, kMilk, kTank, kNoName));
  EXPECT_TRUE(lots.edges().empty());
}

TEST(Genealogy, OfARecordThatIsRightIsPreciseAndComplete) {
  const GenealogyComparison same = compare_genealogy(cheese(), genealogy_of(cheese()));
  EXPECT_EQ(same.precision(), 1.0);
  EXPECT_EQ(same.recall(), 1.0);
  ASSERT_TRUE(same.forward && same.backward);
  EXPECT_TRUE(same.forward->complete);
  EXPECT_EQ(same.forward->in_truth, 2);
  EXPECT_EQ(same.backward->in_truth, 3);
}

// One of three edges comes from another lot than in truth.
TEST(Genealogy, OfARecordThatMistakesALotIsNeither) {
  std::vector<Posting> wrong = cheese();
  wrong[1].lot = kWheel;
  const GenealogyComparison other = compare_genealogy(cheese(), genealogy_of(wrong));
  EXPECT_DOUBLE_EQ(other.precision().value(), 2.0 / 3);
  EXPECT_DOUBLE_EQ(other.recall().value(), 2.0 / 3);
  EXPECT_TRUE(other.forward->complete);
  EXPECT_EQ(other.backward->in_record, 3);
  EXPECT_FALSE(other.backward->complete);
}

TEST(Genealogy, OfNothingHasNoShares) {
  const GenealogyComparison nothing = compare_genealogy({}, Genealogy());
  EXPECT_FALSE(nothing.precision() || nothing.recall() || nothing.forward || nothing.backward);
}

}  // namespace
}  // namespace planttwin::bridge
