#include "erp_bridge/postings/posting.h"

#include <algorithm>
#include <cassert>
#include <iterator>

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kPostingTypes> kNames = {
    "ProductionOrderReleased", "OperationCompleted", "MaterialIssued",
    "ProductCompleted",        "ByProduct",          "Scrapped",
    "GoodsReceived",           "StockStatusChanged", "Shipped",
    "ProductionOrderClosed",   "MaterialReturned",   "PostingReversed"};

// The opposite of what a posting that is taken back did.
StockChanges reversed_changes(const Posting& posting) {
  Posting original = posting;
  original.type = posting.reversed;
  if (original.type == PostingType::kReversed) return {};  // of what is not known
  StockChanges changes = stock_changes(original);
  for (StockChange& change : changes.changes) change.quantity = -change.quantity;
  return changes;
}

}  // namespace

std::string_view posting_name(PostingType type) { return kNames[static_cast<std::size_t>(type)]; }

PostingType posting_type(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  assert(found != kNames.end());
  return static_cast<PostingType>(std::distance(kNames.begin(), found));
}

std::optional<PostingType> find_posting_type(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<PostingType>(std::distance(kNames.begin(), found));
}

std::string_view status_name(StockStatus status) {
  return status == StockStatus::kHeld ? "held" : "unrestricted";
}

StockChanges stock_changes(const Posting& posting) {
  if (posting.type == PostingType::kReversed) return reversed_changes(posting);
  if (posting.location == kNoName) return {};
  StockChanges found;
  const auto change = [&](const Position& position, sim::Quantity quantity) {
    found.changes[static_cast<std::size_t>(found.count++)] = {position, quantity};
  };
  const Position position = posting.position();
  switch (posting.type) {
    case PostingType::kProductCompleted:
    case PostingType::kByProduct:
    case PostingType::kGoodsReceived:
    case PostingType::kMaterialReturned:
      change(position, posting.quantity);
      break;
    case PostingType::kMaterialIssued:
    case PostingType::kScrapped:
    case PostingType::kShipped:
      change(position, -posting.quantity);
      break;
    case PostingType::kStockStatusChanged: {
      Position target = position;
      target.status = posting.new_status;
      change(position, -posting.quantity);
      change(target, posting.quantity);
      break;
    }
    case PostingType::kOrderReleased:
    case PostingType::kOperationCompleted:
    case PostingType::kOrderClosed:
    case PostingType::kReversed:
      break;
  }
  return found;
}

}  // namespace planttwin::bridge
