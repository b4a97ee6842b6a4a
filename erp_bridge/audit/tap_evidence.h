#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/audit/finding.h"
#include "erp_bridge/messages/messages.h"
#include "sim/time.h"

namespace planttwin::bridge {

// A set of hops.
class HopSet {
 public:
  HopSet() = default;
  HopSet(std::initializer_list<Hop> hops) {
    for (const Hop hop : hops) add(hop);
  }
  void add(Hop hop) { in_[static_cast<std::size_t>(hop)] = true; }
  bool contains(Hop hop) const { return in_[static_cast<std::size_t>(hop)]; }
  bool empty() const;

 private:
  std::array<bool, kHops> in_{};
};

// What has passed at taps on the way to the record: for each message a hash of what it said, when
// it came first and in which order; no texts. A message under a key that the bridge never gave is
// known again by what it says and when that happened.
class TapEvidence {
 public:
  // As the bridge has sent it, in the order of entry.
  void expect(const Message& message);
  // As it has passed at a tap.
  void note(Hop place, const Message& message, sim::Time now);

  // Whether a message was seen at a place as it was sent, under whatever key.
  bool shows(Hop place, const std::string& key) const;
  // Whether it was seen under its key.
  bool shows_key(Hop place, const std::string& key) const;
  // Whether something that the bridge has never sent was seen: under a key of its own, or, where
  // the key says nothing, the same more often than it was sent.
  bool shows_surplus(Hop place, const std::string& key, std::uint64_t content) const;
  // Whether a message of the same partition that was sent earlier came later.
  bool shows_overtaking(Hop place, const std::string& key) const;
  // When it came first; nothing when it has not been seen.
  std::optional<sim::Time> first_seen(Hop place, const std::string& key) const;

  // Of all that a message says, but for its key.
  static std::uint64_t content_of(const Body& body, sim::UtcInstant time,
                                  const std::string& company, const std::string& plant,
                                  const std::string& posting_date);

 private:
  struct Sent {
    std::uint64_t content = 0;
    std::uint64_t partition = 0;
    std::int64_t sequence = 0;
  };
  struct Seen {
    bool altered = false;    // other than sent, at least once
    std::int64_t order = 0;  // of its first arrival at the place
    sim::Time first;
    std::uint64_t content = 0;
  };
  struct Place {
    std::unordered_map<std::uint64_t, Seen> by_key;
    // Messages under keys that the bridge never gave, by what they say.
    std::unordered_map<std::uint64_t, Seen> by_content;
    std::unordered_map<std::uint64_t, std::int64_t> keys_of_content;  // how many of all keys
  };

  const Place& at(Hop place) const { return places_[static_cast<std::size_t>(place)]; }
  const Seen* seen(Hop place, const std::string& key) const;

  std::unordered_map<std::uint64_t, Sent> sent_;                              // by hash of the key
  std::unordered_map<std::uint64_t, std::int64_t> sent_content_;              // how often
  std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> partitions_;  // keys as sent
  std::array<Place, kHops> places_;
};

}  // namespace planttwin::bridge
