#include "erp_bridge/live/live_bridge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using namespace std::chrono_literals;
using planttwin::testing::TemporaryFolder;

constexpr int kMessages = 300;
constexpr int kPartitions = 7;

// A receiver that several senders reach, and that fails now and then in every way there is.
class Receiving {
 public:
  explicit Receiving(bool fails = false) : fails_(fails) {}

  Receipt take(const Parcel& parcel) {
    const std::scoped_lock lock(mutex_);
    const std::uint64_t turn = ++turns_;
    Receipt receipt;
    receipt.kind = Receipt::Kind::kArrived;
    receipt.status = 200;
    if (refuses_) {
      receipt.status = 409;
      return receipt;
    }
    if (fails_ && turn % 7 == 1) return {Receipt::Kind::kNotSent, "nobody is there"};
    if (fails_ && turn % 7 == 3) {
      receipt.status = 503;
      return receipt;
    }
    ++arrivals_[parcel.key];
    order_.push_back(parcel.key);
    if (fails_ && turn % 7 == 5) return {Receipt::Kind::kUnknown, "the answer was lost"};
    return receipt;
  }
  void refuse(bool refuses) {
    const std::scoped_lock lock(mutex_);
    refuses_ = refuses;
  }
  std::map<std::string, int> arrivals() const {
    const std::scoped_lock lock(mutex_);
    return arrivals_;
  }
  std::vector<std::string> order() const {
    const std::scoped_lock lock(mutex_);
    return order_;
  }

 private:
  bool fails_;
  bool refuses_ = false;
  mutable std::mutex mutex_;
  std::uint64_t turns_ = 0;
  std::map<std::string, int> arrivals_;
  std::vector<std::string> order_;
};

class SenderTo : public Sender {
 public:
  explicit SenderTo(Receiving& receiving) : receiving_(receiving) {}
  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    std::vector<Receipt> receipts;
    for (const Parcel& parcel : parcels) receipts.push_back(receiving_.take(parcel));
    return receipts;
  }

 private:
  Receiving& receiving_;
};

// Says when it sends something for the first time, and then waits.
class SlowSender : public Sender {
 public:
  SlowSender(std::promise<void>& sending, std::future<void> goes_on)
      : sending_(sending), goes_on_(std::move(goes_on)) {}
  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    if (goes_on_.valid()) {
      sending_.set_value();
      goes_on_.get();
    }
    Receipt arrived;
    arrived.kind = Receipt::Kind::kArrived;
    arrived.status = 200;
    return std::vector<Receipt>(parcels.size(), arrived);
  }

 private:
  std::promise<void>& sending_;
  std::future<void> goes_on_;
};

Mapping each_by_itself() {
  Mapping mapping;
  mapping.id = mapping.title = "a receiver";
  mapping.programs = {"{key: .batch[0].key, body: .batch[0].messages[0]}"};
  MappingWrite write;
  write.takes = {"GoodsReceived"};
  write.sequence.steps.emplace_back().send = 0;
  mapping.writes.push_back(std::move(write));
  return mapping;
}

Message message(int number) {
  GoodsReceived received;
  received.item = "SEAL";
  received.quantity = sim::Decimal(number + 1, 0);
  received.unit = "pcs";
  received.location = "STORE";
  Message made;
  made.envelope.id = made.envelope.idempotency_key = "key-" + std::to_string(number);
  made.envelope.partition_key = "partition-" + std::to_string(number % kPartitions);
  made.body = received;
  return made;
}

sim::Time second(int number) { return sim::Time::from_start(sim::Duration::seconds(number)); }

