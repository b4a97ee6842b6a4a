#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

#include "erp_bridge/messages/fields.h"
#include "erp_bridge/postings/name_table.h"
#include "sim/quantity.h"
#include "sim/time.h"

namespace planttwin::bridge {

enum class PostingType : std::uint8_t {
  kOrderReleased,
  kOperationCompleted,
  kMaterialIssued,
  kProductCompleted,
  kByProduct,
  kScrapped,
  kGoodsReceived,
  kStockStatusChanged,
  kShipped,
  kOrderClosed,
  kMaterialReturned,
  kReversed,  // another posting is taken back
};
inline constexpr int kPostingTypes = static_cast<int>(PostingType::kReversed) + 1;

// "MaterialIssued", as in messages.
std::string_view posting_name(PostingType type);
// Requires the name of a posting.
PostingType posting_type(std::string_view name);
std::optional<PostingType> find_posting_type(std::string_view name);

enum class StockStatus : std::uint8_t { kUnrestricted, kHeld };
std::string_view status_name(StockStatus status);

// Where stock is told apart: what nobody has to tell apart has one position. The lot is kNoName for
// items whose lots are not followed.
struct Position {
  Name item = kNoName;
  Name lot = kNoName;
  Name location = kNoName;
  StockStatus status = StockStatus::kUnrestricted;

  friend auto operator<=>(const Position&, const Position&) = default;
};

// One thing that happened and has to be in the books, as the plant knows it or as a record says it.
// Quantities count steps of the item's unit.
struct Posting {
  PostingType type = PostingType::kOrderReleased;
  StockStatus status = StockStatus::kUnrestricted;      // of the stock that it moves
  StockStatus new_status = StockStatus::kUnrestricted;  // of kStockStatusChanged
  sim::Time time;
  Name key = kNoName;  // the long key of its message; none: the record has not kept it
  Name order = kNoName;
  Name operation = kNoName;
  Name work_center = kNoName;
  Name item = kNoName;
  Name lot = kNoName;
  Name location = kNoName;    // kNoName: not in stock
  Name in_process = kNoName;  // the lot that was worked at, consumed it or became it
  Name reason = kNoName;
  Name reference = kNoName;  // the purchase order or delivery that asked for it
  Name partner = kNoName;    // the supplier or customer
  // Of kOrderReleased, where the plant names them: of the bill of material and of the routing.
  Name revision = kNoName;
  Name routing_revision = kNoName;
  // Where and when it belongs in the books; of a record kNoName where it does not say.
  Name company = kNoName;
  Name site = kNoName;
  Name unit = kNoName;
  Name date = kNoName;    // "2025-03-30", by the clocks of the site
  Name period = kNoName;  // "2025-03"
  sim::Quantity quantity;
  sim::Quantity scrapped;      // of kOperationCompleted
  sim::Duration machine_time;  // of kOperationCompleted
  // Of kProductCompleted: whether more is to come to the order, and how much.
  std::optional<Completion> completion;
  sim::Quantity open_quantity;
  // Of kReversed, which says beside what the posting said that it takes back.
  PostingType reversed = PostingType::kReversed;
  Name original = kNoName;  // the key of that posting

  Position position() const { return {item, lot, location, status}; }
};

// What a posting does to stock: up to two positions and by how much each changes.
struct StockChange {
  Position position;
  sim::Quantity quantity;
};
struct StockChanges {
  std::array<StockChange, 2> changes;
  int count = 0;

  const StockChange* begin() const { return changes.data(); }
  const StockChange* end() const { return changes.data() + count; }
};
StockChanges stock_changes(const Posting& posting);

// Takes postings as they happen.
class PostingSink {
 public:
  virtual ~PostingSink() = default;
  // Stock that was there before the first posting.
  virtual void on_opening_stock(const Position& position, sim::Quantity quantity) = 0;
  virtual void on_posting(const Posting& posting) = 0;
};

}  // namespace planttwin::bridge
