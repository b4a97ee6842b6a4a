#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "erp_bridge/transports/transport.h"
#include "tests/stack/contract_peers.h"
#include "tests/stack/servers.h"

// What each transport makes of the faults that are its own.
namespace planttwin::bridge {
namespace {

using namespace std::chrono_literals;
using testing::free_port;
using Kind = Receipt::Kind;
using ::testing::HasSubstr;

Connection at(const std::string& scheme, int port) {
  Connection connection{.url = scheme + "://127.0.0.1:" + std::to_string(port)};
  connection.client_id = "faults";
  connection.answer_within = 500ms;
  connection.connect_within = 500ms;
  return connection;
}

Parcel order(const std::string& address = "/orders") {
  return {.address = address, .key = "order-1", .body = "{}"};
}

// Takes one connection and reads what comes, without a word; then holds it, or closes it.
class SilentPeer {
 public:
  explicit SilentPeer(bool holds) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<const sockaddr*>(&address), sizeof address);
    ::listen(listener_, 8);
    thread_ = std::thread([this, holds] {
      const int peer = ::accept(listener_, nullptr, nullptr);
      char some[4096];
      while (::recv(peer, some, sizeof some, 0) > 0 && holds) {
      }
      ::close(peer);
    });
  }
  ~SilentPeer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  SilentPeer(const SilentPeer&) = delete;
  SilentPeer& operator=(const SilentPeer&) = delete;

  const int port = free_port();

 private:
  int listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::thread thread_;
};

TEST(HttpFaults, WhatGetsNoAnswerIsUnknownAndTheRestIsNotSent) {
  for (const bool holds : {true, false}) {
    std::unique_ptr<Sender> sender;
    {
      const SilentPeer peer(holds);
      sender = make_sender(at("http", peer.port));
      const auto receipts = sender->send({order(), order()});
      EXPECT_EQ(receipts[0].kind, Kind::kUnknown) << receipts[0].reason;
      EXPECT_EQ(receipts[1].kind, Kind::kNotSent) << receipts[1].reason;
      sender.reset();
    }
  }
}

TEST(HttpFaults, AnAnswerHasArrivedWhateverItSays) {
  const int port = free_port();
  Connection own = at("http", port);
  own.user = "plant";
  own.password = "s3cret";
  const auto receiver = make_receiver(own, "/orders");
  receiver->receive(0ms);
  ASSERT_EQ(receiver->trouble(), "");
  own.answer_within = 10s;
  const auto sender = make_sender(own);
  // Nobody acknowledges.
  EXPECT_EQ(sender->send({order()}).front().status, 503);
  EXPECT_EQ(sender->send({order("/elsewhere")}).front().status, 404);
  Parcel get = order();
  get.method = "GET";
  EXPECT_EQ(sender->send({get}).front().kind, Kind::kArrived);
  const auto stranger = make_sender(at("http", port));
  const Receipt refused = stranger->send({order()}).front();
  EXPECT_EQ(refused.kind, Kind::kArrived);
  EXPECT_EQ(refused.status, 401);
}

TEST(HttpFaults, AnswersOnlyOnceTheParcelIsKept) {
  Connection patient = at("http", free_port());
  patient.answer_within = 10s;
  const auto receiver = make_receiver(patient, "/orders");
  receiver->receive(0ms);
  auto answer = std::async(std::launch::async,
                           [&] { return make_sender(patient)->send({order()}).front().status; });
  ASSERT_TRUE(receiver->receive(5s));
  EXPECT_EQ(answer.wait_for(200ms), std::future_status::timeout);
  receiver->acknowledge();
  ASSERT_EQ(answer.wait_for(5s), std::future_status::ready);
  EXPECT_EQ(answer.get(), 202);
}

