#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "erp_bridge/delivery/outbox_entry.h"

namespace planttwin::bridge {

// What is to be done with a message that the receiver has refused.
enum class Refusal : std::uint8_t {
  kFinal,                 // it will never be taken
  kRetryAfterDependency,  // something that it needs has not arrived yet
  kRetryLater,            // the receiver is not able to at the moment
  kManual,                // a person has to look at it
};

// What becomes of a partition whose first message can't be delivered.
enum class StuckHead : std::uint8_t {
  kBlock,  // it is tried again and again, and those behind it wait
  kSkip,   // it is set aside, and those behind it go on
  kPark,   // it and those behind it are set aside
};

// What becomes of a message for which there is no room.
enum class Overflow : std::uint8_t {
  kWait,      // it is not taken; to be entered again when there is room
  kSetAside,  // it is set aside, and so are those behind it, unless a stuck head is skipped
};

struct DeliveryOptions {
  std::size_t window = 100;  // messages in flight at once
  // Messages that go together at most, as one sending that the receiver takes whole or not at all;
  // 1: each goes alone.
  std::size_t batch = 1;
  sim::Duration answer_within = sim::Duration::seconds(30);
  sim::Duration first_retry = sim::Duration::seconds(1);  // doubled with every attempt
  sim::Duration longest_retry = sim::Duration::seconds(300);
  std::int32_t most_attempts = 20;  // then the head is stuck; with kBlock only a figure
  // A head that is older when it fails is stuck, too.
  sim::Duration most_age = sim::Duration::max();
  StuckHead stuck_head = StuckHead::kBlock;
  bool can_ask = false;  // the receiver tells by key whether it has a message
  // The circuit breaker: after so many sendings in a row without an answer, one message alone is
  // tried, once in `probe_every`.
  std::int32_t breaker_after = 5;
  sim::Duration probe_every = sim::Duration::seconds(30);
  sim::Duration send_spacing;  // least time between two sendings: limits the drain of a backlog
  std::size_t most_entries = 1'000'000;  // of those that have not ended
  std::size_t most_bytes = std::size_t{1} << 30;
  Overflow overflow = Overflow::kWait;
  // Messages that have ended, by which repetitions are known. Dead ones are not counted: they wait
  // for a person.
  std::size_t remembered = 100'000;
};

struct BatchMember {
  std::string key;
  std::string payload;
};

// What the machine wants done, in this order, after the changed entries have been stored.
struct DeliveryAction {
  enum class Kind : std::uint8_t { kSend, kSendBatch, kAsk };
  Kind kind = Kind::kSend;
  std::string key;                   // of kSend and kAsk
  std::string payload;               // of kSend
  std::vector<BatchMember> members;  // of kSendBatch: at least two, to be taken in this order
};

struct DeliveryStep {
  std::vector<OutboxEntry> changed;  // to be stored in one transaction, before anything is sent
  std::vector<DeliveryAction> actions;
  sim::Time wake = sim::Time::never();  // when step() has to be called again at the latest
};

// Delivers messages to one receiver: at least once on the wire, in order within a partition, and
// so once at a receiver that honours the key. A pure state machine: it owns no clock, no thread, no
// file and no connection. Tell it what has happened, then call step() and do what it says.
//
// Of each partition one message is under way at a time, or one batch with several of them in a row.
// A message that was sent and not answered is asked for before it is sent again, where the receiver
// can be asked; elsewhere it is sent again and marked as possibly doubled.
//
// A batch without an answer makes all its members unknown. One that is refused goes again in two
// halves, at once, until the guilty member is alone: it was in too large a company at most
// log2(batch) times. Within a batch a message may stand behind one that it depends on.
class Delivery {
 public:
  enum class Entered : std::uint8_t {
    kTaken,
    kKnown,     // the same key and payload came before: nothing to do
    kConflict,  // the same key came with another payload: an error of the sender
    kFull,      // no room; to be entered again when there is
    kSetAside,  // no room: a dead message now
  };

  // `chance` gives numbers from 0 up to 1, for the jitter of retries.
  Delivery(DeliveryOptions options, std::function<double()> chance);

  // Takes up what a store has kept, after a restart and before anything else: what was in flight is
  // unknown now. Entries come in the order of their positions.
  void restore(std::vector<OutboxEntry> entries);

  Entered enter(sim::Time now, std::string key, std::string partition, std::string payload,
                std::vector<std::string> depends_on = {});

  // What the receiver has said of a message, or nobody (the connection was lost, or the answer was
  // none). Answers to messages that have ended are passed over.
  void on_acknowledged(sim::Time now, const std::string& key);
  void on_refused(sim::Time now, const std::string& key, Refusal refusal, const std::string& reason,
                  std::optional<sim::Duration> retry_after = std::nullopt);
  // The sending in which a message was has got no answer: that holds for all that went with it.
  void on_unanswered(sim::Time now, const std::string& key);
  // The receiver has refused a batch of these messages as a whole. `keys` are those of the batch in
  // its order: the answer may be late, and some of them under way again.
  void on_batch_refused(sim::Time now, const std::vector<std::string>& keys, Refusal refusal,
                        const std::string& reason,
                        std::optional<sim::Duration> retry_after = std::nullopt);
  // The answer to kAsk.
  void on_told(sim::Time now, const std::string& key, bool received);

