#pragma once

#include <cstdint>
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
  kIndividual,    // documents of their own, though the postings were to have one together
  kWrongType,     // such as a receipt instead of an issue
  kWrongCompany,  // another company, or another plant of it
  kWrongOrder,
  kWrongOperation,
  kWrongWorkCenter,
  kWrongItem,
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

// The stations of a message's journey.
enum class Hop : std::uint8_t { kFloor, kBridge, kRecord };
std::string_view hop_name(Hop hop);

// A difference between truth and record. The fault lies after `last_right`, the last hop that shows
// the message as it was, and not after `first_wrong`.
struct Finding {
  FindingClass finding = FindingClass::kMissing;
  std::int64_t posting = -1;   // index into what was reported; -1: none
  std::int64_t document = -1;  // number in the record; -1: none
  Hop last_right = Hop::kFloor;
  Hop first_wrong = Hop::kRecord;
  bool from_floor = false;  // a report that was not the truth has led to it
  std::int64_t times = 1;   // postings or documents that it stands for
  std::string key;
  std::string detail;               // for people
  std::vector<StockChange> effect;  // of the record beyond the truth
};

}  // namespace planttwin::bridge
