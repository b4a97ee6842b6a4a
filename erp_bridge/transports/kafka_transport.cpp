#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <array>
#include <map>
#include <stdexcept>
#include <thread>
#include <utility>

#include "erp_bridge/transports/transport_makers.h"

// Kafka, over librdkafka. The address is the topic. A parcel has arrived when all replicas in step
// have it; the producer is idempotent, so its own retries double and reorder nothing. Parcels of
// one key go to one partition and keep their order. A receiver is a member of the group of its
// client id; with acknowledge() the group's position moves on, for what was given and nothing else.
namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;

constexpr const char* kContentType = "content-type";
constexpr auto kPoll = std::chrono::milliseconds(50);
constexpr int kMostBytes = 64 << 20;
constexpr std::size_t kErrorText = 512;

using Handle = std::unique_ptr<rd_kafka_t, void (*)(rd_kafka_t*)>;
using Partitions =
    std::unique_ptr<rd_kafka_topic_partition_list_t, void (*)(rd_kafka_topic_partition_list_t*)>;

int milliseconds(std::chrono::milliseconds time) {
  return static_cast<int>(std::clamp<long>(time.count(), 1, 1'000'000));
}

bool is_final(rd_kafka_resp_err_t error) {
  return error == RD_KAFKA_RESP_ERR__AUTHENTICATION || error == RD_KAFKA_RESP_ERR__SSL ||
         error == RD_KAFKA_RESP_ERR_SASL_AUTHENTICATION_FAILED ||
         error == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
         error == RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED ||
         error == RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED;
}

// What the library tells of the connection from time to time.
struct Health {
  bool broken = false;  // nobody there, or the client itself is of no more use
  bool failed = false;  // a message of this call to send
  std::string text;     // empty while all is well
  std::string final;    // what another attempt would not help
};

void on_error(rd_kafka_t*, int code, const char* reason, void* opaque) {
  auto& health = *static_cast<Health*>(opaque);
  const auto error = static_cast<rd_kafka_resp_err_t>(code);
  health.text = rd_kafka_err2str(error);
  if (is_final(error)) health.final = std::string("Kafka: ") + rd_kafka_err2str(error);
  if (error == RD_KAFKA_RESP_ERR__FATAL || error == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
    health.broken = true;
  }
  (void)reason;
}

class Settings {
 public:
  Settings(const Connection& connection, const TransportUrl& url, Health& health)
      : conf_(rd_kafka_conf_new()) {
    std::string servers;
    for (const TransportUrl::Place& place : url.places) {
      servers += (servers.empty() ? "" : ",") + place.text();
    }
    set("bootstrap.servers", servers);
    set("log_level", "0");
    set("socket.nagle.disable", "true");
    set("reconnect.backoff.max.ms", "1000");
    set("message.max.bytes", std::to_string(kMostBytes));
    set("socket.connection.setup.timeout.ms",
        std::to_string(std::max(1000, milliseconds(connection.connect_within))));
    secure(connection);
    rd_kafka_conf_set_opaque(conf_, &health);
    rd_kafka_conf_set_error_cb(conf_, on_error);
  }
  ~Settings() {
    if (conf_ != nullptr) rd_kafka_conf_destroy(conf_);
  }
  Settings(const Settings&) = delete;
  Settings& operator=(const Settings&) = delete;

  // Never says a value, which may be a secret.
  void set(const char* name, const std::string& value) {
    char why[kErrorText];
    if (rd_kafka_conf_set(conf_, name, value.c_str(), why, sizeof why) != RD_KAFKA_CONF_OK) {
      throw TransportError(std::string("Kafka can't be set up: ") + name);
    }
  }
  rd_kafka_conf_t* get() const { return conf_; }

  Handle make(rd_kafka_type_t type) {
    char why[kErrorText];
    rd_kafka_t* made = rd_kafka_new(type, conf_, why, sizeof why);
    if (made == nullptr) throw TransportError(std::string("Kafka can't be set up: ") + why);
    conf_ = nullptr;
    return {made, rd_kafka_destroy};
  }

