#pragma once

#include <cstdint>
#include <string>

namespace planttwin::bridge {

// What a receiver says of a message.
struct Answer {
  enum class Kind : std::uint8_t { kAcknowledged, kRejected };
  Kind kind = Kind::kAcknowledged;
  std::string code;            // of a rejection: "unknown_item", "deficit", "conflict", ...
  std::string text;            // the same for people
  std::int64_t document = -1;  // the first that was booked
};

}  // namespace planttwin::bridge
