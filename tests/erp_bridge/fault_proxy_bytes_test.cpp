#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "erp_bridge/faults/calls_under_way.h"
#include "erp_bridge/faults/fault_proxy.h"
#include "erp_bridge/transports/tcp_sockets.h"

namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;

// Says what it hears.
class Echo {
 public:
  Echo() : thread_([this] { run(); }) {}
  ~Echo() {
    over_ = true;
    listener_.refuse();
    thread_.join();
  }
  int port() const { return listener_.port(); }
  int pieces() const { return pieces_; }

 private:
  void run() {
    while (!over_) {
      const std::unique_ptr<TcpPeer> peer = listener_.accept();
      if (!peer) continue;
      for (std::string piece = peer->read(); !piece.empty(); piece = peer->read()) {
        ++pieces_;
        peer->write(piece);
      }
    }
  }

  TcpListener listener_;
  std::atomic<bool> over_ = false;
  std::atomic<int> pieces_ = 0;
  std::thread thread_;
};

class FaultProxyOfBytes : public ::testing::Test {
 protected:
  PlannedFault& strike_with(FaultKind kind) {
    plan_.faults.resize(1);
    PlannedFault& fault = plan_.faults[0];
    fault.kind = kind;
    fault.connection = "broker";
    fault.every = fault.most = 1;
    fault.lasts = fault.mean = sim::Duration::microseconds(100'000);
    fault.bytes_per_s = 20;
    return fault;
  }
  void begin() {
    dice_.emplace(plan_, "run", [](const FaultStrike&) {});
    Connection target{.url = "mqtt://127.0.0.1:" + std::to_string(echo_.port())};
    proxy_.emplace(FaultProxyParts{"broker", target, calls_, *dice_, [] { return sim::Duration(); },
                                   [](const PlannedFault&) {}});
    const std::string url = proxy_->url();
    port_ = std::stoi(url.substr(url.rfind(':') + 1));
  }
  std::unique_ptr<TcpPeer> connect() const {
    return TcpPeer::connect("127.0.0.1", port_, std::chrono::seconds(10));
  }
  // What comes back of a message, on a connection of its own; empty when nothing does.
  std::string send(const std::string& text) {
    const auto peer = connect();
    if (!peer) return "";
    const std::int64_t call = calls_.begin({{"run/" + text, "MaterialIssued"}});
    peer->write(text);
    const std::string answer = peer->read();
    calls_.end(call);
    return answer;
  }

  Echo echo_;
  FaultPlan plan_{1, {}};
  CallsUnderWay calls_;
  std::optional<FaultDice> dice_;
  std::optional<FaultProxy> proxy_;
  int port_ = 0;
};

TEST_F(FaultProxyOfBytes, PassesOnWhatGoesEitherWay) {
  begin();
  EXPECT_EQ(send("one"), "one");
  EXPECT_EQ(send("two"), "two");
}

class FaultProxyThatLoses : public FaultProxyOfBytes,
                            public ::testing::WithParamInterface<FaultKind> {};

TEST_P(FaultProxyThatLoses, ResetsTheConnectionAndTakesAnother) {
  strike_with(GetParam());
  begin();
  EXPECT_EQ(send("one"), "");
  const bool arrives = GetParam() == FaultKind::kResetAfterCommit;
  EXPECT_EQ(echo_.pieces(), arrives ? 1 : 0);
  std::string answer;
  const Clock::time_point until = Clock::now() + std::chrono::seconds(20);
  while ((answer = send("two")).empty() && Clock::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(answer, "two");
}

INSTANTIATE_TEST_SUITE_P(Each, FaultProxyThatLoses,
                         ::testing::Values(FaultKind::kRefused, FaultKind::kBlackHole,
                                           FaultKind::kHalfOpen, FaultKind::kResetBeforeSend,
                                           FaultKind::kResetAfterCommit));

class FaultProxyThatTakesTime : public FaultProxyOfBytes,
                                public ::testing::WithParamInterface<FaultKind> {};

TEST_P(FaultProxyThatTakesTime, LosesNothing) {
  strike_with(GetParam());
  begin();
  const Clock::time_point before = Clock::now();
  EXPECT_EQ(send("one"), "one");
  EXPECT_GE(Clock::now() - before, std::chrono::milliseconds(100));
}

INSTANTIATE_TEST_SUITE_P(Each, FaultProxyThatTakesTime,
                         ::testing::Values(FaultKind::kLatency, FaultKind::kBandwidth));

}  // namespace
}  // namespace planttwin::bridge