 private:
  void secure(const Connection& connection) {
    const bool named = !connection.user.empty();
    const bool tls = connection.tls.has_value();
    set("security.protocol", std::string(named ? "sasl_" : "") + (tls ? "ssl" : "plaintext"));
    if (named) {
      set("sasl.mechanisms", "PLAIN");
      set("sasl.username", connection.user);
      set("sasl.password", connection.password);
    }
    if (!tls) return;
    if (!connection.tls->ca_file.empty()) set("ssl.ca.location", connection.tls->ca_file);
    if (!connection.tls->certificate_file.empty()) {
      set("ssl.certificate.location", connection.tls->certificate_file);
      set("ssl.key.location", connection.tls->key_file);
    }
    set("ssl.endpoint.identification.algorithm", connection.tls->verify_host ? "https" : "none");
  }

  rd_kafka_conf_t* conf_;
};

// Where the library tells what became of a message.
void on_delivery(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  auto& receipt = *static_cast<Receipt*>(message->_private);
  switch (rd_kafka_message_status(message)) {
    case RD_KAFKA_MSG_STATUS_PERSISTED:
      receipt = {.kind = Receipt::Kind::kArrived};
      return;
    case RD_KAFKA_MSG_STATUS_NOT_PERSISTED:
      receipt.kind = Receipt::Kind::kNotSent;
      break;
    default:
      receipt.kind = Receipt::Kind::kUnknown;
  }
  receipt.reason = rd_kafka_err2str(message->err);
  static_cast<Health*>(opaque)->failed = true;
}

