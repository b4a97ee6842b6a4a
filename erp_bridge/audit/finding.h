#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/postings/posting.h"

namespace planttwin::bridge {

enum class FindingClass : std::uint8_t {
  kMissing,       // happened, was acknowledged, is not in the record
  kDuplicate,     // is in the record more than once
  kOrphan,        // is in the record and never happened
  kAggregated,    // several postings in one document, though each was to have its own
  kWrongType,     // such as a receipt instead of an issue
  kWrongCompany,  // another company, or another plant of it
  kWrongOrder,
  kWrongOperation,
  kWrongWorkCenter,
  kWrongItem,
  kWrongRevision,  // of a bill of material or routing
  kWrongLot,
  kWrongSerial,  // another single unit
  kWrongLocation,
  kWrongStatus,
  kWrongGenealogy,  // another lot in process
  kWrongUnit,       // the number stands in another unit
  kWrongQuantity,
  kWrongReason,
  kPartialAsFinal,         // closes what is to go on, or the other way round
  kReversedWrongDocument,  // takes back another one than it was told
  kWrongValue,             // what it costs: machine time, or the value of stock
  kWrongDate,
  kWrongPeriod,
  kOutOfOrder,            // booked before what happened earlier to the same order
  kLate,                  // booked, or an order given, after its deadline
  kRejected,              // the record refused it
  kBookedThoughRejected,  // it said so, and booked it all the same
  kInFlight,              // sent, and no answer yet
  kUndocumentedChange,    // the record's stock changed without a document
  kKeyNotPreserved,       // the record does not keep the keys of a kind of message
  kForeign,               // somebody else's document
  kOpeningDifference,     // stock differed before the run
  kRounding,              // the record keeps fewer decimals: at most half of its last place
  kMisreported,           // the floor has reported something else than what happened
  kReversed,              // likewise, and has noticed it and put it right
};
inline constexpr int kFindingClasses = static_cast<int>(FindingClass::kReversed) + 1;
std::string_view finding_name(FindingClass finding);  // "wrong_quantity"

// Whether something has gone wrong between floor and record. What was so before, what others have
// done, what is still on its way and what a record can't say any better counts against nobody.
bool against_stack(FindingClass finding);

// The stations of a message's journey, in the order in which a posting passes them; an order of the
// ERP goes the other way. Those between bridge and record are seen only where a tap listens.
enum class Hop : std::uint8_t {
  kFloor,
  kBridge,  // the outbox
  kMiddlewareIn,
  kMiddlewareOut,
  kRecordIn,  // what has arrived at the record, before it is processed
  kRecord,
};
inline constexpr int kHops = static_cast<int>(Hop::kRecord) + 1;
std::string_view hop_name(Hop hop);  // "middleware_in"

// Between which hops a fault lies: after `last_right`, the last hop that shows the message as it
// was, and not after `first_wrong`.
struct BlameInterval {
  Hop last_right = Hop::kFloor;
  Hop first_wrong = Hop::kRecord;

  friend auto operator<=>(const BlameInterval&, const BlameInterval&) = default;
};

// A difference between truth and record, and between which hops it has arisen.
struct Finding {
  FindingClass finding = FindingClass::kMissing;
  std::int64_t posting = -1;   // index into what was reported; -1: none
  std::int64_t document = -1;  // number in the record; -1: none
  Hop last_right = Hop::kFloor;
  Hop first_wrong = Hop::kRecord;
  bool from_floor = false;  // a report that was not the truth has led to it
  std::int64_t times = 1;   // documents that it stands for
  std::string key;
  std::string fault = {};                          // the injected one that has led to it, if known
  std::optional<Hop> would_narrow = std::nullopt;  // a tap that would say more exactly where
  std::string detail;                              // for people
  std::vector<StockChange> effect;                 // of the record beyond the truth
};

}  // namespace planttwin::bridge
