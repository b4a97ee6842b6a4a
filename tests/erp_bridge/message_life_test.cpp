// The whole life of messages in a process that is killed at any moment: orders come in, are
// journalled, applied and acknowledged; what they and the calendar cause goes out; what can't be
// taken becomes a dead letter and is replayed; what the receiver does not want is parked and tried
// again. Nothing is lost, and at a receiver that honours keys nothing is doubled.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/delivery/delivery_store.h"
#include "erp_bridge/delivery/inbox.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

namespace fs = std::filesystem;

constexpr int kOrders = 9;
constexpr int kHours = 5;  // the calendar reports each of them
constexpr int kLines = 3;
// What is wrong with some of the orders.
constexpr int kGarbled = 3;   // a person mends its text
constexpr int kStale = 5;     // of another run
constexpr int kTooEarly = 6;  // can't be applied before a person has mended the plant's data
constexpr int kUnwanted = 2;  // its report is refused until a person has mended the receiver's data

std::string order(int number) { return "order/" + std::to_string(number); }
std::string done(int number) { return "done/" + std::to_string(number); }

// What lies outside of the process and outlives it, written at once.
class Outside {
 public:
  fs::path store() const { return folder_.file("delivery.sqlite"); }
  std::vector<std::string> lines(const std::string& name) const {
    std::vector<std::string> all;
    std::ifstream in(folder_.file(name));
    for (std::string line; std::getline(in, line);) all.push_back(line);
    return all;
  }
  void append(const std::string& name, const std::string& line) const {
    std::ofstream(folder_.file(name), std::ios::app) << line << '\n';
  }
  bool has(const std::string& name, const std::string& line) const {
    const std::vector<std::string> all = lines(name);
    return std::find(all.begin(), all.end(), line) != all.end();
  }
  bool mended() const { return !lines("mended").empty(); }

 private:
  testing::TemporaryFolder folder_{testing::memory_directory()};
};

// What a child found to be wrong: its exit code.
constexpr int kWrong = 3;

void require(bool holds) {
  if (!holds) ::_exit(kWrong);
}

// One life of the process: the bridge, the plant behind it, and a person.
class Life {
 public:
  Life(const Outside& outside, int killed_at)
      : outside_(outside),
        killed_at_(killed_at),
        store_(outside.store()),
        delivery_(delivery_options(), [] { return 0.5; }),
        inbox_(inbox_options()) {
    step_of_life();
    restore();
    step_of_life();
  }

