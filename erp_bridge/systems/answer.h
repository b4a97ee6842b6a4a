#pragma once

#include <cstdint>
#include <string>
#include <utility>

namespace planttwin::bridge {

// What a receiver says of a message.
struct Answer {
  enum class Kind : std::uint8_t { kAcknowledged, kRejected };
  Kind kind = Kind::kAcknowledged;
  std::string code;            // of a rejection: "unknown_item", "deficit", "conflict", ...
  std::string text;            // the same for people
  std::int64_t document = -1;  // the first that was booked
  // The number under which the books keep a posting that has no document of its own; -1: it has.
  std::int64_t collected = -1;
};

inline Answer refusal(std::string code, std::string text) {
  return {Answer::Kind::kRejected, std::move(code), std::move(text)};
}

}  // namespace planttwin::bridge
