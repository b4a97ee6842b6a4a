#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/playback/history.h"

namespace planttwin::view {

// What a run left about its messages to and from the business systems: reconciliation.json and
// messages.sqlite of its folder. Read once; what is missing is empty, what cannot be read is told
// in `problems`. Times are microseconds since the start; -1: unknown, or not yet.
struct BridgeRecord {
  struct Finding {
    std::string kind;  // its class: "missing", "duplicate", ...
    std::string order;
    std::string hop;  // the first that was wrong
    std::string when;
    std::string detail;
    std::int64_t time = -1;
    std::int32_t order_number = -1;
  };
  struct Message {
    std::string key;
    std::string type;
    std::string order;
    std::string state;
    std::int64_t happened = -1;
    std::int64_t ended = -1;
    std::int32_t order_number = -1;
    bool to_plant = false;
  };
  struct Backlog {
    std::int64_t at = 0;
    std::int64_t to_erp = 0;
    std::int64_t to_plant = 0;
  };

  bool has_audit = false;
  bool has_messages = false;
  std::vector<Finding> findings;
  std::vector<Message> messages;  // by `happened`
  std::vector<Backlog> backlog;   // by `at`
  std::vector<std::string> problems;

  // Positions in `messages` of those that are under way at an instant, the oldest first.
  std::vector<std::size_t> under_way(std::int64_t now) const;
  Backlog backlog_at(std::int64_t now) const;
};

BridgeRecord read_bridge_record(const std::filesystem::path& folder,
                                const playback::History& history);

}  // namespace planttwin::view
