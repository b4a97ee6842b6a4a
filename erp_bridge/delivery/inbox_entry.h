#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/time.h"

namespace planttwin::bridge {

// A message that came from outside, as far as an inbox has to understand it.
struct IncomingMessage {
  std::string id;       // of this message; a broker brings the same id again
  std::string key;      // of what it is about; a sender may send the same key under a new id
  std::string run_id;   // of the run that it belongs to
  std::string body;     // what must be the same whenever the key is
  std::string payload;  // all of it, as it came
};

// A message that has been taken, by which repetitions are known.
struct InboxEntry {
  std::int64_t position = -1;  // order of arrival, from 0
  std::string id;
  std::string key;
  std::uint64_t body_hash = 0;
  sim::Time received;
};

// A message that was not taken and is kept for a person to look at.
struct DeadLetter {
  enum class Kind : std::uint8_t {
    kUnreadable,  // it is no message
    kConflict,    // its key came with another body
    kStale,       // it belongs to another run
    kFailed,      // it was taken and could not be applied
  };
  std::int64_t number = -1;
  Kind kind = Kind::kUnreadable;
  std::string payload;
  std::string reason;
  std::int32_t attempts = 1;  // times that it was tried
  sim::Time received;
};
std::string_view letter_name(DeadLetter::Kind kind);

// What a step of an inbox has changed, to be stored in one transaction, in this order.
struct InboxStep {
  std::vector<InboxEntry> taken;
  std::vector<std::int64_t> forgotten;  // positions
  std::vector<DeadLetter> letters;      // new or changed
  std::vector<std::int64_t> settled;    // numbers of letters that are there no more
};

}  // namespace planttwin::bridge