class LiveBridgeTest : public ::testing::Test {
 protected:
  LiveBridgeOptions options(std::size_t workers = 1) const {
    LiveBridgeOptions options;
    options.store = folder_.file("bridge.sqlite");
    options.workers = workers;
    options.delivery.first_retry = sim::Duration::microseconds(500);
    options.delivery.longest_retry = sim::Duration::microseconds(5000);
    options.delivery.probe_every = sim::Duration::microseconds(1000);
    return options;
  }
  LiveBridge::ClientFactory clients(Receiving& receiving) const {
    return [this, &receiving] {
      SystemClient client;
      client.sender = std::make_unique<SenderTo>(receiving);
      client.system = std::make_unique<MappedSystem>(mapping_, *client.sender, "{}", "{}");
      return client;
    };
  }
  static void report_all(LiveBridge& bridge) {
    for (int i = 0; i < kMessages; ++i) bridge.report(message(i), second(i), 0us);
  }

  TemporaryFolder folder_;
  Mapping mapping_ = each_by_itself();
};

TEST_F(LiveBridgeTest, DeliversEverythingInOrderThroughEveryFault) {
  Receiving receiving(true);
  LiveBridge bridge(options(3), mapping_, clients(receiving));
  report_all(bridge);
  ASSERT_TRUE(bridge.wait_until_drained(60s));
  bridge.stop();
  EXPECT_EQ(receiving.arrivals().size(), kMessages);
  std::map<int, int> last;  // by partition
  for (const std::string& key : receiving.order()) {
    const int number = std::stoi(key.substr(4));
    EXPECT_GE(number, last[number % kPartitions]);
    last[number % kPartitions] = number;
  }
  for (const auto& [key, trace] : bridge.traces()) {
    EXPECT_EQ(trace.state, MessageTrace::State::kAcknowledged) << key;
  }
  EXPECT_EQ(bridge.journeys().size(), kMessages);
  for (const MessageJourney& journey : bridge.journeys()) {
    EXPECT_TRUE(journey.taken);
    EXPECT_GE(journey.first_sent, journey.happened);
    EXPECT_GE(journey.ended, journey.first_sent);
  }
}