  // A dead message is to be tried again, and where its partition is parked all of that, in order,
  // as far as there is room; for the oldest message of all there always is: others may wait for it.
  // False when there is no such message or no room.
  bool revive(sim::Time now, const std::string& key);
  // Keys of the dead messages in the order of entry.
  std::vector<std::string> dead() const;

  DeliveryStep step(sim::Time now);

  const OutboxEntry* find(const std::string& key) const;
  std::size_t open() const { return open_; }  // not ended
  std::size_t open_bytes() const { return open_bytes_; }
  std::size_t remembered() const { return ended_.size(); }
  std::size_t set_aside() const { return dead_; }  // dead messages
  bool breaker_open() const { return silent_ >= options_.breaker_after; }

 private:
  struct Partition {
    std::map<std::int64_t, std::string> waiting;  // keys by position; the first is the head
    std::set<std::int64_t> in_flight;             // positions
    bool parked = false;
  };
  // How a message travels where batches are allowed.
  struct Trip {
    std::int64_t sending = -1;  // that it is in flight with; -1: none
    std::size_t company = 0;    // the largest batch that it may go in; 0: any
  };
  using Timers = std::set<std::pair<sim::Time, std::string>>;
  using Ready = std::set<std::pair<std::int64_t, std::string>>;
  // Where a partition stands: in `timers_` or in `ready_`, or nowhere while its head waits for a
  // message of another partition.
  struct Place {
    std::optional<Timers::iterator> timer;
    std::optional<Ready::iterator> ready;
  };

  OutboxEntry& awaited_of(const Partition& partition);
  OutboxEntry* open_entry(const std::string& key);
  void change(const OutboxEntry& entry) { changed_.insert(entry.position); }
  void add(sim::Time now, OutboxEntry entry);
  void end(sim::Time now, OutboxEntry& entry, DeliveryState state);
  void land(OutboxEntry& entry);
  bool is_stuck(sim::Time now, const OutboxEntry& entry) const;
  void retry(sim::Time now, OutboxEntry& entry, std::optional<sim::Duration> after);
  void give_up(sim::Time now, OutboxEntry& entry);
  void lose(sim::Time now, OutboxEntry& entry);
  void become_unknown(sim::Time now, OutboxEntry& entry);
  bool has_room(std::size_t bytes) const;
  bool parks_what_is_dead() const;
  bool is_oldest(const OutboxEntry& entry) const;
  void come_back(sim::Time now, OutboxEntry& entry);
  void place(sim::Time now, const std::string& partition);
  void remove_place(const std::string& partition);
  const std::string* awaited(const OutboxEntry& entry, std::int64_t sending) const;
  bool may_go(sim::Time now, const OutboxEntry& entry) const;
  void handle_timers(sim::Time now, DeliveryStep& step);
  bool may_send(sim::Time now) const;
  void send(sim::Time now, OutboxEntry& entry, DeliveryStep& step);
  void depart(sim::Time now, OutboxEntry& entry);
  void note_sending(sim::Time now);

  // Batches: delivery_batches.cpp.
  struct Batch {
    std::int64_t sending = -1;
    std::size_t most = 0;
    std::vector<std::string> keys;
    bool closed = false;
  };
  void send_batch(sim::Time now, DeliveryStep& step);
  void fill(sim::Time now, Batch& batch, const std::string& partition);
  bool join(sim::Time now, Batch& batch, OutboxEntry& entry);
  std::vector<std::string> companions(const OutboxEntry& entry) const;
  void leave_sending(const OutboxEntry& entry);
  void part(sim::Time now, const std::vector<std::string>& keys, const std::string& reason,
            sim::Duration after);

  sim::Time wake_time() const;
  sim::Duration backoff(std::int32_t attempts);
  void forget_oldest();

  DeliveryOptions options_;
  std::function<double()> chance_;
  std::unordered_map<std::string, OutboxEntry> entries_;
  std::unordered_map<std::int64_t, std::string> keys_;  // by position
  std::unordered_map<std::string, Partition> partitions_;
  std::unordered_map<std::string, std::vector<std::string>> dependents_;  // partitions by key
  Timers timers_;  // partitions by when something has to be done about their heads
  Ready ready_;    // partitions whose heads may be sent, the oldest first
  std::unordered_map<std::string, Place> places_;
  std::unordered_map<std::int64_t, Trip> trips_;  // by position; of batches only
  std::unordered_map<std::int64_t, std::vector<std::string>> sendings_;  // keys of those in flight
  std::int64_t next_sending_ = 0;
  std::set<std::int64_t> changed_;
  std::deque<std::string> ended_;  // keys, the oldest first; without dead ones
  std::int64_t next_position_ = 0;
  std::size_t open_ = 0;
  std::size_t open_bytes_ = 0;
  std::size_t dead_ = 0;
  std::size_t in_flight_ = 0;
  std::int32_t silent_ = 0;  // sendings in a row without an answer
  sim::Time next_send_;
  sim::Time next_probe_;
};

}  // namespace planttwin::bridge
