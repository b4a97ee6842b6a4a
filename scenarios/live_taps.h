#pragma once

#include <filesystem>
#include <fstream>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "erp_bridge/live/listener.h"
#include "erp_bridge/live/stack_file.h"
#include "erp_bridge/transports/http_pass_through.h"
#include "scenarios/live_stack.h"

namespace planttwin::scenario {

// The taps of a live run. What they hear is in a file before it is acknowledged, or passed on.
class LiveTaps {
 public:
  // All of them listen when it returns. Throws bridge::SystemError for one that can't, and
  // OutputError; stack and live stack outlive it.
  LiveTaps(const bridge::Stack& stack, const LiveStack& live, const std::filesystem::path& file);
  ~LiveTaps() { stop(); }
  LiveTaps(const LiveTaps&) = delete;
  LiveTaps& operator=(const LiveTaps&) = delete;

  // Hears what is still on its way, and ends.
  void finish();

 private:
  struct Tap {
    std::string name;
    std::unique_ptr<bridge::Listener> listener;  // one of both
    std::unique_ptr<bridge::HttpPassThrough> passes;
  };

  void stop() { taps_.clear(); }
  Tap listener(const bridge::StackTap& tap, const LiveStack& live);
  Tap pass_through(const bridge::StackTap& tap, const LiveStack& live);
  void wait_until_all_listen() const;
  void keep(bridge::Hop hop, const std::vector<std::string>& messages);
  void keep_passage(bridge::Hop hop, const std::string& request, int status);

  std::mutex mutex_;
  std::ofstream file_;
  std::vector<Tap> taps_;
};

// The messages in a body: one, or an array of them; none where it holds something else.
std::vector<std::string> messages_in(const std::string& body);

}  // namespace planttwin::scenario
