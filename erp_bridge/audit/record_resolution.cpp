#include "erp_bridge/audit/record_resolution.h"

#include <algorithm>
#include <iterator>

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kPostingMembers> kNames = {
    "key",       "time",    "operation", "work_center", "lot_in_process", "reason",
    "reference", "partner", "status",    "quantity",    "machine_time"};

}  // namespace

std::string_view member_name(PostingMember member) {
  return kNames[static_cast<std::size_t>(member)];
}

std::optional<PostingMember> posting_member(std::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<PostingMember>(std::distance(kNames.begin(), found));
}

bool RecordResolution::may_leave_out(PostingType type) {
  return type == PostingType::kOrderReleased || type == PostingType::kOperationCompleted ||
         type == PostingType::kOrderClosed || type == PostingType::kStockStatusChanged;
}

bool RecordResolution::keeps_everything() const {
  return left_out_.none() && std::all_of(members_.begin(), members_.end(),
                                         [](const auto& members) { return members.none(); });
}

Posting RecordResolution::as_kept(const Posting& posting) const {
  Posting kept = posting;
  const auto leaves_out = [&](PostingMember member) { return !keeps(posting.type, member); };
  if (leaves_out(PostingMember::kOperation)) kept.operation = kNoName;
  if (leaves_out(PostingMember::kWorkCenter)) kept.work_center = kNoName;
  if (leaves_out(PostingMember::kLotInProcess) && posting.in_process != kNoName) {
    kept.in_process = posting.order;
  }
  if (leaves_out(PostingMember::kReason)) kept.reason = kNoName;
  if (leaves_out(PostingMember::kReference)) kept.reference = kNoName;
  if (leaves_out(PostingMember::kPartner)) kept.partner = kNoName;
  if (leaves_out(PostingMember::kStatus)) {
    kept.status = kept.new_status = StockStatus::kUnrestricted;
  }
  if (leaves_out(PostingMember::kQuantity)) kept.quantity = kept.scrapped = sim::Quantity();
  if (leaves_out(PostingMember::kMachineTime)) kept.machine_time = sim::Duration();
  return kept;
}

// A record keeps the status of stock for all postings that change it or for none.
Position RecordResolution::as_kept(const Position& position) const {
  Position kept = position;
  if (!keeps(PostingType::kStockStatusChanged, PostingMember::kStatus)) {
    kept.status = StockStatus::kUnrestricted;
  }
  return kept;
}

StockByPosition RecordResolution::as_kept(const StockByPosition& stock) const {
  StockByPosition kept;
  for (const auto& [position, quantity] : stock) kept[as_kept(position)] += quantity;
  return kept;
}

TruthLedger RecordResolution::as_kept(const TruthLedger& truth) const {
  TruthLedger kept;
  for (const auto& [position, quantity] : truth.opening()) {
    kept.on_opening_stock(as_kept(position), quantity);
  }
  for (const Posting& posting : truth.postings()) kept.on_posting(as_kept(posting));
  return kept;
}

FloorReports RecordResolution::as_kept(const FloorReports& reports) const {
  FloorReports kept = reports;
  kept.change([this](const Posting& posting) { return as_kept(posting); },
              [this](const Position& position) { return as_kept(position); });
  return kept;
}

}  // namespace planttwin::bridge
