#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"

// Compares what physically happened with what a system of record says, posting by posting.
namespace planttwin::bridge {

enum class FindingClass : std::uint8_t {
  kMissing,    // happened, was acknowledged, is not in the record
  kDuplicate,  // is in the record more than once
  kOrphan,     // is in the record and never happened
  kWrongType,  // such as a receipt instead of an issue
  kWrongOrder,
  kWrongOperation,
  kWrongItem,
  kWrongLot,
  kWrongLocation,
  kWrongStatus,
  kWrongGenealogy,  // another lot in process
  kWrongQuantity,
  kRejected,            // the record refused it
  kInFlight,            // sent, and no answer yet
  kUndocumentedChange,  // the record's stock changed without a document
  kOpeningDifference,   // stock differed before the run
  kKeyNotPreserved,     // the record does not keep the keys of a kind of message
};
inline constexpr int kFindingClasses = static_cast<int>(FindingClass::kKeyNotPreserved) + 1;
std::string_view finding_name(FindingClass finding);  // "wrong_quantity"

// The stations of a message's journey.
enum class Hop : std::uint8_t { kFloor, kBridge, kRecord };
std::string_view hop_name(Hop hop);

// A difference between truth and record. The fault lies after `last_right`, the last hop that shows
// the message as it was, and not after `first_wrong`.
struct Finding {
  FindingClass finding = FindingClass::kMissing;
  std::int64_t posting = -1;   // index into the truth's postings; -1: none
  std::int64_t document = -1;  // number in the record; -1: none
  Hop last_right = Hop::kFloor;
  Hop first_wrong = Hop::kRecord;
  std::string key;
  std::string detail;               // for people
  std::vector<StockChange> effect;  // of the record beyond the truth
};

// What the bridge knows of a message that it has sent.
struct MessageTrace {
  enum class State : std::uint8_t { kSent, kAcknowledged, kRejected };
  State state = State::kSent;
  std::string code;  // of a rejection
};
using MessageTraces = std::unordered_map<std::string, MessageTrace>;  // by key

struct AuditInput {
  const plant::Plant& plant;
  NameTable& names;
  const TruthLedger& truth;
  const StockByPosition& closing;  // counted in the plant
  const SystemOfRecord& record;
  const MessageTraces& traces;
};

// A run passes only when `residual` and `unattributed` are zero: every difference of stock is
// explained by findings, exactly, and each finding has a place where it arose.
struct Reconciliation {
  std::int64_t postings = 0;
  std::int64_t documents = 0;
  std::int64_t matched = 0;      // in every member alike
  std::int64_t by_business = 0;  // of these, without a key
  std::int64_t positions = 0;
  std::int64_t residual = 0;      // positions whose difference no finding explains
  std::int64_t unattributed = 0;  // findings without key, hops or document
  std::vector<Finding> findings;
  std::array<std::int64_t, kFindingClasses> by_class{};
};

Reconciliation reconcile(const AuditInput& input);

}  // namespace planttwin::bridge
