#include "erp_bridge/postings/stock_dependencies.h"

#include <gtest/gtest.h>

#include <vector>

namespace planttwin::bridge {
namespace {

using Names = std::vector<Name>;

Posting posting(PostingType type, std::uint32_t key, std::uint32_t location) {
  Posting made;
  made.type = type;
  made.key = Name{key};
  made.item = Name{1};
  made.location = Name{location};
  made.quantity = sim::Quantity::steps(1);
  return made;
}

TEST(StockDependencies, NameThePostingThatMovedTheSameStockLast) {
  StockDependencies dependencies;
  EXPECT_EQ(dependencies.of(posting(PostingType::kGoodsReceived, 11, 5)), Names{});
  EXPECT_EQ(dependencies.of(posting(PostingType::kGoodsReceived, 12, 6)), Names{});
  EXPECT_EQ(dependencies.of(posting(PostingType::kMaterialIssued, 13, 5)), Names{Name{11}});
  EXPECT_EQ(dependencies.of(posting(PostingType::kMaterialIssued, 14, 5)), Names{Name{13}});
  EXPECT_EQ(dependencies.of(posting(PostingType::kMaterialIssued, 15, 6)), Names{Name{12}});
}

TEST(StockDependencies, NameBothSidesOfAChangeOfStatus) {
  StockDependencies dependencies;
  dependencies.of(posting(PostingType::kGoodsReceived, 11, 5));
  Posting hold = posting(PostingType::kStockStatusChanged, 12, 5);
  hold.new_status = StockStatus::kHeld;
  EXPECT_EQ(dependencies.of(hold), Names{Name{11}});
  Posting free = posting(PostingType::kStockStatusChanged, 13, 5);
  free.status = StockStatus::kHeld;
  EXPECT_EQ(dependencies.of(free), (Names{Name{12}, Name{12}}));
}

TEST(StockDependencies, AreNoneOfWhatMovesNoStock) {
  StockDependencies dependencies;
  dependencies.of(posting(PostingType::kGoodsReceived, 11, 5));
  EXPECT_EQ(dependencies.of(posting(PostingType::kOperationCompleted, 12, 0)), Names{});
}

}  // namespace
}  // namespace planttwin::bridge
