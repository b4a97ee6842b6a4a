#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace planttwin::bridge {

// The life of a message that is to be delivered. `kUnknown` is no failure: it was sent, and nobody
// knows whether it has arrived.
enum class DeliveryState : std::uint8_t {
  kNew,           // waits for its turn
  kInFlight,      // sent; an answer is awaited
  kUnknown,       // sent; no answer came
  kAcknowledged,  // the receiver has it
  kRejected,      // the receiver does not want it, for good
  kDead,          // set aside: a person has to look at it
};
std::string_view state_name(DeliveryState state);
inline bool ended(DeliveryState state) { return state >= DeliveryState::kAcknowledged; }

// A message in the outbox. Its payload never changes: what is sent again is the same, byte by byte.
struct OutboxEntry {
  std::int64_t position = -1;  // order of entry, from 0
  std::string key;             // by which the receiver knows it again
  std::string partition;       // messages of one partition arrive in order
  std::string payload;         // empty once it has been acknowledged
  std::uint64_t payload_hash = 0;
  std::vector<std::string> depends_on;  // keys that have to be acknowledged before
  DeliveryState state = DeliveryState::kNew;
  std::int32_t attempts = 0;      // times that it was sent
  bool possibly_doubled = false;  // sent again without knowing whether it had arrived
  sim::Time entered;
  sim::Time due;       // not to be sent again before; in flight: when its answer is overdue
  std::string reason;  // the last refusal
};

}  // namespace planttwin::bridge