TEST(HttpFaults, AReceiverThatDiesGivesItToTheNextOnce) {
  Connection patient = at("http", free_port());
  patient.answer_within = 5s;
  auto receiver = make_receiver(patient, "/orders");
  receiver->receive(0ms);
  auto sent = std::async(std::launch::async, [&] {
    const auto sender = make_sender(patient);
    int tries = 1;
    for (; tries < 100 && sender->send({order()}).front().status != 202; ++tries) {
      std::this_thread::sleep_for(20ms);
    }
    return tries;
  });
  ASSERT_TRUE(receiver->receive(5s));
  receiver.reset();
  receiver = make_receiver(patient, "/orders");
  ASSERT_TRUE(receiver->receive(5s));
  receiver->acknowledge();
  EXPECT_GT(sent.get(), 1);
}

TEST(HttpFaults, SendsNoParcelThatIsNoRequest) {
  const auto sender = make_sender(at("http", free_port()));
  Parcel split = order();
  split.headers = {{"x-note", "one\r\nx-injected: two"}};
  EXPECT_THAT(sender->send({split}).front().reason, HasSubstr("header"));
  EXPECT_THAT(sender->send({order("/a b")}).front().reason, HasSubstr("path"));
  Parcel method = order();
  method.method = "GET / HTTP/1.1\r\n";
  EXPECT_EQ(sender->send({method}).front().kind, Kind::kNotSent);
}

TEST(HttpFaults, APortThatIsTakenIsTrouble) {
  const Connection both = at("http", free_port());
  const auto first = make_receiver(both, "/orders");
  first->receive(0ms);
  const auto second = make_receiver(both, "/orders");
  EXPECT_EQ(second->receive(0ms), std::nullopt);
  EXPECT_THAT(second->trouble(), HasSubstr("can't listen"));
}

TEST(MqttFaults, ASilentBrokerIsNobody) {
  const SilentPeer peer(true);
  EXPECT_EQ(make_sender(at("mqtt", peer.port))->send({order("orders")}).front().kind,
            Kind::kNotSent);
}

TEST(MqttFaults, WhatNobodySubscribesToIsNotSent) {
  const auto peer = testing::make_peer("mqtt5");
  peer->start();
  const auto sender = make_sender(peer->connection());
  EXPECT_THAT(sender->send({order("nobody/here")}).front().reason, HasSubstr("subscribed"));
  EXPECT_EQ(sender->send({order("orders/#")}).front().kind, Kind::kNotSent);
}

TEST(MqttFaults, AReceiverNeedsAName) {
  EXPECT_THROW(make_receiver({.url = "mqtt://127.0.0.1"}, "orders"), std::invalid_argument);
  EXPECT_THROW(make_receiver({.url = "kafka://127.0.0.1"}, "orders"), std::invalid_argument);
}

TEST(AmqpFaults, WhatNoQueueTakesIsNotSentAndTheRestArrives) {
  const auto peer = testing::make_peer("amqp");
  peer->start();
  make_receiver(peer->connection(), "taken")->receive(500ms);
  const auto sender = make_sender(peer->connection());
  const auto receipts =
      sender->send({order("taken"), order("nobody"), order("taken"), order("no-exchange/key"),
                    order("amq.direct/nobody"), order("taken")});
  EXPECT_EQ(receipts[0].kind, Kind::kArrived);
  EXPECT_THAT(receipts[1].reason, HasSubstr("no queue"));
  EXPECT_EQ(receipts[1].kind, Kind::kNotSent);
  EXPECT_EQ(receipts[2].kind, Kind::kArrived);
  EXPECT_THAT(receipts[3].reason, HasSubstr("no exchange"));
  EXPECT_EQ(receipts[4].kind, Kind::kNotSent);
  EXPECT_EQ(receipts[5].kind, Kind::kArrived);
}

TEST(AmqpFaults, AnotherVirtualHostIsAnError) {
  const auto peer = testing::make_peer("amqp");
  peer->start();
  Connection connection = peer->connection();
  connection.url += "/nowhere";
  EXPECT_THROW(make_sender(connection)->send({order("taken")}), TransportError);
}

}  // namespace
}  // namespace planttwin::bridge
