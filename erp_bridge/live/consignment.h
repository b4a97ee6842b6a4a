#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/mapping/mapping.h"
#include "erp_bridge/messages/messages.h"

namespace planttwin::bridge {

// What is posted as one: a message, or all messages of an order where the system takes it whole.
// The payload is {"key": …, "partition": …, "write": 0, "messages": [messages as JSON]}.
struct Consignment {
  std::string key;        // of its last message
  std::string partition;  // consignments of one partition arrive in order
  std::string payload;
  std::vector<std::string> messages;    // keys
  std::vector<std::string> depends_on;  // keys of consignments that were made before
};

// Takes messages as they happen and makes consignments of them, by what a mapping takes. The same
// messages in the same order lead to the same consignments.
class Consigner {
 public:
  // The mapping outlives it.
  explicit Consigner(const Mapping& mapping);

  enum class Taken : std::uint8_t {
    kMade,     // a consignment
    kWaits,    // for others of its order
    kIgnored,  // the system never hears of such a message
    kUnmapped  // the mapping says nothing of it
  };
  struct Result {
    Taken taken = Taken::kWaits;
    std::optional<Consignment> made = std::nullopt;
  };
  Result take(const Message& message);

 private:
  struct Waiting {
    std::vector<std::string> keys;
    std::vector<std::string> texts;
    std::vector<std::string> depends_on;  // keys of messages
  };

  Consignment make(std::size_t write, const std::string& partition, Waiting messages);

  const Mapping& mapping_;
  std::unordered_map<std::string, std::size_t> write_of_;  // by name of the message
  std::unordered_set<std::string> ignored_;
  std::map<std::string, Waiting> waiting_;                       // by order
  std::unordered_map<std::string, std::string> consignment_of_;  // by key of the message
};

// The number of the write that takes a payload.
std::size_t write_of_payload(const std::string& payload);

}  // namespace planttwin::bridge
