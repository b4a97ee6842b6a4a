#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "erp_bridge/transports/transport.h"
#include "tests/stack/contract_peers.h"

// What every transport keeps to, against real servers: Mosquitto, RabbitMQ, a folder, our own HTTP
// receiver, and Kafka's protocol against librdkafka's mock cluster.
namespace planttwin::bridge {

void PrintTo(const Receipt& receipt, std::ostream* out) {
  *out << "kind " << static_cast<int>(receipt.kind) << ' ' << receipt.reason;
}
void PrintTo(const Parcel& parcel, std::ostream* out) { *out << parcel.body.substr(0, 40); }

namespace {

using namespace std::chrono_literals;
using testing::Peer;
using Kind = Receipt::Kind;
using ::testing::Contains;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::Values;

constexpr auto kLongest = 40s;

Parcel parcel(const Peer& peer, int number, const std::string& key = "order-1") {
  return {.address = peer.sender_address(), .key = key, .body = std::to_string(number)};
}

std::vector<Parcel> parcels(const Peer& peer, int count) {
  std::vector<Parcel> made;
  for (int number = 0; number < count; ++number) made.push_back(parcel(peer, number));
  return made;
}

// Waits until a receiver has its subscription, so that nothing sent from now on passes it by.
void open(Receiver& receiver) {
  const auto until = std::chrono::steady_clock::now() + kLongest;
  do {
    EXPECT_EQ(receiver.receive(100ms), std::nullopt);
  } while (!receiver.trouble().empty() && std::chrono::steady_clock::now() < until);
  EXPECT_EQ(receiver.trouble(), "");
}

// Receives and acknowledges in a thread of its own.
class Collector {
 public:
  Collector(const Connection& connection, const std::string& address)
      : receiver_(make_receiver(connection, address)) {
    open(*receiver_);
    thread_ = std::thread([this] { collect(); });
  }
  ~Collector() { finish(); }
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  std::size_t count() const {
    const std::lock_guard lock(mutex_);
    return found_.size();
  }
  // Waits for `count` different bodies and ends.
  std::vector<Parcel> wait_for(std::size_t count) {
    const auto until = std::chrono::steady_clock::now() + kLongest;
    while (bodies() < count && std::chrono::steady_clock::now() < until) {
      std::this_thread::sleep_for(5ms);
    }
    finish();
    return found_;
  }

 private:
  std::size_t bodies() const {
    const std::lock_guard lock(mutex_);
    return different_.size();
  }
  void collect() {
    while (!done_) {
      std::optional<Parcel> next = receiver_->receive(20ms);
      while (next) {
        {
          const std::lock_guard lock(mutex_);
          different_.insert(next->body);
          found_.push_back(std::move(*next));
        }
        next = receiver_->receive(0ms);
      }
      receiver_->acknowledge();
    }
  }
  void finish() {
    done_ = true;
    if (thread_.joinable()) thread_.join();
  }

