#include "erp_bridge/faults/fault_dice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <malloc.h>

#include <algorithm>
#include <string>
#include <vector>

namespace planttwin::bridge {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

PlannedFault fault(const std::string& id) {
  PlannedFault made;
  made.id = id;
  made.connection = "erp";
  return made;
}

CarriedMessage message(int number, const std::string& run = "run-1") {
  return {run + "/MaterialIssued/" + std::to_string(number), "MaterialIssued"};
}

class FaultDiceTest : public ::testing::Test {
 protected:
  // Numbers of the messages that are struck when they pass one by one.
  std::vector<int> struck(const FaultPlan& plan, int messages, const std::string& run = "run-1") {
    FaultDice dice(plan, run, [](const FaultStrike&) {});
    std::vector<int> all;
    for (int i = 1; i <= messages; ++i) {
      if (dice.strike({"erp", FaultyCalls::kPostings, {message(i, run)}}, {})) all.push_back(i);
    }
    return all;
  }

  FaultPlan plan_{1, {fault("a")}};
};

TEST_F(FaultDiceTest, StrikesEveryNthMessageTheFirstTimeItPasses) {
  plan_.faults[0].every = 3;
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  std::vector<int> all;
  for (int i = 1; i <= 7; ++i) {
    for (int again = 0; again < 2; ++again) {
      if (dice.strike({"erp", FaultyCalls::kPostings, {message(i)}}, {})) all.push_back(i);
    }
  }
  EXPECT_THAT(all, ElementsAre(3, 6));
}

// Found by a soak: each fault remembered each message, 60 KB a posting with four hundred of them.
TEST_F(FaultDiceTest, RemembersAMessageOnceHoweverManyFaultsThereAre) {
  constexpr std::size_t kFaults = 400;
  constexpr int kMessages = 2000;
  constexpr std::size_t kMostBytesPerMessage = 500;
  plan_.faults.assign(kFaults, fault("a"));
  for (PlannedFault& one : plan_.faults) one.every = 1'000'000;
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  const std::size_t before = mallinfo2().uordblks;
  for (int i = 1; i <= kMessages; ++i) {
    dice.strike({"erp", FaultyCalls::kPostings, {message(i)}}, {});
  }
  EXPECT_LT(mallinfo2().uordblks, before + kMostBytesPerMessage * kMessages);
}

// A posting may be several requests; a fault that means one of them counts in that one alone.
TEST_F(FaultDiceTest, CountsInTheRequestsThatAFaultMeans) {
  plan_.faults.push_back(fault("b"));
  plan_.faults[0].containing = "done";
  plan_.faults[0].every = plan_.faults[1].every = 2;
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  std::vector<std::string> struck;
  for (int i = 1; i <= 4; ++i) {
    for (const std::string request : {"run", "done"}) {
      const auto strike =
          dice.strike({"erp", FaultyCalls::kPostings, {message(i)}, "POST /" + request}, {});
      if (strike) struck.push_back(strike->fault->id + ":" + request + std::to_string(i));
    }
  }
  EXPECT_THAT(struck, ElementsAre("b:run2", "a:done2", "b:run4", "a:done4"));
}

TEST_F(FaultDiceTest, StrikesNoMoreThanItMay) {
  plan_.faults[0].every = 2;
  plan_.faults[0].most = 2;
  EXPECT_THAT(struck(plan_, 20), ElementsAre(2, 4));
  FaultDice later(plan_, "run-1", [](const FaultStrike&) {}, {{"a", 2}});
  EXPECT_FALSE(later.strike({"erp", FaultyCalls::kPostings, {message(1), message(2)}}, {}));
}

TEST_F(FaultDiceTest, DrawsTheSameWhateverPassesBesideAndWhatTheRunIsCalled) {
  plan_.faults[0].share = 0.2;
  const std::vector<int> all = struck(plan_, 500);
  EXPECT_GT(all.size(), 60U);  // 100 are expected, with a standard deviation of 9
  EXPECT_LT(all.size(), 140U);
  EXPECT_EQ(struck(plan_, 500, "run-2"), all);
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  std::vector<int> backwards;
  for (int i = 500; i >= 1; --i) {
    if (dice.strike({"erp", FaultyCalls::kPostings, {message(i)}}, {})) backwards.push_back(i);
  }
  std::reverse(backwards.begin(), backwards.end());
  EXPECT_EQ(backwards, all);
  plan_.seed = 2;
  EXPECT_NE(struck(plan_, 500), all);
}

TEST_F(FaultDiceTest, DrawsAnewEachTimeAMessagePasses) {
  plan_.faults[0].share = 0.5;
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  int times = 0;
  for (int i = 0; i < 64; ++i)
    times += dice.strike({"erp", FaultyCalls::kPostings, {message(1)}}, {}) ? 1 : 0;
  EXPECT_GT(times, 8);
  EXPECT_LT(times, 56);
}

TEST_F(FaultDiceTest, LetsTheFirstFaultStrikeAndTheOtherOneNext) {
  plan_.faults.push_back(fault("b"));
  plan_.faults[0].every = plan_.faults[1].every = 2;
  std::vector<std::string> all;
  FaultDice dice(plan_, "run-1", [&](const FaultStrike& one) { all.push_back(one.fault->id); });
  for (int i = 1; i <= 5; ++i) dice.strike({"erp", FaultyCalls::kPostings, {message(i)}}, {});
  EXPECT_THAT(all, ElementsAre("a", "b", "a", "b"));
}

TEST_F(FaultDiceTest, StrikesWithinItsTimeAlone) {
  plan_.faults[0].at = sim::Duration::seconds(2);
  plan_.faults[0].window = sim::Duration::seconds(1);
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  std::vector<int> all;
  for (int second = 0; second < 5; ++second) {
    const sim::Duration now = sim::Duration::seconds(second);
    if (dice.strike({"erp", FaultyCalls::kPostings, {message(second)}}, now)) all.push_back(second);
  }
  EXPECT_THAT(all, ElementsAre(2));
}

TEST_F(FaultDiceTest, StrikesWhatItIsMeantForAlone) {
  plan_.faults[0].every = 1;
  plan_.faults[0].of = {"ProductCompleted"};
  EXPECT_THAT(struck(plan_, 5), IsEmpty());
  plan_.faults[0].of = {"MaterialIssued"};
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  EXPECT_FALSE(dice.strike({"other", FaultyCalls::kPostings, {message(1)}}, {}));
  EXPECT_FALSE(dice.strike({"erp", FaultyCalls::kPostings, {}}, {}));  // a log-in
  const auto strike =
      dice.strike({"erp", FaultyCalls::kPostings, {message(1), message(2)}, "POST /m"}, {});
  ASSERT_TRUE(strike);
  EXPECT_THAT(strike->keys, ElementsAre(message(1).key, message(2).key));
}

TEST_F(FaultDiceTest, CountsOnlyCallsThatContainAText) {
  plan_.faults[0].every = 2;
  plan_.faults[0].containing = "create";
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  std::vector<int> all;
  for (int i = 1; i <= 8; ++i) {
    const std::string body = i % 2 == 0 ? "stock.lot.create" : "stock.lot.search";
    const PassingCall call{"erp", FaultyCalls::kPostings, {message(i)}, "POST /erp", body};
    if (dice.strike(call, {})) all.push_back(i);
  }
  EXPECT_THAT(all, ElementsAre(4, 8));
}

TEST_F(FaultDiceTest, StrikesReadingsWhereItIsMeantForThem) {
  plan_.faults[0].every = 2;
  plan_.faults[0].calls = FaultyCalls::kReadings;
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  EXPECT_FALSE(dice.strike({"erp", FaultyCalls::kPostings, {message(1), message(2)}}, {}));
  EXPECT_FALSE(dice.strike({"erp", FaultyCalls::kReadings, {{"reading/1", ""}}}, {}));
  const auto strike = dice.strike({"erp", FaultyCalls::kReadings, {{"reading/2", ""}}}, {});
  ASSERT_TRUE(strike);
  EXPECT_THAT(strike->keys, IsEmpty());  // no message is struck
}

TEST_F(FaultDiceTest, StrikesWhatItCanAlterAlone) {
  plan_.faults[0].every = 1;
  plan_.faults[0].kind = FaultKind::kRewrite;
  plan_.faults[0].body = ".body | .quantity *= 10";
  FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  PassingCall call{"erp", FaultyCalls::kPostings, {message(1)}, "POST /erp", R"({"quantity":0})"};
  EXPECT_FALSE(dice.strike(call, {}));
  call.messages = {message(2)};
  call.body = R"({"quantity":2})";
  const auto strike = dice.strike(call, {});
  ASSERT_TRUE(strike);
  EXPECT_EQ(strike->body, R"({"quantity":20})");
}

TEST_F(FaultDiceTest, KeepsLatencyWithinItsJitter) {
  plan_.faults[0].mean = sim::Duration::microseconds(20'000);
  plan_.faults[0].jitter = sim::Duration::microseconds(5'000);
  const FaultDice dice(plan_, "run-1", [](const FaultStrike&) {});
  for (int i = 1; i < 100; ++i) {
    const sim::Duration latency = dice.latency_of({&plan_.faults[0], i, "", {}});
    EXPECT_GE(latency, sim::Duration::microseconds(15'000));
    EXPECT_LE(latency, sim::Duration::microseconds(25'000));
    EXPECT_EQ(latency, dice.latency_of({&plan_.faults[0], i, "", {}}));
  }
}

}  // namespace
}  // namespace planttwin::bridge