  void run() {
    for (std::int64_t second = 0; !finished(); ++second) {
      require(second < 10'000);
      now_ = sim::Time::from_start(sim::Duration::seconds(second));
      take_orders();
      pass_hours();
      let_a_person_mend();
      keep();
      acknowledge();
      transmit();
    }
  }

 private:
  static DeliveryOptions delivery_options() {
    DeliveryOptions options;
    options.can_ask = true;
    options.stuck_head = StuckHead::kPark;
    options.breaker_after = 1000;
    return options;
  }
  static InboxOptions inbox_options() {
    InboxOptions options;
    options.run_id = "R";
    return options;
  }

  void step_of_life() {
    if (++steps_ == killed_at_) ::kill(::getpid(), SIGKILL);
  }

  // The plant is played again from its journal. What it caused then is in the outbox already, or
  // the transaction was none.
  void restore() {
    delivery_.restore(store_.outbox());
    inbox_.restore(store_.inbox(), store_.dead_letters());
    hour_ = static_cast<int>(store_.source_position());
    for (int hour = 0; hour < hour_; ++hour) require(report_hour(hour) == Entered::kKnown);
    std::set<std::string> journalled;
    for (const JournalEntry& entry : store_.journal()) {
      require(entry.position == inputs_++);
      require(entry.channel != "office" || journalled.insert(entry.payload).second);
      if (applies(entry)) require(report_done(entry.payload) == Entered::kKnown);
    }
    for (const auto& [number, letter] : inbox_.letters()) journalled.insert(letter.payload);
    for (const std::string& acknowledged : outside_.lines("acknowledged")) {
      require(journalled.contains(acknowledged) || inbox_.knows(mended(acknowledged)));
    }
  }

  using Entered = Delivery::Entered;

  Entered report_hour(int hour) {
    const std::string key = "hour/" + std::to_string(hour);
    return delivery_.enter(now_, key, "calendar", key);
  }
  Entered report_done(const std::string& text) {
    const int number = std::stoi(text.substr(text.find('/') + 1));
    return delivery_.enter(now_, done(number), "line/" + std::to_string(number % kLines),
                           done(number));
  }
  static bool applies(const JournalEntry& entry) {
    return entry.payload != order(kTooEarly) || entry.channel == "replay";
  }
  // As a person would have it.
  static std::string mended(const std::string& text) {
    return text.starts_with("#") ? text.substr(1) : text;
  }
  static std::string sent_by_office(int number) {
    return number == kGarbled ? "#" + order(number) : order(number);
  }
  static IncomingMessage message_of(const std::string& text) {
    const std::string run = text == order(kStale) ? "another run" : "R";
    return {text, text, run, text, text};
  }

  // The office brings what was not acknowledged, two at a time.
  void take_orders() {
    int brought = 0;
    for (int number = 0; number < kOrders && brought < 2; ++number) {
      const std::string text = sent_by_office(number);
      if (outside_.has("acknowledged", text)) continue;
      ++brought;
      take(text);
      step_of_life();
      to_acknowledge_.push_back(text);
    }
  }

  void take(const std::string& text) {
    if (text.starts_with("#")) {
      inbox_.take_unreadable(now_, text, "no order");
      return;
    }
    if (inbox_.take(now_, message_of(text)) != Inbox::Taken::kNew) return;
    apply({inputs_++, now_, "office", text});
  }

  void apply(const JournalEntry& entry) {
    changes_.journal.push_back(entry);
    if (applies(entry)) {
      require(report_done(entry.payload) == Entered::kTaken);
    } else {
      inbox_.set_aside(now_, entry.payload, "no such machine yet");
    }
  }

  void pass_hours() {
    if (hour_ >= kHours) return;
    report_hour(hour_);
    changes_.source_position = ++hour_;
    step_of_life();
  }

  bool all_orders_came() const {
    return static_cast<int>(outside_.lines("acknowledged").size()) == kOrders;
  }
  bool is_dead(const std::string& key) const {
    const OutboxEntry* entry = delivery_.find(key);
    return entry != nullptr && entry->state == DeliveryState::kDead;
  }

  // Once all orders came: one dead letter in a round, and then what is parked.
  void let_a_person_mend() {
    if (!all_orders_came()) return;
    if (!outside_.mended()) outside_.append("mended", "yes");
    step_of_life();
    for (const auto& [number, letter] : inbox_.letters()) {
      if (letter.kind == DeadLetter::Kind::kStale) continue;
      const std::string text = mended(letter.payload);
      const Inbox::Taken taken = inbox_.replay(now_, number, message_of(text));
      require(taken == Inbox::Taken::kNew);
      apply({inputs_++, now_, "replay", text});
      return step_of_life();
    }
    if (is_dead(done(kUnwanted))) delivery_.revive(now_, done(kUnwanted));
    step_of_life();
  }

  // Journal, inbox, outbox, dead letters and position in one transaction.
  void keep() {
    DeliveryStep step = delivery_.step(now_);
    actions_ = std::move(step.actions);
    changes_.outbox = std::move(step.changed);
    changes_.inbox = inbox_.step(now_);
    step_of_life();
    if (!changes_.empty()) store_.keep(std::exchange(changes_, {}));
    step_of_life();
  }

  void acknowledge() {
    for (const std::string& text : std::exchange(to_acknowledge_, {})) {
      outside_.append("acknowledged", text);
      step_of_life();
    }
  }

  void transmit() {
    for (const DeliveryAction& action : actions_) {
      const bool received = outside_.has("received", action.key);
      if (action.kind == DeliveryAction::Kind::kAsk) {
        delivery_.on_told(now_, action.key, received);
        step_of_life();
        continue;
      }
      if (action.key == done(kUnwanted) && !outside_.mended()) {
        delivery_.on_refused(now_, action.key, Refusal::kManual, "unknown item");
        step_of_life();
        continue;
      }
      if (!received) outside_.append("received", action.key);
      step_of_life();
      const bool lost = action.key.back() % 4 == 1 && delivery_.find(action.key)->attempts == 1;
      if (lost) {
        delivery_.on_unanswered(now_, action.key);
      } else {
        delivery_.on_acknowledged(now_, action.key);
      }
      step_of_life();
    }
  }

  bool finished() const {
    const bool only_stale = inbox_.letters().size() == 1;
    return all_orders_came() && only_stale && hour_ == kHours && delivery_.open() == 0 &&
           !is_dead(done(kUnwanted)) && changes_.empty();
  }

  const Outside& outside_;
  int killed_at_;
  int steps_ = 0;
  DeliveryStore store_;
  Delivery delivery_;
  Inbox inbox_;
  sim::Time now_;
  int hour_ = 0;
  std::int64_t inputs_ = 0;
  DeliveryChanges changes_;
  std::vector<DeliveryAction> actions_;
  std::vector<std::string> to_acknowledge_;
};

// Lives in a process of its own. True when it was killed.
bool killed_while_living(const Outside& outside, int killed_at) {
  const pid_t child = ::fork();
  if (child == 0) {
    Life(outside, killed_at).run();
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_FALSE(WIFEXITED(status) && WEXITSTATUS(status) != 0) << "found wrong in its life";
  return WIFSIGNALED(status);
}

void expect_received_once_in_order(const Outside& outside) {
  std::vector<std::string> expected;
  for (int hour = 0; hour < kHours; ++hour) expected.push_back("hour/" + std::to_string(hour));
  for (int number = 0; number < kOrders; ++number) {
    if (number != kStale) expected.push_back(done(number));
  }
  std::vector<std::string> received = outside.lines("received");
  const auto place = [&](const std::string& key) {
    return std::find(received.begin(), received.end(), key) - received.begin();
  };
  for (int hour = 1; hour < kHours; ++hour) {
    EXPECT_LT(place("hour/" + std::to_string(hour - 1)), place("hour/" + std::to_string(hour)));
  }
  // Of one line, in the order in which they were applied.
  EXPECT_LT(place(done(1)), place(done(4)));
  EXPECT_LT(place(done(4)), place(done(7)));
  EXPECT_LT(place(done(0)), place(done(6)));
  EXPECT_LT(place(done(kUnwanted)), place(done(8)));
  std::sort(received.begin(), received.end());
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(received, expected);
}

void expect_journalled_once(const Outside& outside) {
  DeliveryStore store(outside.store());
  std::vector<std::string> journal;
  for (const JournalEntry& entry : store.journal()) {
    journal.push_back(entry.channel + " " + entry.payload);
  }
  std::sort(journal.begin(), journal.end());
  std::vector<std::string> expected;
  for (int number = 0; number < kOrders; ++number) {
    if (number == kStale) continue;
    if (number != kGarbled) expected.push_back("office " + order(number));
    if (number == kGarbled || number == kTooEarly) expected.push_back("replay " + order(number));
  }
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(journal, expected);
  const std::vector<DeadLetter> letters = store.dead_letters();
  ASSERT_EQ(letters.size(), 1U);
  EXPECT_EQ(letters[0].payload, order(kStale));
  EXPECT_EQ(outside.lines("acknowledged").size(), static_cast<std::size_t>(kOrders));
}

void expect_all_well(const Outside& outside) {
  expect_received_once_in_order(outside);
  expect_journalled_once(outside);
}

TEST(MessageLife, LosesAndDoublesNothingWhereverTheProcessIsKilled) {
  int points = 0;
  for (int at = 1;; ++at) {
    const Outside outside;
    if (!killed_while_living(outside, at)) break;
    ++points;
    SCOPED_TRACE("killed at step " + std::to_string(at));
    ASSERT_FALSE(killed_while_living(outside, 0));
    expect_all_well(outside);
    if (HasFailure()) return;
  }
  EXPECT_GT(points, 75);
  RecordProperty("points", points);
}

// Two deaths: the second while the first is being recovered from.
TEST(MessageLife, LosesAndDoublesNothingWhenItIsKilledAgain) {
  int points = 0;
  for (int first = 4; first <= 76; first += 6) {
    for (int second = 1;; ++second) {
      const Outside outside;
      ASSERT_TRUE(killed_while_living(outside, first));
      if (!killed_while_living(outside, second)) break;
      ++points;
      SCOPED_TRACE("killed at steps " + std::to_string(first) + " and " + std::to_string(second));
      ASSERT_FALSE(killed_while_living(outside, 0));
      expect_all_well(outside);
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(points, 500);
  RecordProperty("points", points);
}

}  // namespace
}  // namespace planttwin::bridge
