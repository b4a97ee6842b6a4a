#include "erp_bridge/faults/fault_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "erp_bridge/faults/calls_under_way.h"

namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// Answers every request with what it was sent.
class Target {
 public:
  Target() {
    server_.Post(".*", [this](const httplib::Request& request, httplib::Response& response) {
      const std::scoped_lock lock(mutex_);
      bodies_.push_back(request.body);
      last_ = request;
      response.status = 201;
      response.set_content("got " + request.body, "text/plain");
    });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~Target() { stop(); }
  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/base"; }
  std::vector<std::string> bodies() const {
    const std::scoped_lock lock(mutex_);
    return bodies_;
  }
  httplib::Request last() const {
    const std::scoped_lock lock(mutex_);
    return last_;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> bodies_;
  httplib::Request last_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

// A plan of one fault, which strikes the first message and no other.
class FaultProxyOfHttp : public ::testing::Test {
 protected:
  PlannedFault& strike_with(FaultKind kind) {
    plan_.faults.resize(1);
    PlannedFault& fault = plan_.faults[0];
    fault.id = "fault";
    fault.kind = kind;
    fault.connection = "erp";
    fault.every = 1;
    fault.most = 1;
    return fault;
  }
  void begin() {
    dice_.emplace(plan_, "run", [this](const FaultStrike& strike) { keys_ = strike.keys; });
    Connection target{.url = target_.url()};
    target.answer_within = std::chrono::seconds(10);
    proxy_.emplace(FaultProxyParts{
        "erp", target, calls_, *dice_, [this] { return now_; },
        [this](const PlannedFault& fault) { struck_parts_.push_back(fault.part); }});
    Connection here{.url = proxy_->url()};
    here.answer_within = std::chrono::seconds(10);
    sender_ = make_noting_sender(make_sender(here), calls_, true);
  }
  Receipt post(const std::string& body) const {
    Parcel parcel{.address = "/messages?x=1", .body = body};
    parcel.carries = {{"run/" + body, "MaterialIssued"}};
    return sender_->send({parcel}).front();
  }
  // What was struck has come to nothing for the sender, and the next one goes well.
  void expect_no_answer_but_next() const {
    EXPECT_EQ(post("1").kind, Receipt::Kind::kUnknown);
    EXPECT_EQ(post("2").status, 201);
  }

  Target target_;
  FaultPlan plan_{1, {}};
  sim::Duration now_;
  CallsUnderWay calls_;
  std::vector<std::string> keys_;
  std::vector<std::string> struck_parts_;
  std::optional<FaultDice> dice_;
  std::optional<FaultProxy> proxy_;
  std::unique_ptr<Sender> sender_;
};

TEST_F(FaultProxyOfHttp, PassesOnWhatIsNotStruckAsItIs) {
  begin();
  const Receipt receipt = post("ü");
  EXPECT_EQ(receipt.status, 201);
  EXPECT_EQ(receipt.body, "got ü");
  EXPECT_EQ(target_.last().target, "/base/messages?x=1");
  EXPECT_FALSE(target_.last().has_header(CallsUnderWay::kHeader));
}

TEST_F(FaultProxyOfHttp, ListensOnThisMachineAlone) {
  begin();
  EXPECT_THAT(proxy_->url(), ::testing::StartsWith("http://127.0.0.1:"));
}

TEST_F(FaultProxyOfHttp, ResetsWhereTheTargetDoesNotAnswer) {
  begin();
  target_.stop();
  EXPECT_EQ(post("1").kind, Receipt::Kind::kUnknown);
}

TEST_F(FaultProxyOfHttp, KnowsWhomItStrikes) {
  strike_with(FaultKind::kResetBeforeSend);
  begin();
  post("1");
  EXPECT_THAT(keys_, ElementsAre("run/1"));
}

TEST_F(FaultProxyOfHttp, ResetsBeforeAnythingIsSent) {
  strike_with(FaultKind::kResetBeforeSend);
  begin();
  expect_no_answer_but_next();
  EXPECT_THAT(target_.bodies(), ElementsAre("2"));
}

TEST_F(FaultProxyOfHttp, ResetsWhenTheTargetHasDoneItsWork) {
  strike_with(FaultKind::kResetAfterCommit);
  begin();
  expect_no_answer_but_next();
  EXPECT_THAT(target_.bodies(), ElementsAre("1", "2"));
}

TEST_F(FaultProxyOfHttp, CutsAnAnswerOff) {
  strike_with(FaultKind::kTruncatedBody);
  begin();
  expect_no_answer_but_next();
  EXPECT_THAT(target_.bodies(), ElementsAre("1", "2"));
}

TEST_F(FaultProxyOfHttp, RefusesForAWhileAndListensAgain) {
  strike_with(FaultKind::kRefused).lasts = sim::Duration::microseconds(300'000);
  begin();
  EXPECT_EQ(post("1").kind, Receipt::Kind::kUnknown);
  bool refused = false;
  Receipt receipt = post("2");
  const Clock::time_point until = Clock::now() + std::chrono::seconds(20);
  while (receipt.status != 201 && Clock::now() < until) {
    refused = refused || receipt.kind == Receipt::Kind::kNotSent;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    receipt = post("2");
  }
  EXPECT_EQ(receipt.status, 201);
  EXPECT_TRUE(refused);
  EXPECT_THAT(target_.bodies(), ElementsAre("2"));
}

TEST_F(FaultProxyOfHttp, BeginsToRefuseAtATime) {
  PlannedFault& fault = strike_with(FaultKind::kRefused);
  fault.every = 0;
  fault.at = sim::Duration::seconds(1);
  fault.lasts = sim::Duration::hours(1);
  begin();
  EXPECT_EQ(post("1").status, 201);
  proxy_->begin(fault);
  EXPECT_NE(post("2").kind, Receipt::Kind::kArrived);
  EXPECT_EQ(post("3").kind, Receipt::Kind::kNotSent);
}

class FaultProxyThatIsSilent : public FaultProxyOfHttp,
                               public ::testing::WithParamInterface<FaultKind> {};

TEST_P(FaultProxyThatIsSilent, LetsNothingThroughForAWhile) {
  strike_with(GetParam()).lasts = sim::Duration::microseconds(200'000);
  begin();
  const Clock::time_point before = Clock::now();
  EXPECT_EQ(post("1").kind, Receipt::Kind::kUnknown);
  EXPECT_GE(Clock::now() - before, std::chrono::milliseconds(200));
  EXPECT_EQ(post("2").status, 201);
  EXPECT_THAT(target_.bodies(), ElementsAre("2"));
}

INSTANTIATE_TEST_SUITE_P(Each, FaultProxyThatIsSilent,
                         ::testing::Values(FaultKind::kBlackHole, FaultKind::kHalfOpen));

class FaultProxyThatIsSlow : public FaultProxyOfHttp,
                             public ::testing::WithParamInterface<FaultKind> {};

TEST_P(FaultProxyThatIsSlow, PassesAllOnInItsTime) {
  PlannedFault& fault = strike_with(GetParam());
  fault.lasts = fault.mean = sim::Duration::microseconds(200'000);
  fault.bytes_per_s = 5;
  begin();
  const Clock::time_point before = Clock::now();
  const Receipt receipt = post("1");
  EXPECT_EQ(receipt.status, 201);
  EXPECT_EQ(receipt.body, "got 1");
  EXPECT_GE(Clock::now() - before, std::chrono::milliseconds(40));
}

INSTANTIATE_TEST_SUITE_P(Each, FaultProxyThatIsSlow,
                         ::testing::Values(FaultKind::kLatency, FaultKind::kBandwidth,
                                           FaultKind::kSlowBody));

TEST_F(FaultProxyOfHttp, SaysThatThereAreTooManyRequests) {
  strike_with(FaultKind::kStatus429).retry_after = sim::Duration::microseconds(1500'000);
  begin();
  const Receipt receipt = post("1");
  EXPECT_EQ(receipt.status, 429);
  EXPECT_THAT(receipt.headers, ::testing::Contains(Header("Retry-After", "2")));
  EXPECT_EQ(post("2").status, 201);
  EXPECT_THAT(target_.bodies(), ElementsAre("2"));
}

TEST_F(FaultProxyOfHttp, SaysThatTheTargetCanNot) {
  strike_with(FaultKind::kStatus5xx).status = 503;
  begin();
  EXPECT_EQ(post("1").status, 503);
  EXPECT_EQ(post("2").status, 201);
}

TEST_F(FaultProxyOfHttp, SaysThatALogInHasExpired) {
  strike_with(FaultKind::kExpiredLogin);
  begin();
  EXPECT_EQ(post("1").status, 401);
  EXPECT_THAT(target_.bodies(), IsEmpty());
}

TEST_F(FaultProxyOfHttp, SaysThatAllIsWellWithAnErrorInside) {
  PlannedFault& fault = strike_with(FaultKind::kOkWithErrorInside);
  fault.body = "{error: \"locked\", keys, body}";
  fault.content_type = "application/json";
  begin();
  const Receipt receipt = post("1");
  EXPECT_EQ(receipt.status, 200);
  EXPECT_EQ(receipt.body, R"({"error":"locked","keys":["run/1"],"body":1})");
  EXPECT_THAT(target_.bodies(), IsEmpty());
}

TEST_F(FaultProxyOfHttp, DropsWhatItAnswers) {
  PlannedFault& fault = strike_with(FaultKind::kDrop);
  fault.status = 202;
  fault.body = "\"<ok/>\"";
  fault.content_type = "text/xml";
  begin();
  const Receipt receipt = post("<a/>");
  EXPECT_EQ(receipt.status, 202);
  EXPECT_EQ(receipt.body, "<ok/>");
  EXPECT_THAT(target_.bodies(), IsEmpty());
}

TEST_F(FaultProxyOfHttp, DelaysWhatItAnswers) {
  PlannedFault& fault = strike_with(FaultKind::kDelay);
  fault.status = 202;
  fault.body = "{}";
  fault.lasts = sim::Duration::microseconds(300'000);
  begin();
  EXPECT_EQ(post("1").status, 202);
  proxy_->finish();
  EXPECT_THAT(target_.bodies(), ElementsAre("1"));
}

TEST_F(FaultProxyOfHttp, LetsAnotherOvertakeWhatItAnswers) {
  PlannedFault& fault = strike_with(FaultKind::kReorder);
  fault.status = 202;
  fault.body = "{}";
  fault.behind = 2;
  begin();
  for (const char* body : {"1", "2", "3", "4"}) post(body);
  EXPECT_THAT(target_.bodies(), ElementsAre("2", "3", "1", "4"));
}

TEST_F(FaultProxyOfHttp, PassesOnInTheEndWhatNothingOvertakes) {
  PlannedFault& fault = strike_with(FaultKind::kReorder);
  fault.status = 202;
  fault.body = "{}";
  fault.behind = 5;
  begin();
  post("1");
  post("2");
  proxy_->finish();
  EXPECT_THAT(target_.bodies(), ElementsAre("2", "1"));
}

TEST_F(FaultProxyOfHttp, PassesOnWhatAProgramMakesOfIt) {
  strike_with(FaultKind::kUnitMistake).body = ".body | .quantity *= 1000";
  begin();
  EXPECT_EQ(post(R"({"quantity":2})").status, 201);
  EXPECT_THAT(target_.bodies(), ElementsAre(R"({"quantity":2000})"));
}

TEST_F(FaultProxyOfHttp, DoublesWhatItPassesOn) {
  strike_with(FaultKind::kDuplicate);
  begin();
  EXPECT_EQ(post("1").status, 201);
  EXPECT_THAT(target_.bodies(), ElementsAre("1", "1"));
}

TEST_F(FaultProxyOfHttp, PutsAnotherTextInABodyThatHasIt) {
  PlannedFault& fault = strike_with(FaultKind::kCorrupt);
  fault.replace = "kg";
  fault.by = "pounds";
  begin();
  EXPECT_EQ(post("1 m").status, 201);
  EXPECT_EQ(post("1 kg, 2 kg").status, 201);
  EXPECT_THAT(target_.bodies(), ElementsAre("1 m", "1 pounds, 2 kg"));
}

TEST_F(FaultProxyOfHttp, StrikesAPartBeforeItPassesOn) {
  strike_with(FaultKind::kKill).part = "erp";
  begin();
  EXPECT_EQ(post("1").status, 201);
  EXPECT_THAT(struck_parts_, ElementsAre("erp"));
}

TEST_F(FaultProxyOfHttp, LetsLogInsPass) {
  strike_with(FaultKind::kExpiredLogin);
  begin();
  EXPECT_EQ(sender_->send({Parcel{.address = "/login", .body = "x"}}).front().status, 201);
  EXPECT_THAT(keys_, IsEmpty());
}

TEST_F(FaultProxyOfHttp, EndsWhileItIsSilent) {
  strike_with(FaultKind::kHalfOpen).lasts = sim::Duration::hours(1);
  begin();
  std::thread client([this] { EXPECT_EQ(post("1").kind, Receipt::Kind::kUnknown); });
  while (keys_.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  proxy_.reset();
  client.join();
}

}  // namespace
}  // namespace planttwin::bridge
