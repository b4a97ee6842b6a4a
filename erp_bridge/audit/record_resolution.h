#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string_view>

#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/postings/floor_reports.h"
#include "erp_bridge/postings/posting.h"

namespace planttwin::bridge {

// What a record may not be able to say of a posting.
enum class PostingMember : std::uint8_t {
  kKey,           // documents are known by what they say alone
  kTime,          // only the day
  kOperation,     // of which operation
  kWorkCenter,    // at which
  kLotInProcess,  // only the order into which a lot has gone, or from which it has come
  kReason,
  kReference,  // the purchase order or delivery
  kPartner,    // the supplier or customer
  kStatus,     // held stock looks like any other
  kQuantity,   // of an operation that has no quantity of its own
  kMachineTime,
};
inline constexpr int kPostingMembers = static_cast<int>(PostingMember::kMachineTime) + 1;
std::string_view member_name(PostingMember member);  // "lot_in_process"
std::optional<PostingMember> posting_member(std::string_view name);

// How finely a record can tell the truth. What is coarser than the plant is compared at the
// record's resolution: nobody is blamed for what the record was never made to keep. Of one that
// keeps everything nothing is changed.
class RecordResolution {
 public:
  // Whether a record can do without documents of a type: those that move no stock, and those that
  // change its status alone, where the status is not kept.
  static bool may_leave_out(PostingType type);

  // The record has no documents of a type. Requires that it may be left out.
  void leave_out(PostingType type) { left_out_.set(index(type)); }
  void leave_out(PostingType type, PostingMember member) {
    members_[index(type)].set(static_cast<std::size_t>(member));
  }
  // Of postings of all types.
  void leave_out(PostingMember member) {
    for (auto& members : members_) members.set(static_cast<std::size_t>(member));
  }

  bool keeps(PostingType type) const { return !left_out_.test(index(type)); }
  bool keeps(PostingType type, PostingMember member) const {
    return !members_[index(type)].test(static_cast<std::size_t>(member));
  }
  bool keeps_everything() const;

  Posting as_kept(const Posting& posting) const;
  Position as_kept(const Position& position) const;
  StockByPosition as_kept(const StockByPosition& stock) const;
  TruthLedger as_kept(const TruthLedger& truth) const;
  FloorReports as_kept(const FloorReports& reports) const;

 private:
  static std::size_t index(PostingType type) { return static_cast<std::size_t>(type); }

  std::bitset<kPostingTypes> left_out_;
  std::array<std::bitset<kPostingMembers>, kPostingTypes> members_;
};

}  // namespace planttwin::bridge
