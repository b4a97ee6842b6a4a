#include "erp_bridge/audit/record_resolution.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planttwin::bridge {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

// Everything is different from nothing.
Posting full(PostingType type = PostingType::kMaterialIssued) {
  Posting posting;
  posting.type = type;
  posting.status = posting.new_status = StockStatus::kHeld;
  posting.key = Name{1};
  posting.order = Name{2};
  posting.operation = Name{3};
  posting.work_center = Name{4};
  posting.item = Name{5};
  posting.lot = Name{6};
  posting.location = Name{7};
  posting.in_process = Name{8};
  posting.reason = Name{9};
  posting.reference = Name{10};
  posting.partner = Name{11};
  posting.quantity = sim::Quantity::steps(12);
  posting.scrapped = sim::Quantity::steps(1);
  posting.machine_time = sim::Duration::seconds(13);
  return posting;
}

RecordResolution without(PostingMember member) {
  RecordResolution resolution;
  resolution.leave_out(PostingType::kMaterialIssued, member);
  return resolution;
}

TEST(RecordResolution, HasANameForEveryMember) {
  for (int i = 0; i < kPostingMembers; ++i) {
    const auto member = static_cast<PostingMember>(i);
    EXPECT_NE(member_name(member), "");
    EXPECT_EQ(posting_member(member_name(member)), member);
  }
  EXPECT_EQ(posting_member("lot"), std::nullopt);
}

TEST(RecordResolution, ChangesNothingWhereEverythingIsKept) {
  const RecordResolution resolution;
  EXPECT_TRUE(resolution.keeps_everything());
  const Posting kept = resolution.as_kept(full());
  EXPECT_EQ(kept.operation, Name{3});
  EXPECT_EQ(kept.in_process, Name{8});
  EXPECT_EQ(kept.status, StockStatus::kHeld);
  EXPECT_EQ(kept.quantity, sim::Quantity::steps(12));
}

TEST(RecordResolution, DropsWhatIsNotKept) {
  EXPECT_EQ(without(PostingMember::kOperation).as_kept(full()).operation, kNoName);
  EXPECT_EQ(without(PostingMember::kWorkCenter).as_kept(full()).work_center, kNoName);
  EXPECT_EQ(without(PostingMember::kReason).as_kept(full()).reason, kNoName);
  EXPECT_EQ(without(PostingMember::kReference).as_kept(full()).reference, kNoName);
  EXPECT_EQ(without(PostingMember::kPartner).as_kept(full()).partner, kNoName);
  EXPECT_EQ(without(PostingMember::kQuantity).as_kept(full()).quantity, sim::Quantity());
  EXPECT_EQ(without(PostingMember::kQuantity).as_kept(full()).scrapped, sim::Quantity());
  EXPECT_EQ(without(PostingMember::kMachineTime).as_kept(full()).machine_time, sim::Duration());
  const Posting kept = without(PostingMember::kStatus).as_kept(full());
  EXPECT_EQ(kept.status, StockStatus::kUnrestricted);
  EXPECT_EQ(kept.new_status, StockStatus::kUnrestricted);
}

TEST(RecordResolution, KeepsTheOrderOfALotInProcess) {
  const RecordResolution resolution = without(PostingMember::kLotInProcess);
  EXPECT_EQ(resolution.as_kept(full()).in_process, Name{2});
  Posting none = full();
  none.in_process = kNoName;
  EXPECT_EQ(resolution.as_kept(none).in_process, kNoName);
}

TEST(RecordResolution, IsOfOneTypeUnlessItIsOfAll) {
  const RecordResolution one = without(PostingMember::kReason);
  EXPECT_FALSE(one.keeps_everything());
  EXPECT_EQ(one.as_kept(full(PostingType::kScrapped)).reason, Name{9});
  RecordResolution all;
  all.leave_out(PostingMember::kReason);
  EXPECT_EQ(all.as_kept(full(PostingType::kScrapped)).reason, kNoName);
  EXPECT_TRUE(all.keeps(PostingType::kScrapped));
}

TEST(RecordResolution, LeavesOutTypesThatMoveNoStock) {
  RecordResolution resolution;
  resolution.leave_out(PostingType::kOrderClosed);
  EXPECT_FALSE(resolution.keeps(PostingType::kOrderClosed));
  EXPECT_FALSE(resolution.keeps_everything());
  for (int i = 0; i < kPostingTypes; ++i) {
    const auto type = static_cast<PostingType>(i);
    if (!RecordResolution::may_leave_out(type)) continue;
    Posting posting = full(type);
    posting.status = posting.new_status = StockStatus::kUnrestricted;
    StockByPosition moved;
    for (const StockChange& change : stock_changes(posting)) {
      moved[change.position] += change.quantity;
    }
    for (const auto& [position, quantity] : moved) EXPECT_EQ(quantity, sim::Quantity());
  }
  EXPECT_FALSE(RecordResolution::may_leave_out(PostingType::kMaterialIssued));
  EXPECT_FALSE(RecordResolution::may_leave_out(PostingType::kReversed));
}

TEST(RecordResolution, AddsUpStockThatIsNotToldApart) {
  const Position free{Name{5}, Name{6}, Name{7}, StockStatus::kUnrestricted};
  const Position held{Name{5}, Name{6}, Name{7}, StockStatus::kHeld};
  const StockByPosition stock{{free, sim::Quantity::steps(3)}, {held, sim::Quantity::steps(4)}};
  EXPECT_EQ(RecordResolution().as_kept(stock).size(), 2u);
  RecordResolution resolution;
  resolution.leave_out(PostingMember::kStatus);
  EXPECT_THAT(resolution.as_kept(stock), ElementsAre(Pair(free, sim::Quantity::steps(7))));
}

TEST(RecordResolution, IsThatOfAWholeLedger) {
  TruthLedger truth;
  truth.on_opening_stock({Name{5}, Name{6}, Name{7}, StockStatus::kHeld}, sim::Quantity::steps(2));
  truth.on_opening_stock({Name{5}, Name{6}, Name{7}}, sim::Quantity::steps(1));
  truth.on_posting(full());
  RecordResolution resolution;
  resolution.leave_out(PostingMember::kStatus);
  const TruthLedger kept = resolution.as_kept(truth);
  EXPECT_THAT(kept.opening(),
              ElementsAre(Pair(Position{Name{5}, Name{6}, Name{7}}, sim::Quantity::steps(3))));
  ASSERT_EQ(kept.postings().size(), 1u);
  EXPECT_EQ(kept.postings()[0].status, StockStatus::kUnrestricted);
}

}  // namespace
}  // namespace planttwin::bridge
