#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "erp_bridge/systems/answer.h"
#include "erp_bridge/systems/record.h"

namespace planttwin::bridge {

// What an ERP is about to book for a message. A healthy one books a single document; the rest is
// there for defects.
struct Booking {
  // Whether there is stock for the first decides over the answer; the others are booked as far as
  // there is. None: the message is acknowledged and forgotten.
  std::vector<RecordDocument> documents;
  std::int64_t times_cost = 1;  // at how many times their cost goods and machine time are valued
  bool moves_stock_beside = false;  // changes stock by the least step without a document
  bool reverses_another = false;    // takes back another document than it was told
  std::optional<Answer> says;       // instead of the true answer
  std::int64_t loses_next = 0;      // postings that come after it and are forgotten, too
  sim::Duration enters_after;       // acknowledged at once, entered so much later
  bool uncommitted = false;         // entered, and gone when the system restarts soon afterwards

  // Whether the first document waits, acknowledged, for the next message: of its order, behind
  // which it is booked, or of the same movement, with which it becomes one document.
  enum class Wait : std::uint8_t { kNot, kBehindNext, kIntoNext };
  Wait wait = Wait::kNot;

  RecordDocument& document() { return documents.front(); }
  Body& body() { return documents.front().body; }
};

}  // namespace planttwin::bridge
