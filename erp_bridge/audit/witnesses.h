#pragma once

#include <array>
#include <optional>
#include <vector>

#include "erp_bridge/audit/tap_evidence.h"
#include "erp_bridge/postings/posting.h"
#include "erp_bridge/systems/fault_log.h"
#include "sim/time.h"

namespace planttwin::bridge {

// Those who can say where something has gone wrong: taps on the way of messages, and systems that
// were told to go wrong and keep a log of it.
struct Witnesses {
  // Of one that stands on the way and answers in the place of others: what their answers say of
  // where a message was is no evidence.
  static constexpr BlameInterval kAnywhere = {Hop::kRecord, Hop::kFloor};
  // A system with faults, and the hops before and behind it.
  struct FaultySystem {
    const FaultLog* log = nullptr;
    BlameInterval at;
  };

  HopSet places = {Hop::kRecordIn};  // where a tap could listen
  HopSet taps = {};                  // where one does
  const TapEvidence* evidence = nullptr;
  std::vector<FaultySystem> systems = {};

  bool listens(Hop hop) const { return evidence != nullptr && taps.contains(hop); }
};

// Until when a posting has to be in the books. By a deadline of its type, from when it happened.
// Without one an hour from when its sender was told that it had been taken: until then it may be
// held up by a network that nobody has promised to be there, afterwards only by a system that has
// said otherwise.
struct Deadlines {
  static constexpr sim::Duration kUsual = sim::Duration::hours(1);

  std::array<std::optional<sim::Duration>, kPostingTypes> postings = {};
  // Until when the plant has to have an order of the ERP, from its release. Without it an hour for
  // the ERP to send it.
  std::optional<sim::Duration> orders = std::nullopt;

  // `acknowledged` is never() for a message that its sender does not know to have been taken.
  sim::Time due(const Posting& posting, sim::Time acknowledged) const {
    const auto& own = postings[static_cast<std::size_t>(posting.type)];
    if (own) return posting.time + *own;
    return acknowledged.is_never() ? acknowledged : acknowledged + kUsual;
  }
  // Whether what was entered then is in time whenever it was acknowledged: not before it happened.
  bool surely_met(const Posting& posting, sim::Time entered) const {
    const auto& own = postings[static_cast<std::size_t>(posting.type)];
    return entered <= posting.time + own.value_or(kUsual);
  }
};

}  // namespace planttwin::bridge
