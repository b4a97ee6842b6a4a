#include <algorithm>
#include <map>
#include <random>
#include <thread>
#include <utility>

#include "erp_bridge/transports/byte_stream.h"
#include "erp_bridge/transports/mqtt_packets.h"
#include "erp_bridge/transports/transport_makers.h"

// MQTT with acknowledged messages (QoS 1), by a client of our own. The libraries of Debian 12, Paho
// 1.3.12 with its C++ interface and Mosquitto 2.0.11, answer a message as soon as they have read
// it, before the program has kept it (eclipse-paho/paho.mqtt.cpp#353): what a killed program had
// not kept would be lost. Here the answer goes out with acknowledge(). Without a thread of its own
// the client gives no signs of life between calls, so it asks the broker to expect none.
namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;
using Instant = ByteStream::Instant;

constexpr std::size_t kMostBytes = std::size_t{64} << 20;
// For so long a broker keeps what comes while the receiver is away.
constexpr std::uint32_t kSessionSeconds = 7 * 24 * 3600;
constexpr auto kRetry = std::chrono::milliseconds(200);
constexpr auto kSilence = std::chrono::seconds(15);
constexpr int kMostNumber = 65535;
constexpr int kRefused = 128;
constexpr int kNoSubscriber = 0x10;

std::string hex(std::uint32_t value) {
  std::string text;
  for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[value >> shift & 15];
  return text;
}