// The system takes an order as a whole: what it has to do begins when the last of it has happened.
TEST_F(LiveBridgeTest, KnowsSinceWhenAnOrderCouldBePosted) {
  mapping_.writes[0].takes = {"MaterialIssued", "ProductionOrderClosed"};
  mapping_.writes[0].collected_until = "ProductionOrderClosed";
  const auto of_order = [](const std::string& order, Message message) {
    message.envelope.partition_key = order;
    return message;
  };
  Receiving receiving;
  LiveBridge bridge(options(), mapping_, clients(receiving));
  bridge.report(of_order("O1", testing::issue("I1", 1)), second(1), 0us);
  bridge.report(of_order("O2", testing::issue("I2", 1)), second(2), 0us);
  std::this_thread::sleep_for(50ms);
  bridge.report(of_order("O1", testing::message_of("C1", ProductionOrderClosed{"O1"})), second(3),
                0us);
  ASSERT_TRUE(bridge.wait_until_drained(60s));
  bridge.stop();

  const std::vector<MessageJourney>& journeys = bridge.journeys();
  ASSERT_EQ(journeys.size(), 3u);
  for (const MessageJourney& journey : journeys) EXPECT_TRUE(journey.collected) << journey.key;
  EXPECT_GE(journeys[0].complete - journeys[0].happened, sim::Duration::microseconds(50'000));
  EXPECT_GE(journeys[0].first_taken, journeys[0].complete);
  EXPECT_TRUE(journeys[1].complete.is_never());  // its order goes on
  EXPECT_EQ(journeys[2].complete, journeys[2].happened);
}

TEST_F(LiveBridgeTest, GoesOnWhereAnEarlierLifeEnded) {
  Receiving receiving;
  std::size_t before = 0;
  {
    LiveBridge first(options(), mapping_, clients(receiving));
    for (int i = 0; i < kMessages / 2; ++i) first.report(message(i), second(i), 0us);
    first.stop();
    before = receiving.arrivals().size();
  }
  LiveBridge second_life(options(), mapping_, clients(receiving));
  report_all(second_life);
  EXPECT_TRUE(second_life.caught_up());
  ASSERT_TRUE(second_life.wait_until_drained(60s));
  second_life.stop();
  EXPECT_EQ(receiving.arrivals().size(), kMessages);
  // What was acknowledged did not come again.
  EXPECT_EQ(receiving.order().size(), kMessages) << "after " << before << " in the first life";
  EXPECT_EQ(second_life.traces().size(), kMessages);
}

// What is refused for a reason that a person can mend is set aside, and goes when the run goes on.
TEST_F(LiveBridgeTest, TriesAgainWhatAnEarlierLifeHasSetAside) {
  mapping_.programs.push_back(R"(if .status == 200 then {is: "accepted"}
                                 else {is: "rejected", code: "period_closed", text: "May"} end)");
  mapping_.answer = 1;
  LiveBridgeOptions skips = options();
  skips.delivery.stuck_head = StuckHead::kSkip;
  Receiving receiving;
  {
    receiving.refuse(true);
    LiveBridge first(skips, mapping_, clients(receiving));
    report_all(first);
    ASSERT_TRUE(first.wait_until_drained(60s));
    first.stop();
    EXPECT_TRUE(receiving.arrivals().empty());
    for (const auto& [key, trace] : first.traces()) {
      EXPECT_EQ(trace.state, MessageTrace::State::kRejected) << key;
      EXPECT_EQ(trace.code, "period_closed: May");
    }
  }
  receiving.refuse(false);
  LiveBridge again(skips, mapping_, clients(receiving));
  report_all(again);
  ASSERT_TRUE(again.wait_until_drained(60s));
  again.stop();
  EXPECT_EQ(receiving.order().size(), kMessages);
  for (const auto& [key, trace] : again.traces()) {
    EXPECT_EQ(trace.state, MessageTrace::State::kAcknowledged) << key;
  }
}

// What it tells of a message: "reported", "sent", …, and how often.
class Told : public MessageWatch {
 public:
  void on_message(const MessageNews& news) override {
    ++kinds_[news.what];
    if (news.what == MessageNews::What::kEnded) ++ends_[std::string(news.outcome)];
    if (news.earlier) ++earlier_;
  }
  int count(MessageNews::What what) const { return kinds_.contains(what) ? kinds_.at(what) : 0; }
  const std::map<std::string, int>& ends() const { return ends_; }
  int earlier() const { return earlier_; }

 private:
  std::map<MessageNews::What, int> kinds_;
  std::map<std::string, int> ends_;
  int earlier_ = 0;
};

TEST_F(LiveBridgeTest, TellsWhoWatchesWhatBecomesOfMessages) {
  using What = MessageNews::What;
  const std::map<std::string, int> all_taken = {{"acknowledged", kMessages}};
  Receiving receiving(true);
  Told told;
  LiveBridgeOptions watched = options(2);
  watched.watches = {&told};
  {
    LiveBridge bridge(watched, mapping_, clients(receiving));
    report_all(bridge);
    ASSERT_TRUE(bridge.wait_until_drained(60s));
    bridge.stop();
  }
  EXPECT_EQ(told.count(What::kReported), kMessages);
  EXPECT_EQ(told.ends(), all_taken);
  EXPECT_GT(told.count(What::kSent), kMessages);
  EXPECT_EQ(told.count(What::kAnswered), told.count(What::kSent));
  EXPECT_EQ(told.earlier(), 0);
  Told later;
  watched.watches = {&later};
  LiveBridge again(watched, mapping_, clients(receiving));
  report_all(again);
  again.stop();
  EXPECT_EQ(later.ends(), all_taken);
  EXPECT_EQ(later.count(What::kSent), 0);
  EXPECT_EQ(later.earlier(), 2 * kMessages);
}

TEST_F(LiveBridgeTest, TellsOfWhatIsSetAside) {
  mapping_.programs.push_back(R"({is: "rejected", code: "period_closed", text: "May"})");
  mapping_.answer = 1;
  Receiving receiving;
  Told told;
  LiveBridgeOptions watched = options();
  watched.delivery.stuck_head = StuckHead::kPark;
  watched.watches = {&told};
  LiveBridge bridge(watched, mapping_, clients(receiving));
  report_all(bridge);
  ASSERT_TRUE(bridge.wait_until_drained(60s));
  bridge.stop();
  // Those behind one that is parked end with it.
  EXPECT_EQ(told.ends(), (std::map<std::string, int>{{"dead", kMessages}}));
}

TEST_F(LiveBridgeTest, HoldsUpWhoReportsFasterThanIsTaken) {
  Receiving receiving;
  LiveBridgeOptions few = options();
  few.most_open = 5;
  LiveBridge bridge(few, mapping_, clients(receiving));
  for (int i = 0; i < 50; ++i) {
    bridge.report(message(i), second(i), 0us);
    EXPECT_LE(bridge.open(), 6U);
  }
  EXPECT_TRUE(bridge.wait_until_drained(60s));
}

TEST_F(LiveBridgeTest, SaysThatTheLogInIsRefused) {
  mapping_.programs.push_back(R"({address: "/login"})");
  mapping_.login.steps.emplace_back().send = 1;
  mapping_.programs.push_back(R"({is: "rejected", text: "no such user"})");
  mapping_.answer = 2;
  Receiving receiving;
  LiveBridge bridge(options(), mapping_, clients(receiving));
  report_all(bridge);  // returns
  EXPECT_FALSE(bridge.wait_until_drained(60s));
  EXPECT_TRUE(bridge.has_failed());
  EXPECT_THROW(bridge.throw_failure(), SystemError);
}

// Nothing can be done with it then: it must not keep the one worker from ending its work.
TEST_F(LiveBridgeTest, TakesAnAnswerThatComesWhileSomethingIsBeingSent) {
  std::promise<void> sending;
  std::promise<void> goes_on;
  LiveBridgeOptions one_worker = options();
  one_worker.workers = 1;
  one_worker.answered_by = &mapping_;
  LiveBridge bridge(one_worker, mapping_, [&] {
    SystemClient client;
    client.sender = std::make_unique<SlowSender>(sending, goes_on.get_future());
    client.system = std::make_unique<MappedSystem>(mapping_, *client.sender, "{}", "{}");
    return client;
  });
  bridge.report(message(0), second(0), 0us);
  sending.get_future().wait();
  bridge.answer("key-0", {});
  std::this_thread::sleep_for(50ms);  // it has looked at the answer
  goes_on.set_value();
  EXPECT_TRUE(bridge.wait_until_drained(60s));
  bridge.stop();
  EXPECT_EQ(bridge.traces().at("key-0").state, MessageTrace::State::kAcknowledged);
}

TEST_F(LiveBridgeTest, WaitsForAnswersAndRemembersThem) {
  Receiving receiving;
  LiveBridgeOptions passed_on = options();
  passed_on.answered_by = &mapping_;
  {
    LiveBridge bridge(passed_on, mapping_, clients(receiving));
    for (int i = 0; i < 3; ++i) bridge.report(message(i), second(i), 0us);
    EXPECT_FALSE(bridge.wait_until_drained(300ms));
    bridge.answer("key-0", {});
    bridge.answer("key-1", {AnswerMeaning::kRejected, "unknown_item", "no SEAL", std::nullopt});
    EXPECT_FALSE(bridge.wait_until_drained(300ms));
    bridge.stop();
    EXPECT_EQ(bridge.traces().at("key-2").state, MessageTrace::State::kSent);
  }
  LiveBridge again(passed_on, mapping_, clients(receiving));
  for (int i = 0; i < 3; ++i) again.report(message(i), second(i), 0us);
  EXPECT_FALSE(again.wait_until_drained(300ms));
  again.answer("key-2", {});
  EXPECT_TRUE(again.wait_until_drained(60s));
  again.stop();
  const MessageTraces traces = again.traces();
  EXPECT_EQ(traces.at("key-0").state, MessageTrace::State::kAcknowledged);
  EXPECT_EQ(traces.at("key-1").state, MessageTrace::State::kRejected);
  EXPECT_EQ(traces.at("key-1").code, "unknown_item");
  EXPECT_EQ(traces.at("key-2").state, MessageTrace::State::kAcknowledged);
}

}  // namespace
}  // namespace planttwin::bridge
