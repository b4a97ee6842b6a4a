// Delivery over networks that lose, double and delay, to receivers that are away or refuse, by
// senders that are killed: at a receiver that honours keys nothing is lost and nothing doubled, the
// messages of a partition come in order, and everything ends once the trouble is over. So do
// batches, which are taken whole or not at all, with members among them that the receiver never
// wants.

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <ostream>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/delivery/delivery.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

// Sanitizers make a run about ten times slower.
#ifdef NDEBUG
constexpr std::uint64_t kSeeds = 300;
#else
constexpr std::uint64_t kSeeds = 40;
#endif
constexpr int kMessages = 120;
constexpr int kPartitions = 7;
constexpr std::int64_t kTroubleSeconds = 2'000;  // for so long the network is bad
constexpr std::int64_t kDrainedSeconds = 60'000;

// Words by a seed, one after the other.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(sim::mix_bits(seed + 1)) {}
  double chance() {
    state_ = sim::mix_bits(state_ + 0x9E3779B97F4A7C15);
    return static_cast<double>(state_ >> 11) * 0x1p-53;
  }
  bool happens(double probability) { return chance() < probability; }

 private:
  std::uint64_t state_;
};

std::string key_of(int message) { return "m" + std::to_string(message); }
std::string partition_of(int message) { return "p" + std::to_string(message * 5 % kPartitions); }

// A message that no receiver wants, and with it no batch that holds it.
bool is_guilty(int message) { return message % 23 == 7; }

// A receiver that honours keys.
class Receiver {
 public:
  bool knows(const std::string& key) const { return known_.contains(key); }
  void take(const std::string& key, const std::string& payload) {
    if (!known_.insert(key).second) return;
    booked_.push_back(payload);
  }
  const std::vector<std::string>& booked() const { return booked_; }

 private:
  std::set<std::string> known_;
  std::vector<std::string> booked_;
};

class Network {
 public:
  Network(std::uint64_t seed, bool can_ask, bool batches) : dice_(seed), batches_(batches) {
    options_.can_ask = can_ask;
    if (batches) options_.batch = 2 + seed % 11;
    options_.window = 1 + seed % 9;
    options_.answer_within = sim::Duration::seconds(20);
    options_.probe_every = sim::Duration::seconds(15);
    loss_ = 0.4 * dice_.chance();
    doubling_ = 0.3 * dice_.chance();
    refusal_ = 0.3 * dice_.chance();
    crash_ = 0.05 * dice_.chance();
    away_from_ = static_cast<std::int64_t>(dice_.chance() * kTroubleSeconds);
    away_to_ = away_from_ + static_cast<std::int64_t>(dice_.chance() * kTroubleSeconds / 2);
    restart();
  }

  void run() {
    for (now_ = 0; now_ < kDrainedSeconds && !finished(); ++now_) {
      bring_messages();
      if (now_ % 10 == 0 && entered_ < kMessages) ++entered_;
      work();
    }
  }

  bool finished() const { return entered_ == kMessages && delivery_->open() == 0; }
  const Receiver& receiver() const { return receiver_; }
  std::size_t stored() const { return store_.size(); }
  std::int64_t now() const { return now_; }

 private:
  struct Travelling {
    bool ask = false;
    std::vector<BatchMember> members;  // one where there is no batch
  };

  bool trouble() const { return now_ < kTroubleSeconds; }
  sim::Time time() const { return sim::Time::from_start(sim::Duration::seconds(now_)); }

  // The process begins anew with what the store has kept.
  void restart() {
    delivery_ = std::make_unique<Delivery>(options_, [this] { return dice_.chance(); });
    std::vector<OutboxEntry> kept;
    for (const auto& [position, entry] : store_) kept.push_back(entry);
    delivery_->restore(std::move(kept));
    told_ = 0;
  }

  // The plant tells what has happened, after a restart all of it once more.
  void work() {
    for (; told_ < entered_; ++told_) {
      const auto entered = delivery_->enter(time(), key_of(told_), partition_of(told_),
                                            partition_of(told_) + "/" + std::to_string(told_));
      ASSERT_TRUE(entered == Delivery::Entered::kTaken || entered == Delivery::Entered::kKnown);
    }
    const DeliveryStep step = delivery_->step(time());
    if (killed()) return restart();  // before the transaction
    for (const OutboxEntry& entry : step.changed) store_[entry.position] = entry;
    for (const DeliveryAction& action : step.actions) {
      if (killed()) return restart();  // after it, with a part of the messages sent
      const bool ask = action.kind == DeliveryAction::Kind::kAsk;
      const bool batch = action.kind == DeliveryAction::Kind::kSendBatch;
      Travelling message{ask, action.members};
      if (!batch) message.members = {{action.key, action.payload}};
      travel(message);
      if (!ask && trouble() && dice_.happens(doubling_)) travel(message);
    }
  }

