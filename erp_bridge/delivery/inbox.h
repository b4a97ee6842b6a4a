#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "erp_bridge/delivery/inbox_entry.h"

namespace planttwin::bridge {

struct InboxOptions {
  std::string run_id;  // messages of other runs are stale; empty: there is only one
  // How long after a message a repetition of it may still come: the longest time that a sender
  // retries, or a broker keeps.
  sim::Duration longest_redelivery = sim::Duration::days(3);
  // The window in which repetitions are known: longer than the longest redelivery.
  sim::Duration window = sim::Duration::days(7);
  // Messages in the window. More make it shorter, but never shorter than the longest redelivery:
  // then nothing is taken until the oldest message is old enough.
  std::size_t most_entries = 1'000'000;
  std::size_t most_letters = 10'000;
};

// Takes messages from outside once, however often they come. A pure state machine, like Delivery:
// tell it what has come, then store what step() says together with the journal entry of the
// message, and only then apply and acknowledge it.
//
// A message is a repetition when its id or its key is known. What can't be taken becomes a dead
// letter, which is acknowledged, too: bringing it again would not help. Dead letters can be
// replayed. When there is no room for another one, the oldest stale one goes.
class Inbox {
 public:
  enum class Taken : std::uint8_t {
    kNew,         // to be journalled, applied and acknowledged
    kRepetition,  // to be acknowledged once more
    kSetAside,    // a dead letter now; to be acknowledged
    kFull,        // not to be acknowledged: the sender has to come again
  };

  // Throws std::invalid_argument when the window is not longer than the longest redelivery.
  explicit Inbox(InboxOptions options);

  // Takes up what a store has kept, after a restart and before anything else. Entries come in the
  // order of their positions, letters in the order of their numbers.
  void restore(std::vector<InboxEntry> entries, std::vector<DeadLetter> letters);

  Taken take(sim::Time now, const IncomingMessage& message);
  // A message came that can't be read.
  Taken take_unreadable(sim::Time now, std::string payload, std::string reason);
  // A message that was taken can't be applied. It stays known by id and key.
  Taken set_aside(sim::Time now, std::string payload, std::string reason);

  // A dead letter is tried again, as `message`, which a person may have mended. A new message, to
  // be journalled and applied, or a repetition settles it; anything else counts as one more
  // attempt. Requires the number of a letter.
  Taken replay(sim::Time now, std::int64_t number, const IncomingMessage& message);
  // A letter was tried again and still can't be read or applied.
  void replay_failed(std::int64_t number, std::string reason);

  InboxStep step(sim::Time now);

  bool knows(const std::string& key) const { return by_key_.contains(key); }
  std::size_t size() const { return entries_.size(); }
  const std::map<std::int64_t, DeadLetter>& letters() const { return letters_; }

 private:
  enum class Known : std::uint8_t { kNo, kSame, kOther };

  Known known(const IncomingMessage& message, std::uint64_t body_hash) const;
  bool make_room(sim::Time now);
  void forget_oldest();
  void remember(InboxEntry entry);
  Taken add_letter(sim::Time now, DeadLetter::Kind kind, std::string payload, std::string reason);
  bool make_room_for_letter();

  InboxOptions options_;
  std::map<std::int64_t, InboxEntry> entries_;            // by position
  std::unordered_map<std::string, std::int64_t> by_id_;   // positions
  std::unordered_map<std::string, std::int64_t> by_key_;  // positions
  std::map<std::int64_t, DeadLetter> letters_;            // by number
  std::int64_t next_position_ = 0;
  std::int64_t next_letter_ = 0;
  InboxStep step_;
};

}  // namespace planttwin::bridge
