#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/audit/reconciliation.h"
#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/delivery/delivery_store.h"
#include "erp_bridge/live/consignment.h"
#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/monitoring/message_watch.h"
#include "erp_bridge/stack/message_journey.h"

namespace planttwin::bridge {

// A mapped system with the way to it, for one thread.
struct SystemClient {
  std::unique_ptr<Sender> sender;
  std::unique_ptr<MappedSystem> system;
};

struct LiveBridgeOptions {
  DeliveryOptions delivery;
  std::filesystem::path store;  // SQLite
  DeliveryStore::Durability durability = DeliveryStore::Durability::kProcess;
  std::size_t workers = 1;  // sendings under way at once
  // Consignments that have not ended before whoever reports has to wait.
  std::size_t most_open = 1000;
  // Who takes the messages passes them on, and says by answer() what has become of each: this
  // mapping tells which messages are taken together there. It outlives the bridge.
  const Mapping* answered_by = nullptr;
  // Are told what becomes of messages; they outlive the bridge.
  std::vector<MessageWatch*> watches = {};
};

// Carries what a plant reports to a real system, in threads of its own: the delivery that runs in
// simulation, with a wall clock, a file and connections. What is reported is kept before it is
// sent; a killed process loses nothing: another bridge with the same store, told the same from the
// beginning, goes on. It also tries again what an earlier one has set aside.
//
// report() is for the thread of the plant; all else for any thread.
class LiveBridge {
 public:
  using ClientFactory = std::function<SystemClient()>;

  // The mapping outlives it. Throws sim::OutputError when the store can't be opened.
  LiveBridge(LiveBridgeOptions options, const Mapping& mapping, ClientFactory connect);
  // Ends at once; what is open stays in the store.
  ~LiveBridge();
  LiveBridge(const LiveBridge&) = delete;
  LiveBridge& operator=(const LiveBridge&) = delete;

  // `lag`: for how long the message has been due. Waits while too much is open, and after a failure
  // returns at once.
  void report(const Message& message, sim::Time happened, std::chrono::microseconds lag);
  // What has become of a message, by its key, as its receiver has said it by another way.
  void answer(const std::string& key, const SystemVerdict& verdict);

  // Consignments that have not ended, and messages that are to be answered.
  std::size_t open() const;
  // What was said last of a message that is tried again, or of one without an answer; for people.
  std::string last_trouble() const;
  // Waits until nothing is open; false when that did not come in time, or after a failure.
  bool wait_until_drained(std::chrono::milliseconds within);
  // Whether all that earlier lives had reported has been reported again.
  bool caught_up() const;
  // Whether the system does not answer, and is only probed.
  bool circuit_open() const;
  // Whether it can't go on: the system refuses the log-in, the disk is full.
  bool has_failed() const;
  // Throws what has failed: SystemError, TransportError, sim::OutputError; nothing when all is
  // well.
  void throw_failure() const;
  // Calls `notify`, in any thread, whenever something has failed.
  void on_failure(std::function<void()> notify);

  // Ends the threads; then what is known of the messages may be asked for.
  void stop();
  MessageTraces traces() const;
  // Times are the plant's, with the real time that each took added to when it happened.
  const std::vector<MessageJourney>& journeys() const { return journeys_; }
  // Of consignments, by the plant's time.
  const std::vector<BacklogPoint>& backlog() const { return backlog_; }

 private:
  using Clock = std::chrono::steady_clock;
  struct Reported {  // a message
    std::size_t journey;
    Clock::time_point due;
    std::string consignment;  // key; empty: waits for others
    bool unmapped = false;
    std::optional<SystemVerdict> answer = std::nullopt;
    std::string trace_parent = {};  // where the message has one, and somebody watches
    bool told_end = false;
  };
  struct Job {
    bool asks = false;
    std::vector<BatchMember> members;  // of asks: keys alone
  };
  struct Done {
    Job job;
    std::vector<SystemVerdict> verdicts;
    std::optional<std::vector<bool>> known;  // of asks
  };

  sim::Time now() const;
  void run_bridge();
  void tell_bridge();
  void run_worker();
  void enter_reported();
  void take_done();
  void take_answers(DeliveryChanges& changes);
  void take_answer(const std::string& key, const SystemVerdict& verdict);
  void expect_answers(const Message& message);
  DeliveryStep keep_step(std::unique_lock<std::mutex>& lock);
  void give_jobs(std::vector<DeliveryAction> actions);
  void note_backlog();
  void take_verdicts(const Done& done);
  void take_verdict(const std::string& key, const SystemVerdict& verdict);
  Refusal refusal_for(const SystemVerdict& verdict) const;
  void note_sent(const Job& job);
  void note_end(const OutboxEntry& entry);
  void tell(MessageNews::What what, const std::string& key, std::string_view outcome = {},
            std::string_view code = {}, bool earlier = false);
  void tell_end(const std::string& key, std::string_view outcome, std::string_view code,
                bool earlier);
  void tell_entry_end(const OutboxEntry& entry, bool earlier);
  void fail();
  Done post(MappedSystem& system, Job job) const;

  const LiveBridgeOptions options_;
  const Mapping& mapping_;
  ClientFactory connect_;
  Consigner consigner_;
  std::optional<Consigner> behind_;  // of who answers
  Delivery delivery_;
  DeliveryStore store_;
  sim::Time base_;  // of now(): later than all that the store has
  Clock::time_point started_;
  std::uint64_t draws_ = 0;

  mutable std::mutex mutex_;           // of all below
  std::condition_variable news_;       // for the bridge
  std::condition_variable jobs_news_;  // for workers
  std::condition_variable progress_;   // for those who wait
  std::deque<Consignment> reported_;
  std::deque<Done> done_;
  std::deque<std::pair<std::string, SystemVerdict>> answers_;
  // Of messages that have not been reported yet: what an earlier life has heard.
  std::unordered_map<std::string, SystemVerdict> early_answers_;
  std::unordered_set<std::string> unanswered_;  // keys
  std::int64_t next_answer_ = 0;                // position in the journal
  std::deque<Job> jobs_;
  std::size_t idle_ = 0;   // workers without a job
  bool has_news_ = false;  // for run_bridge()
  std::size_t open_ = 0;
  std::int64_t made_ = 0;   // consignments, of all lives
  std::int64_t kept_ = 0;   // of these, those of earlier lives
  bool stopping_ = false;   // no more is sent
  bool finishing_ = false;  // nor heard
  std::string last_trouble_;
  std::exception_ptr failure_;
  std::function<void()> notify_;
  std::unordered_map<std::string, Reported> messages_;                 // by key
  std::unordered_map<std::string, std::vector<std::string>> members_;  // by consignment
  std::vector<MessageJourney> journeys_;
  std::vector<BacklogPoint> backlog_;
  sim::Time plant_now_;

  std::thread bridge_;
  std::vector<std::thread> workers_;
};

}  // namespace planttwin::bridge