  bool killed() { return trouble() && dice_.happens(crash_); }

  void travel(Travelling message) {
    if (trouble() && dice_.happens(loss_)) return;
    const auto delay = static_cast<std::int64_t>(1 + dice_.chance() * (trouble() ? 40 : 3));
    on_the_way_.emplace(now_ + delay, std::move(message));
  }

  void bring_messages() {
    while (!on_the_way_.empty() && on_the_way_.begin()->first <= now_) {
      const Travelling message = on_the_way_.begin()->second;
      on_the_way_.erase(on_the_way_.begin());
      if (now_ >= away_from_ && now_ < away_to_) continue;
      if (message.ask) {
        const std::string& key = message.members[0].key;
        if (!trouble() || !dice_.happens(loss_)) {
          delivery_->on_told(time(), key, receiver_.knows(key));
        }
        continue;
      }
      bring(message);
    }
  }

  bool all_known(const Travelling& message) const {
    return std::all_of(message.members.begin(), message.members.end(),
                       [&](const BatchMember& member) { return receiver_.knows(member.key); });
  }

  // Taken whole or not at all.
  void bring(const Travelling& message) {
    const bool guilty = batches_ && std::any_of(message.members.begin(), message.members.end(),
                                                [](const BatchMember& member) {
                                                  return is_guilty(std::stoi(member.key.substr(1)));
                                                });
    const bool refuses = !guilty && trouble() && !all_known(message) && dice_.happens(refusal_);
    if (!guilty && !refuses) {
      for (const BatchMember& member : message.members) {
        receiver_.take(member.key, member.payload);
      }
    }
    if (trouble() && dice_.happens(loss_)) return;  // the answer is lost
    std::vector<std::string> keys;
    for (const BatchMember& member : message.members) keys.push_back(member.key);
    if (guilty) {
      delivery_->on_batch_refused(time(), keys, Refusal::kFinal, "unsupported");
    } else if (refuses) {
      delivery_->on_batch_refused(time(), keys, Refusal::kRetryLater, "locked");
    } else {
      for (const std::string& key : keys) delivery_->on_acknowledged(time(), key);
    }
  }

  Dice dice_;
  bool batches_;
  DeliveryOptions options_;
  double loss_ = 0;
  double doubling_ = 0;
  double refusal_ = 0;
  double crash_ = 0;
  std::int64_t away_from_ = 0;
  std::int64_t away_to_ = 0;
  std::int64_t now_ = 0;
  int entered_ = 0;  // messages that there are
  int told_ = 0;     // of them, in this life
  std::unique_ptr<Delivery> delivery_;
  std::map<std::int64_t, OutboxEntry> store_;
  std::multimap<std::int64_t, Travelling> on_the_way_;
  Receiver receiver_;
};

struct Case {
  const char* name;
  bool can_ask;
  bool batches;
};

void PrintTo(const Case& one, std::ostream* out) { *out << one.name; }

class BadNetwork : public ::testing::TestWithParam<Case> {};

TEST_P(BadNetwork, LosesNothingDoublesNothingAndKeepsTheOrderOfPartitions) {
  const bool batches = GetParam().batches;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Network network(seed, GetParam().can_ask, batches);
    network.run();
    ASSERT_TRUE(network.finished()) << "not drained after " << network.now() << " s";
    ASSERT_EQ(network.stored(), static_cast<std::size_t>(kMessages));
    std::map<std::string, std::vector<int>> came;
    for (const std::string& payload : network.receiver().booked()) {
      const std::size_t slash = payload.find('/');
      came[payload.substr(0, slash)].push_back(std::stoi(payload.substr(slash + 1)));
    }
    std::map<std::string, std::vector<int>> sent;
    for (int i = 0; i < kMessages; ++i) {
      if (!batches || !is_guilty(i)) sent[partition_of(i)].push_back(i);
    }
    ASSERT_EQ(came, sent);
  }
}

INSTANTIATE_TEST_SUITE_P(OfAReceiver, BadNetwork,
                         ::testing::Values(Case{"that_can_be_asked", true, false},
                                           Case{"that_can_not", false, false},
                                           Case{"that_takes_batches_and_can_be_asked", true, true},
                                           Case{"that_takes_batches_and_can_not", false, true}),
                         [](const ::testing::TestParamInfo<Case>& one) {
                           return std::string(one.param.name);
                         });

}  // namespace
}  // namespace planttwin::bridge