  std::unique_ptr<Receiver> receiver_;
  mutable std::mutex mutex_;
  std::vector<Parcel> found_;
  std::set<std::string> different_;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

std::vector<std::string> bodies_of(const std::vector<Parcel>& parcels) {
  std::vector<std::string> bodies;
  for (const Parcel& one : parcels) bodies.push_back(one.body);
  return bodies;
}

MATCHER(Arrived, "has arrived") {
  *result_listener << "which has kind " << static_cast<int>(arg.kind) << ": " << arg.reason;
  return arg.kind == Kind::kArrived;
}
MATCHER(NotSent, "was not sent, for a reason") {
  *result_listener << "which has kind " << static_cast<int>(arg.kind) << ": " << arg.reason;
  return arg.kind == Kind::kNotSent && !arg.reason.empty();
}

// Sends again what has not arrived, until all has. How often is returned.
int send_all(Sender& sender, std::vector<Parcel> parcels) {
  const auto until = std::chrono::steady_clock::now() + kLongest;
  int tries = 0;
  for (; !parcels.empty() && std::chrono::steady_clock::now() < until; ++tries) {
    const std::vector<Receipt> receipts = sender.send(parcels);
    EXPECT_EQ(receipts.size(), parcels.size());
    std::vector<Parcel> left;
    for (std::size_t index = 0; index < receipts.size(); ++index) {
      if (receipts[index].kind != Kind::kArrived) left.push_back(parcels[index]);
    }
    if (left.size() == parcels.size()) std::this_thread::sleep_for(50ms);
    parcels = std::move(left);
  }
  EXPECT_TRUE(parcels.empty()) << parcels.size() << " parcels could not be sent";
  return tries;
}

class TransportContract : public ::testing::TestWithParam<const char*> {
 protected:
  std::unique_ptr<Receiver> receiver() const {
    return make_receiver(peer_->connection(), peer_->receiver_address());
  }
  // What is sent from now on must wait for a receiver. A topic of Kafka keeps all it gets, and a
  // member that comes and goes would keep the next one waiting.
  void subscribe() const {
    if (std::string(GetParam()) != "kafka") open(*receiver());
  }
  std::unique_ptr<Peer> peer_ = testing::make_peer(GetParam());
};

class AllTransports : public TransportContract {};
INSTANTIATE_TEST_SUITE_P(, AllTransports, Values("http", "mqtt3", "mqtt5", "amqp", "kafka", "file"),
                         [](const auto& one) { return one.param; });

// Those whose receiver does not have to be there while a parcel is sent.
class StoringTransports : public TransportContract {};
INSTANTIATE_TEST_SUITE_P(, StoringTransports, Values("mqtt3", "mqtt5", "amqp", "kafka", "file"),
                         [](const auto& one) { return one.param; });

class Brokers : public TransportContract {};
INSTANTIATE_TEST_SUITE_P(, Brokers, Values("mqtt3", "mqtt5", "amqp", "kafka"),
                         [](const auto& one) { return one.param; });

class Logins : public TransportContract {};
INSTANTIATE_TEST_SUITE_P(, Logins, Values("mqtt3", "mqtt5", "amqp"),
                         [](const auto& one) { return one.param; });

TEST_P(AllTransports, KeepOrderBodiesAndHeaders) {
  peer_->start();
  std::vector<Parcel> sent;
  for (int number = 0; number < 120; ++number) {
    const std::string key = "order-" + std::to_string(number % 4);
    Parcel one = parcel(*peer_, number, key);
    one.body = "{\"key\":\"" + key +
               "\",\"note\":\"Schraubendreher, gr\u00f6\u00dfer\",\"n\":" + std::to_string(number) +
               "}";
    one.headers = {
        {"x-key", key}, {"x-works", "M\u00fcnchen"}, {"x-number", std::to_string(number)}};
    sent.push_back(std::move(one));
  }
  sent[50].body = std::string("\0\r\n\xff", 4) + std::string(1 << 20, 'b');
  sent[50].content_type = "application/octet-stream";
  Collector collector(peer_->connection(), peer_->receiver_address());
  const auto sender = make_sender(peer_->connection());
  EXPECT_THAT(sender->send(sent), Each(Arrived()));
  const std::vector<Parcel> found = collector.wait_for(sent.size());
  ASSERT_EQ(found.size(), sent.size());
  std::map<std::string, Parcel> by_body;
  for (const Parcel& one : found) by_body[one.body] = one;
  for (const Parcel& one : sent) {
    ASSERT_TRUE(by_body.contains(one.body));
    if (!peer_->carries_headers()) continue;
    EXPECT_THAT(by_body[one.body].headers, IsSupersetOf(one.headers));
    EXPECT_EQ(by_body[one.body].content_type, one.content_type);
  }
  for (int key = 0; key < 4; ++key) {
    std::vector<std::string> of_key, expected;
    for (const Parcel& one : sent) {
      if (one.key == "order-" + std::to_string(key)) expected.push_back(one.body);
    }
    const std::set<std::string> wanted(expected.begin(), expected.end());
    for (const Parcel& one : found) {
      if (wanted.contains(one.body)) of_key.push_back(one.body);
    }
    EXPECT_EQ(of_key, expected) << "of key " << key;
  }
}

TEST_P(AllTransports, SendNothingToNobodyAndAllOnceTheyAreThere) {
  const auto receiver_address = peer_->receiver_address();
  if (std::string(GetParam()) == "amqp") peer_->stop();
  const auto sender = make_sender(peer_->connection());
  EXPECT_THAT(sender->send(parcels(*peer_, 3)), Each(NotSent()));
  peer_->start();
  Collector collector(peer_->connection(), receiver_address);
  send_all(*sender, parcels(*peer_, 3));
  EXPECT_THAT(bodies_of(collector.wait_for(3)), ::testing::ElementsAre("0", "1", "2"));
}

TEST_P(StoringTransports, GiveAgainWhatWasNotAcknowledged) {
  peer_->start();
  subscribe();
  const auto sender = make_sender(peer_->connection());
  ASSERT_THAT(sender->send(parcels(*peer_, 4)), Each(Arrived()));
  {
    const auto dies = receiver();
    for (const char* body : {"0", "1"})
      EXPECT_EQ(dies->receive(kLongest).value_or(Parcel{}).body, body);
    dies->acknowledge();
    for (const char* body : {"2", "3"})
      EXPECT_EQ(dies->receive(kLongest).value_or(Parcel{}).body, body);
  }
  {
    const auto next = receiver();
    for (const char* body : {"2", "3"})
      EXPECT_EQ(next->receive(kLongest).value_or(Parcel{}).body, body);
    next->acknowledge();
  }
  ASSERT_THAT(sender->send({parcel(*peer_, 9)}), Each(Arrived()));
  EXPECT_EQ(receiver()->receive(kLongest).value_or(Parcel{}).body, "9");
}

TEST_P(StoringTransports, GiveNoMoreThanAHundredWithoutAWord) {
  peer_->start();
  const auto one = receiver();
  open(*one);
  const auto sender = make_sender(peer_->connection());
  ASSERT_THAT(sender->send(parcels(*peer_, 150)), Each(Arrived()));
  int given = one->receive(kLongest) ? 1 : 0;
  while (one->receive(200ms)) ++given;
  EXPECT_GT(given, 0);
  EXPECT_LE(given, Receiver::kMostUnacknowledged);
  one->acknowledge();
  EXPECT_EQ(one->receive(kLongest).value_or(Parcel{}).body, std::to_string(given));
}

TEST_P(Brokers, TakeFiveThousandInOneCall) {
  peer_->start();
  Collector collector(peer_->connection(), peer_->receiver_address());
  const auto sender = make_sender(peer_->connection());
  const auto start = std::chrono::steady_clock::now();
  EXPECT_THAT(sender->send(parcels(*peer_, 5000)), Each(Arrived()));
  const std::chrono::duration<double> sending = std::chrono::steady_clock::now() - start;
  EXPECT_EQ(collector.wait_for(5000).size(), 5000u);
  const std::chrono::duration<double> all = std::chrono::steady_clock::now() - start;
  std::cout << GetParam() << ": " << static_cast<int>(5000 / sending.count()) << "/s sent, "
            << static_cast<int>(5000 / all.count()) << "/s received\n";
}

// A broker that is stopped or killed and comes back on its port, in the midst of sending.
void restart_in_the_midst(Peer& peer, const std::function<void()>& end) {
  constexpr int kBatches = 40, kBatch = 20;
  peer.start();
  Collector collector(peer.connection(), peer.receiver_address());
  const auto sender = make_sender(peer.connection());
  std::atomic<int> batch = 0;
  int tries = 0;
  std::thread sending([&] {
    for (; batch < kBatches; ++batch) {
      std::vector<Parcel> some;
      for (int one = 0; one < kBatch; ++one) some.push_back(parcel(peer, batch * kBatch + one));
      tries += send_all(*sender, some);
      if (batch == kBatches / 2) std::this_thread::sleep_for(peer.storing());
    }
  });
  while (batch < kBatches / 2) std::this_thread::sleep_for(1ms);
  std::this_thread::sleep_for(peer.storing());
  end();
  std::this_thread::sleep_for(300ms);
  peer.start();
  sending.join();
  std::set<std::string> different;
  for (const Parcel& one : collector.wait_for(kBatches * kBatch)) different.insert(one.body);
  EXPECT_EQ(different.size(), std::size_t{kBatches} * kBatch);
  if (!peer.is_patient()) {
    EXPECT_GT(tries, kBatches) << "the broker was never missed";
  }
}

TEST_P(Brokers, LoseNothingWhenStoppedInTheMidst) {
  restart_in_the_midst(*peer_, [&] { peer_->stop(); });
}

// Mosquitto stores once a second what it has acknowledged already, and loses the rest when it is
// killed. So with it nothing is sent for a moment before it is killed.
TEST_P(Brokers, LoseNothingWhenKilled) {
  restart_in_the_midst(*peer_, [&] { peer_->kill(); });
}

TEST_P(Brokers, KeepWhatArrivedForAReceiverThatIsAwayOverAKill) {
  peer_->start();
  subscribe();
  const auto sender = make_sender(peer_->connection());
  ASSERT_THAT(sender->send(parcels(*peer_, 300)), Each(Arrived()));
  std::this_thread::sleep_for(peer_->storing());
  peer_->kill();
  peer_->start();
  send_all(*sender, {parcel(*peer_, 300)});
  const auto back = receiver();
  std::set<std::string> different;
  const auto until = std::chrono::steady_clock::now() + kLongest;
  while (different.size() < 301 && std::chrono::steady_clock::now() < until) {
    if (const auto one = back->receive(100ms)) different.insert(one->body);
    if (different.size() % 10 == 0) back->acknowledge();
  }
  EXPECT_EQ(different.size(), 301u);
}

// A tap of AMQP: a queue of its own, of copies. Whoever takes the messages gets all of them.
class TapOfAmqp : public ::testing::Test {
 protected:
  TapOfAmqp() { peer_->start(); }
  std::unique_ptr<Receiver> receiver(const std::string& client, const std::string& address) const {
    Connection connection = peer_->connection();
    connection.client_id = client;
    return make_receiver(connection, address);
  }
  void send(const std::string& body) const {
    EXPECT_THAT(make_sender(peer_->connection())
                    ->send({{.address = "amq.topic/orders.works-7", .body = body}}),
                Each(Arrived()));
  }
  static std::vector<std::string> all(Receiver& receiver) {
    std::vector<std::string> bodies;
    while (const auto one = receiver.receive(bodies.empty() ? 5s : 500ms)) {
      EXPECT_EQ(one->address, "amq.topic/orders.works-7");
      bodies.push_back(one->body);
      receiver.acknowledge();
    }
    return bodies;
  }
  std::unique_ptr<Peer> peer_ = testing::make_peer("amqp");
};

TEST_F(TapOfAmqp, TakesNothingFromWhomItIsFor) {
  const auto works = receiver("works", "amq.topic/orders.*");
  const auto tap = receiver("tap", "amq.topic/orders.#");
  open(*works);
  open(*tap);
  for (const char* body : {"1", "2", "3"}) send(body);
  EXPECT_THAT(all(*works), ElementsAre("1", "2", "3"));
  EXPECT_THAT(all(*tap), ElementsAre("1", "2", "3"));
}

TEST_F(TapOfAmqp, HearsLaterWhatWentThereWhileItWasAway) {
  open(*receiver("away", "amq.topic/orders.#"));
  send("1");
  peer_->stop();
  peer_->start();
  send("2");
  EXPECT_THAT(all(*receiver("away", "amq.topic/orders.#")), ElementsAre("1", "2"));
}

TEST_F(TapOfAmqp, SaysThatThereIsNoSuchExchange) {
  const auto tap = receiver("tap", "no-such/orders.#");
  EXPECT_EQ(tap->receive(300ms), std::nullopt);
  EXPECT_THAT(tap->trouble(), HasSubstr("no exchange 'no-such'"));
}

TEST(TapOfAmqpTest, NeedsAClientId) {
  EXPECT_THROW(make_receiver({.url = "amqp://localhost"}, "amq.topic/orders.#"),
               std::invalid_argument);
}

TEST_P(Logins, WithAWrongPasswordAreAnErrorThatNamesNoSecret) {
  peer_->start();
  Connection connection = peer_->connection();
  connection.password = "wrong-s3cret";
  const auto expect_refusal = [&](const auto& use) {
    try {
      use();
      ADD_FAILURE() << "no error";
    } catch (const TransportError& error) {
      EXPECT_THAT(error.what(), Not(HasSubstr("s3cret")));
    }
  };
  expect_refusal([&] { make_sender(connection)->send(parcels(*peer_, 1)); });
  expect_refusal([&] { make_receiver(connection, peer_->receiver_address())->receive(5s); });
}

}  // namespace
}  // namespace planttwin::bridge