// FNV-1a (Fowler, Noll, Vo, 1991).
std::uint32_t hash_of(const std::string& text) {
  std::uint32_t hash = 2166136261u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

// One connection to a broker that has let us in.
class MqttConnection {
 public:
  MqttConnection(const Connection& connection, const TransportUrl& url, mqtt::Connect hello)
      : within_(connection.answer_within),
        version_(hello.version),
        stream_(url.place(), tls_of(connection, url), Clock::now() + connection.connect_within) {
    hello.user = connection.user;
    hello.password = connection.password;
    const Instant until = Clock::now() + connection.connect_within;
    stream_.write(mqtt::connect(hello), until);
    const auto packet = read(until);
    if (!packet) throw ConnectionLost("the broker does not answer");
    granted_ = mqtt::connack(version_, *packet);
    if (granted_.code != 0) {
      const mqtt::Refusal refusal = mqtt::refusal(version_, granted_.code);
      if (refusal.final) throw TransportError(refusal.text);
      throw ConnectionLost(refusal.text);
    }
    if (granted_.qos_most < 1) throw TransportError("the broker acknowledges no messages");
  }
  ~MqttConnection() {
    try {
      stream_.write(mqtt::disconnect(), Clock::now());
    } catch (const std::exception&) {
      // It is gone already.
    }
  }
  MqttConnection(const MqttConnection&) = delete;
  MqttConnection& operator=(const MqttConnection&) = delete;

  const mqtt::Connack& granted() const { return granted_; }
  int version() const { return version_; }

  void write(const std::string& bytes) { stream_.write(bytes, Clock::now() + within_); }

  // The next packet; nothing when none came in time.
  std::optional<mqtt::Packet> read(Instant until) {
    for (;;) {
      if (auto packet = mqtt::take_packet(bytes_, kMostBytes)) {
        if (packet->type != mqtt::Type::kDisconnect) return packet;
        throw ConnectionLost("the broker says goodbye");
      }
      const std::string came = stream_.read(until);
      if (came.empty()) return std::nullopt;
      bytes_ += came;
    }
  }

 private:
  static std::optional<TlsOptions> tls_of(const Connection& connection, const TransportUrl& url) {
    if (!url.secure()) return std::nullopt;
    return connection.tls.value_or(TlsOptions{});
  }

  std::chrono::milliseconds within_;
  int version_;
  ByteStream stream_;
  std::string bytes_;
  mqtt::Connack granted_;
};

class MqttSender final : public Sender {
 public:
  MqttSender(const Connection& connection, const TransportUrl& url)
      : connection_(connection), url_(url) {
    hello_.version = connection.mqtt_version;
    hello_.client_id = (connection.client_id.empty() ? "planttwin" : connection.client_id) + "-" +
                       hex(std::random_device()());
  }

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    receipts_.assign(parcels.size(), {.kind = Receipt::Kind::kNotSent});
    under_way_.clear();
    std::size_t next = 0;
    std::string reason;
    try {
      connect();
      while (next < parcels.size() || !under_way_.empty()) {
        if (next < parcels.size() && under_way_.size() < window()) {
          publish(parcels[next], next);
          ++next;
        } else {
          wait_for_answer();
        }
      }
      return std::exchange(receipts_, {});
    } catch (const ConnectionLost& lost) {
      reason = lost.what();
    } catch (const mqtt::ProtocolFault& fault) {
      reason = std::string("no MQTT: ") + fault.what();
    }
    broker_.reset();
    for (const auto& [number, index] : under_way_) {
      receipts_[index] = {.kind = Receipt::Kind::kUnknown, .reason = reason};
    }
    for (std::size_t index = next; index < parcels.size(); ++index) {
      if (!is_under_way(index)) receipts_[index].reason = reason;
    }
    return std::exchange(receipts_, {});
  }

 private:
  std::size_t window() const {
    const auto theirs = static_cast<std::size_t>(broker_->granted().receive_most);
    return std::max<std::size_t>(1, std::min({connection_.window, theirs, std::size_t{10'000}}));
  }

  bool is_under_way(std::size_t index) const {
    return std::any_of(under_way_.begin(), under_way_.end(),
                       [&](const auto& one) { return one.second == index; });
  }

  // A connection that the broker has closed in the meantime is replaced before anything is sent.
  void connect() {
    try {
      while (broker_ && broker_->read(Clock::now())) {
      }
    } catch (const ConnectionLost&) {
      broker_.reset();
    }
    if (!broker_) broker_ = std::make_unique<MqttConnection>(connection_, url_, hello_);
  }

  void publish(const Parcel& parcel, std::size_t index) {
    Receipt& receipt = receipts_[index];
    receipt.reason = mqtt::fault(parcel);
    if (!receipt.reason.empty()) return;
    do {
      number_ = number_ % kMostNumber + 1;
    } while (under_way_.contains(number_));
    const std::string packet = mqtt::publish(broker_->version(), parcel, number_);
    const std::uint32_t most = broker_->granted().packet_most;
    if (most != 0 && packet.size() > most) {
      receipt.reason = "the broker takes no more than " + std::to_string(most) + " bytes";
      return;
    }
    under_way_[number_] = index;
    broker_->write(packet);
  }

  void wait_for_answer() {
    const auto packet = broker_->read(Clock::now() + connection_.answer_within);
    if (!packet) throw ConnectionLost("the broker does not answer in time");
    if (packet->type != mqtt::Type::kPuback) return;
    const mqtt::Answer answer = mqtt::answer(*packet);
    const auto found = under_way_.find(answer.number);
    if (found == under_way_.end()) return;
    Receipt& receipt = receipts_[found->second];
    if (answer.reason >= kRefused) {
      receipt.reason =
          "the broker refuses the message with reason " + std::to_string(answer.reason);
    } else if (answer.reason == kNoSubscriber) {
      receipt.reason = "nobody has subscribed to the topic";
    } else {
      receipt.kind = Receipt::Kind::kArrived;
    }
    under_way_.erase(found);
  }

  Connection connection_;
  TransportUrl url_;
  mqtt::Connect hello_;
  std::unique_ptr<MqttConnection> broker_;
  std::vector<Receipt> receipts_;
  std::map<int, std::size_t> under_way_;  // index of the parcel by number of the packet
  int number_ = 0;
};

class MqttReceiver final : public Receiver {
 public:
  MqttReceiver(const Connection& connection, const TransportUrl& url, std::string filter)
      : connection_(connection), url_(url), filter_(std::move(filter)) {
    hello_.version = connection.mqtt_version;
    hello_.client_id = connection.client_id + "-" + hex(hash_of(filter_));
    hello_.clean_start = false;
    hello_.session_seconds = kSessionSeconds;
    hello_.receive_most = kMostUnacknowledged;
  }

  std::optional<Parcel> receive(std::chrono::milliseconds within) override {
    const Instant until = Clock::now() + within;
    do {
      try {
        if (!broker_) connect();
        return next(until);
      } catch (const ConnectionLost& lost) {
        trouble_ = lost.what();
      } catch (const mqtt::ProtocolFault& fault) {
        trouble_ = std::string("no MQTT: ") + fault.what();
      }
      broker_.reset();
      given_.clear();
      std::this_thread::sleep_until(std::min(until, Clock::now() + kRetry));
    } while (Clock::now() < until);
    return std::nullopt;
  }

  void acknowledge() override {
    if (!broker_) return;
    std::string answers;
    for (const int number : given_) answers += mqtt::puback(number);
    given_.clear();
    unnumbered_ = 0;
    try {
      broker_->write(answers);
    } catch (const ConnectionLost& lost) {
      // They come again.
      trouble_ = lost.what();
      broker_.reset();
    }
  }

  std::string trouble() const override { return trouble_; }

 private:
  void connect() {
    given_.clear();
    unnumbered_ = 0;
    auto broker = std::make_unique<MqttConnection>(connection_, url_, hello_);
    broker->write(mqtt::subscribe(hello_.version, filter_, 1));
    const Instant until = Clock::now() + connection_.answer_within;
    early_.clear();
    for (;;) {
      auto packet = broker->read(until);
      if (!packet) throw ConnectionLost("the broker does not answer");
      if (packet->type == mqtt::Type::kSuback) {
        if (packet->body.empty() || packet->body.back() != 1)
          throw TransportError("the broker refuses the subscription");
        break;
      }
      // What the session has kept comes before the answer.
      if (packet->type == mqtt::Type::kPublish) early_.push_back(std::move(*packet));
    }
    broker_ = std::move(broker);
    heard_ = Clock::now();
    asked_ = false;
    trouble_.clear();
  }

  std::optional<Parcel> next(Instant until) {
    for (;;) {
      if (given_.size() + unnumbered_ >= kMostUnacknowledged) {
        std::this_thread::sleep_until(until);
        return std::nullopt;
      }
      if (!early_.empty()) {
        const mqtt::Packet packet = std::move(early_.front());
        early_.erase(early_.begin());
        return give(packet);
      }
      const auto packet = broker_->read(std::min(until, heard_ + silence()));
      if (packet) {
        heard_ = Clock::now();
        asked_ = false;
        if (packet->type == mqtt::Type::kPublish) return give(*packet);
      } else if (Clock::now() >= heard_ + silence()) {
        ask();
      }
      if (!packet && Clock::now() >= until) return std::nullopt;
    }
  }

  std::chrono::milliseconds silence() const {
    const auto theirs = broker_->granted().keep_alive.value_or(0);
    return theirs == 0
               ? kSilence
               : std::min<std::chrono::milliseconds>(kSilence, std::chrono::seconds(theirs) / 2);
  }

  // Nothing came for a while: is it there at all?
  void ask() {
    if (asked_) throw ConnectionLost("the broker has fallen silent");
    broker_->write(mqtt::ping());
    asked_ = true;
    heard_ = Clock::now();
  }

  Parcel give(const mqtt::Packet& packet) {
    mqtt::Published published = mqtt::published(hello_.version, packet);
    if (published.number != 0) {
      given_.push_back(published.number);
    } else {
      ++unnumbered_;
    }
    return std::move(published.parcel);
  }

  Connection connection_;
  TransportUrl url_;
  std::string filter_;
  mqtt::Connect hello_;
  std::unique_ptr<MqttConnection> broker_;
  std::vector<mqtt::Packet> early_;
  std::vector<int> given_;  // numbers of the packets to answer, in order
  int unnumbered_ = 0;
  Instant heard_;
  bool asked_ = false;
  std::string trouble_;
};

}  // namespace

std::unique_ptr<Sender> make_mqtt_sender(const Connection& connection, const TransportUrl& url) {
  return std::make_unique<MqttSender>(connection, url);
}

std::unique_ptr<Receiver> make_mqtt_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address) {
  if (connection.client_id.empty()) {
    throw std::invalid_argument("a receiver of MQTT needs a client id, to be known again by");
  }
  return std::make_unique<MqttReceiver>(connection, url, address);
}

}  // namespace planttwin::bridge
