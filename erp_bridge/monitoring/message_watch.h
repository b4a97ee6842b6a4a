#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace planttwin::bridge {

// What a live bridge tells of one message.
struct MessageNews {
  enum class What : std::uint8_t {
    kReported,  // by the plant
    kSent,      // to the system; several times, perhaps
    kAnswered,  // the system has said something, or nothing
    kEnded,
  };
  What what = What::kReported;
  std::string_view key = {};
  std::string_view type = {};
  std::string_view trace_parent = {};  // W3C Trace Context; empty: the message has none
  std::int64_t attempt = 0;            // sendings until now
  // Of kAnswered "accepted", "rejected", "retry", "unknown" or "login"; of kEnded "acknowledged",
  // "rejected" or "dead".
  std::string_view outcome = {};
  std::string_view code = {};          // of a refusal
  std::optional<double> seconds = {};  // of kEnded: since it was due
  bool earlier = false;                // an earlier life of the run has seen it already
};

// Is told what becomes of messages. Called by several threads, one at a time, with the bridge
// locked: it is quick, and never calls back. An exception ends the run.
class MessageWatch {
 public:
  virtual ~MessageWatch() = default;
  virtual void on_message(const MessageNews& news) = 0;
};

}  // namespace planttwin::bridge
