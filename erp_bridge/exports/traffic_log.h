#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/messages/messages.h"
#include "sim/diagnostics.h"

// What somebody has recorded on the way from a plant to an ERP.
namespace planttwin::bridge {

enum class TrafficFormat : std::uint8_t {
  // A message to a line, as a CloudEvent, or a line of live/taps.jsonl.
  kJsonLines,
  // An HTTP archive, as browsers and proxies save it: bodies of requests are messages or lists of
  // them, responses say what has become of each.
  kHar,
};

struct LoggedMessage {
  Message message;
  // What was answered last; a message that was ever taken has been taken.
  std::optional<MessageTrace::State> answer;
  std::string code;  // of a rejection
};

// Postings once each, in the order in which they came first: what comes again under its key is no
// second posting, whatever it says.
struct RecordedTraffic {
  std::vector<LoggedMessage> postings;
  std::int64_t messages = 0;  // all that were read
  std::int64_t repeated = 0;  // of these, under a key that had come before
  std::int64_t altered = 0;   // of these, with other content
  std::int64_t others = 0;    // messages that are no postings, and what is no message
  bool has_answers = false;
};

// All errors are recorded with file and line: text that is no JSON, and messages that say not what
// they should. The file is UTF-8.
RecordedTraffic read_traffic(std::string_view bytes, TrafficFormat format, const std::string& file,
                             sim::Diagnostics& diagnostics);

}  // namespace planttwin::bridge