class KafkaSender final : public Sender {
 public:
  KafkaSender(const Connection& connection, const TransportUrl& url)
      : connection_(connection), url_(url) {}
  ~KafkaSender() override { discard(); }
  KafkaSender(const KafkaSender&) = delete;
  KafkaSender& operator=(const KafkaSender&) = delete;

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    std::vector<Receipt> receipts(parcels.size());
    if (!is_there()) {
      for (Receipt& receipt : receipts) {
        receipt = {.kind = Receipt::Kind::kNotSent, .reason = "no broker answers"};
      }
      return receipts;
    }
    health_.failed = false;
    const std::size_t window = std::max<std::size_t>(1, connection_.window);
    for (std::size_t index = 0; index < parcels.size(); ++index) {
      while (static_cast<std::size_t>(rd_kafka_outq_len(producer_.get())) >= window) {
        poll();
      }
      if (health_.failed) {
        receipts[index] = {.kind = Receipt::Kind::kNotSent, .reason = "one before it failed"};
        continue;
      }
      produce(parcels[index], receipts[index]);
    }
    // Each message has its time-out, so the wait ends; the receipts must not be left before.
    while (rd_kafka_outq_len(producer_.get()) > 0) poll();
    if (!health_.final.empty()) fail();
    return receipts;
  }

 private:
  [[noreturn]] void fail() {
    discard();
    throw TransportError(std::exchange(health_, {}).final);
  }

  // Whether a broker answers; asked only after there was trouble.
  bool is_there() {
    if (producer_) rd_kafka_poll(producer_.get(), 0);
    char why[kErrorText];
    if (producer_ && rd_kafka_fatal_error(producer_.get(), why, sizeof why) != 0) discard();
    if (producer_ && !health_.broken) return true;
    if (!producer_) start();
    const rd_kafka_metadata_t* metadata = nullptr;
    const auto error = rd_kafka_metadata(producer_.get(), 0, nullptr, &metadata,
                                         milliseconds(connection_.connect_within));
    rd_kafka_poll(producer_.get(), 0);
    if (!health_.final.empty()) fail();
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      health_.broken = true;
      return false;
    }
    rd_kafka_metadata_destroy(metadata);
    health_ = {};
    return true;
  }

  void start() {
    health_ = {};
    Settings settings(connection_, url_, health_);
    settings.set("acks", "all");
    settings.set("enable.idempotence", "true");
    settings.set("partitioner", "murmur2_random");
    settings.set("linger.ms", "0");
    settings.set("message.timeout.ms", std::to_string(milliseconds(connection_.answer_within)));
    if (!connection_.client_id.empty()) settings.set("client.id", connection_.client_id);
    rd_kafka_conf_set_dr_msg_cb(settings.get(), on_delivery);
    producer_ = settings.make(RD_KAFKA_PRODUCER);
  }

  void discard() {
    if (!producer_) return;
    rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(producer_.get(), milliseconds(connection_.connect_within));
    producer_.reset();
  }

  void produce(const Parcel& parcel, Receipt& receipt) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(parcel.headers.size() + 1);
    rd_kafka_header_add(headers, kContentType, -1, parcel.content_type.data(),
                        static_cast<ssize_t>(parcel.content_type.size()));
    for (const auto& [name, value] : parcel.headers) {
      rd_kafka_header_add(headers, name.data(), static_cast<ssize_t>(name.size()), value.data(),
                          static_cast<ssize_t>(value.size()));
    }
    std::array<rd_kafka_vu_t, 6> parts{};
    parts[0].vtype = RD_KAFKA_VTYPE_TOPIC;
    parts[0].u.cstr = parcel.address.c_str();
    parts[1].vtype = RD_KAFKA_VTYPE_KEY;
    parts[1].u.mem = {parcel.key.empty() ? nullptr : const_cast<char*>(parcel.key.data()),
                      parcel.key.size()};
    parts[2].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[2].u.mem = {const_cast<char*>(parcel.body.data()), parcel.body.size()};
    parts[3].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[3].u.i = RD_KAFKA_MSG_F_COPY;
    parts[4].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[4].u.headers = headers;
    parts[5].vtype = RD_KAFKA_VTYPE_OPAQUE;
    parts[5].u.ptr = &receipt;
    rd_kafka_error_t* error = rd_kafka_produceva(producer_.get(), parts.data(), parts.size());
    if (error == nullptr) return;
    receipt = {.kind = Receipt::Kind::kNotSent, .reason = rd_kafka_error_string(error)};
    rd_kafka_error_destroy(error);
    rd_kafka_headers_destroy(headers);
  }

  // Lets the library work. What stands behind a parcel that failed must not overtake it.
  void poll() {
    rd_kafka_poll(producer_.get(), milliseconds(kPoll));
    if (health_.failed) rd_kafka_purge(producer_.get(), RD_KAFKA_PURGE_F_QUEUE);
  }

  Connection connection_;
  TransportUrl url_;
  Health health_;
  Handle producer_{nullptr, rd_kafka_destroy};
};

Parcel parcel_of(const rd_kafka_message_t& message) {
  Parcel parcel;
  parcel.address = rd_kafka_topic_name(message.rkt);
  parcel.key.assign(static_cast<const char*>(message.key), message.key_len);
  parcel.body.assign(static_cast<const char*>(message.payload), message.len);
  parcel.content_type.clear();
  rd_kafka_headers_t* headers = nullptr;
  if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return parcel;
  const char* name = nullptr;
  const void* value = nullptr;
  std::size_t size = 0;
  for (std::size_t index = 0;
       rd_kafka_header_get_all(headers, index, &name, &value, &size) == RD_KAFKA_RESP_ERR_NO_ERROR;
       ++index) {
    const std::string text(static_cast<const char*>(value), size);
    if (std::string_view(name) == kContentType) {
      parcel.content_type = text;
    } else {
      parcel.headers.emplace_back(name, text);
    }
  }
  return parcel;
}

class KafkaReceiver final : public Receiver {
 public:
  KafkaReceiver(const Connection& connection, const TransportUrl& url, std::string topic)
      : connection_(connection), url_(url), topic_(std::move(topic)) {}
  ~KafkaReceiver() override {
    if (consumer_) rd_kafka_consumer_close(consumer_.get());
  }
  KafkaReceiver(const KafkaReceiver&) = delete;
  KafkaReceiver& operator=(const KafkaReceiver&) = delete;

