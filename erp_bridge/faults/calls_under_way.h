#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// What is being sent just now and which messages it carries, so that a proxy of ours in the same
// program knows whom it strikes, whatever the bodies look like. For any thread.
class CallsUnderWay {
 public:
  // A header by which a proxy finds a call; it takes it out before it passes a request on.
  static constexpr const char* kHeader = "X-Planttwin-Call";

  // The number of a call, from 1 on.
  std::int64_t begin(const std::vector<CarriedMessage>& messages);
  void end(std::int64_t call);

  // Of a call, by what stands in its header; nothing of one that is over or unknown.
  std::vector<CarriedMessage> of(const std::string& header) const;
  // Of all calls that have begun behind that number, which becomes that of the last of them.
  std::vector<CarriedMessage> behind(std::int64_t& call) const;

 private:
  mutable std::mutex mutex_;
  std::int64_t last_ = 0;
  std::map<std::int64_t, std::vector<CarriedMessage>> calls_;
};

// A sender that notes what it sends. `calls` outlives it. Over HTTP it adds the header.
std::unique_ptr<Sender> make_noting_sender(std::unique_ptr<Sender> sender, CallsUnderWay& calls,
                                           bool over_http);

}  // namespace planttwin::bridge
