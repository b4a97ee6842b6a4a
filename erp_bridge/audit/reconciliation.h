#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/cost_comparison.h"
#include "erp_bridge/audit/finding.h"
#include "erp_bridge/audit/genealogy.h"
#include "erp_bridge/audit/record_resolution.h"
#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/audit/witnesses.h"
#include "erp_bridge/postings/floor_reports.h"
#include "erp_bridge/postings/posting_policy.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"
#include "sim/utc_instant.h"

// Compares what physically happened with what a system of record says, posting by posting.
namespace planttwin::bridge {

// What the bridge knows of a message that it has sent.
struct MessageTrace {
  enum class State : std::uint8_t { kSent, kAcknowledged, kRejected };
  State state = State::kSent;
  std::string code;  // of a rejection
  // When the sender was told that it had been taken.
  sim::Time acknowledged = sim::Time::never();
  // With which code the record refused it, the last time before it took it.
  std::string refused_before = {};
  bool taken_by_record = false;  // whoever has acknowledged it
  sim::Time taken = {};          // when it has, where that may be in another order

  // The code with which the record has refused it for good; empty where it has not.
  const std::string& refusal() const {
    static const std::string kNone;
    if (state == State::kRejected) return code;
    return taken_by_record ? kNone : refused_before;
  }
};
using MessageTraces = std::unordered_map<std::string, MessageTrace>;  // by key

struct AuditInput {
  const plant::Plant& plant;
  NameTable& names;
  const TruthLedger& truth;
  const StockByPosition& closing;  // counted in the plant
  const SystemOfRecord& record;
  const MessageTraces& traces;
  std::string user = kOwnUser;  // who posts for the plant: documents of others are foreign
  // The instant of second 0. With it twins whose keys are lost are told apart by their times.
  std::optional<sim::UtcInstant> start = std::nullopt;
  const FloorReports* floor = nullptr;  // where the floor does not always report the truth
  const Witnesses* witnesses = nullptr;
  Deadlines deadlines = {};
  PostingPolicies policies = {};  // what postings are to become in the record
  // How finely the record tells the truth. Truth, closing stock and floor have been brought to it.
  RecordResolution resolution = {};
  // Types that the record is told of when the order is closed, though each has its own document.
  std::set<PostingType> collected = {};

  // What the record was told, or should have been.
  const std::vector<Posting>& reported() const {
    return floor == nullptr ? truth.postings() : floor->reported();
  }
  // What the bridge knows of the message of a posting; nullptr when it knows of none.
  const MessageTrace* trace(Name key) const {
    const auto found = traces.find(names.text(key));
    return found == traces.end() ? nullptr : &found->second;
  }
};

// What has become of an injected fault. What has struck and led to no finding was healed.
struct FaultOutcome {
  std::string_view fault;
  std::int64_t struck = 0;  // messages
  std::int64_t surfaced = 0;
};

// A run passes only when `residual`, `cost.residual` and `unattributed` are zero: every difference
// of stock and of its value is explained by findings, exactly, and each finding has a place where
// it arose.
struct Reconciliation {
  std::int64_t postings = 0;
  std::int64_t documents = 0;
  std::int64_t waiting = 0;      // postings that the record books with later ones
  std::int64_t left_out = 0;     // postings of which the record was not made to have documents
  std::int64_t matched = 0;      // in every member alike
  std::int64_t by_business = 0;  // of these, without a key
  std::int64_t positions = 0;
  std::int64_t residual = 0;       // positions whose difference no finding explains
  std::int64_t unattributed = 0;   // findings without key, hops or document
  std::int64_t against_stack = 0;  // findings that count against somebody
  std::vector<Finding> findings;
  std::vector<FaultOutcome> faults;  // in the order of their names
  std::array<std::int64_t, kFindingClasses> by_class{};
  GenealogyComparison genealogy;
  CostComparison cost;

  void add(Finding finding);
};

Reconciliation reconcile(const AuditInput& input);

}  // namespace planttwin::bridge