  std::optional<Parcel> receive(std::chrono::milliseconds within) override {
    if (!consumer_) start();
    const auto until = Clock::now() + within;
    if (given_ >= kMostUnacknowledged) {
      std::this_thread::sleep_until(until);
      return std::nullopt;
    }
    do {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
      const std::unique_ptr<rd_kafka_message_t, void (*)(rd_kafka_message_t*)> message(
          rd_kafka_consumer_poll(consumer_.get(),
                                 static_cast<int>(std::max<long>(0, left.count()))),
          rd_kafka_message_destroy);
      if (!health_.final.empty()) throw TransportError(std::exchange(health_, {}).final);
      if (message && message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return give(*message);
      if (message) hear(*message);
    } while (Clock::now() < until);
    return std::nullopt;
  }

  void acknowledge() override {
    if (given_ == 0) return;
    Partitions offsets(rd_kafka_topic_partition_list_new(static_cast<int>(next_.size())),
                       rd_kafka_topic_partition_list_destroy);
    for (const auto& [partition, offset] : next_) {
      rd_kafka_topic_partition_list_add(offsets.get(), topic_.c_str(), partition)->offset = offset;
    }
    const auto error = rd_kafka_commit(consumer_.get(), offsets.get(), /*async=*/0);
    given_ = 0;
    next_.clear();
    health_.text = error == RD_KAFKA_RESP_ERR_NO_ERROR ? "" : rd_kafka_err2str(error);
  }

  std::string trouble() const override { return health_.text; }

 private:
  void start() {
    Settings settings(connection_, url_, health_);
    settings.set("group.id", connection_.client_id);
    settings.set("client.id", connection_.client_id);
    settings.set("enable.auto.commit", "false");
    settings.set("auto.offset.reset", "earliest");
    settings.set("allow.auto.create.topics", "true");
    settings.set("topic.metadata.refresh.interval.ms", "5000");
    // The shortest that brokers allow unless told otherwise: so soon a dead member is replaced.
    settings.set("session.timeout.ms", "6000");
    settings.set("fetch.message.max.bytes", std::to_string(1 << 20));
    settings.set("receive.message.max.bytes", std::to_string(kMostBytes * 2));
    Handle consumer = settings.make(RD_KAFKA_CONSUMER);
    rd_kafka_poll_set_consumer(consumer.get());
    Partitions topics(rd_kafka_topic_partition_list_new(1), rd_kafka_topic_partition_list_destroy);
    rd_kafka_topic_partition_list_add(topics.get(), topic_.c_str(), RD_KAFKA_PARTITION_UA);
    const auto error = rd_kafka_subscribe(consumer.get(), topics.get());
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
      throw TransportError(std::string("Kafka refuses the topic: ") + rd_kafka_err2str(error));
    }
    consumer_ = std::move(consumer);
  }

  Parcel give(const rd_kafka_message_t& message) {
    health_.text.clear();
    next_[message.partition] = message.offset + 1;
    ++given_;
    return parcel_of(message);
  }

  void hear(const rd_kafka_message_t& message) {
    if (is_final(message.err)) {
      throw TransportError(std::string("Kafka: ") + rd_kafka_err2str(message.err));
    }
    health_.text = rd_kafka_err2str(message.err);
  }

  Connection connection_;
  TransportUrl url_;
  std::string topic_;
  Health health_;
  Handle consumer_{nullptr, rd_kafka_destroy};
  std::map<std::int32_t, std::int64_t> next_;  // position behind what was given, by partition
  int given_ = 0;
};

}  // namespace

std::unique_ptr<Sender> make_kafka_sender(const Connection& connection, const TransportUrl& url) {
  return std::make_unique<KafkaSender>(connection, url);
}

std::unique_ptr<Receiver> make_kafka_receiver(const Connection& connection, const TransportUrl& url,
                                              const std::string& address) {
  if (connection.client_id.empty()) {
    throw std::invalid_argument("a receiver of Kafka needs a client id, the name of its group");
  }
  return std::make_unique<KafkaReceiver>(connection, url, address);
}

}  // namespace planttwin::bridge
