#include <amqp.h>
#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <stdexcept>
#include <thread>
#include <utility>

#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_makers.h"

// AMQP 0-9-1, as RabbitMQ speaks it. A parcel has arrived when the broker confirms it; messages and
// queues are durable. An address is the routing key, by which the default exchange finds the queue
// of that name, or exchange/routing.key. What no queue takes was not sent: the broker returns it.
namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;

constexpr amqp_channel_t kMessages = 1;
constexpr amqp_channel_t kQuestions = 2;  // a question that the broker denies closes its channel
constexpr int kFrame = 131072;
constexpr int kPersistent = 2;
constexpr int kAccessRefused = 403, kNotFound = 404, kNotAllowed = 530;
constexpr auto kRetry = std::chrono::milliseconds(200);
constexpr int kIdleSeconds = 30, kProbeSeconds = 15, kProbes = 4;

struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The broker denies what was asked, with a code of AMQP, which is one of HTTP's where it can be.
struct Denied : std::runtime_error {
  Denied(int number, const std::string& text) : std::runtime_error(text), code(number) {}
  int code;
};

amqp_bytes_t bytes_of(const std::string& text) {
  return {text.size(), const_cast<char*>(text.data())};
}

std::string text_of(amqp_bytes_t bytes) {
  return {static_cast<const char*>(bytes.bytes), bytes.len};
}

timeval duration_of(std::chrono::microseconds time) {
  time = std::max(time, std::chrono::microseconds(0));
  return {time.count() / 1'000'000, time.count() % 1'000'000};
}

timeval time_until(Clock::time_point until) {
  return duration_of(std::chrono::ceil<std::chrono::microseconds>(until - Clock::now()));
}

[[noreturn]] void deny(const amqp_method_t& method) {
  if (method.id == AMQP_CHANNEL_CLOSE_METHOD) {
    const auto* close = static_cast<amqp_channel_close_t*>(method.decoded);
    throw Denied(close->reply_code, text_of(close->reply_text));
  }
  if (method.id != AMQP_CONNECTION_CLOSE_METHOD) throw Lost("an answer to no question");
  const auto* close = static_cast<amqp_connection_close_t*>(method.decoded);
  const std::string text = text_of(close->reply_text);
  if (close->reply_code == kAccessRefused || close->reply_code == kNotAllowed) {
    throw TransportError("the broker says: " + text);
  }
  throw Lost("the broker says: " + text);
}

void check(const amqp_rpc_reply_t& reply) {
  if (reply.reply_type == AMQP_RESPONSE_NORMAL) return;
  if (reply.reply_type == AMQP_RESPONSE_SERVER_EXCEPTION) deny(reply.reply);
  throw Lost(reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION
                 ? amqp_error_string2(reply.library_error)
                 : "no answer");
}

void check(int status) {
  if (status != AMQP_STATUS_OK) throw Lost(amqp_error_string2(status));
}

// A connection with its channel for messages, logged in.
class AmqpConnection {
 public:
  AmqpConnection(const Connection& connection, const TransportUrl& url)
      : state_(amqp_new_connection(), amqp_destroy_connection) {
    const timeval patience = duration_of(connection.connect_within);
    const timeval answer = duration_of(connection.answer_within);
    amqp_set_handshake_timeout(get(), &patience);
    amqp_set_rpc_timeout(get(), &answer);
    amqp_socket_t* socket = url.secure() ? secure(connection) : amqp_tcp_socket_new(get());
    opened(amqp_socket_open_noblock(socket, url.place().host.c_str(), url.place().port, &patience));
    set_socket(connection.answer_within);
    const std::string path = percent_decoded(url.path);
    const std::string vhost = path.size() > 1 ? path.substr(1) : "/";
    check(amqp_login(get(), vhost.c_str(), 0, kFrame, 0, AMQP_SASL_METHOD_PLAIN,
                     connection.user.empty() ? "guest" : connection.user.c_str(),
                     connection.user.empty() ? "guest" : connection.password.c_str()));
    open(kMessages);
  }
  ~AmqpConnection() { amqp_connection_close(get(), AMQP_REPLY_SUCCESS); }
  AmqpConnection(const AmqpConnection&) = delete;
  AmqpConnection& operator=(const AmqpConnection&) = delete;

  amqp_connection_state_t get() const { return state_.get(); }

  void open(amqp_channel_t channel) {
    amqp_channel_open(get(), channel);
    check(amqp_get_rpc_reply(get()));
  }

  // Whether the broker knows it. A Denied other than "not found" is the user's affair.
  bool has_exchange(const std::string& name) {
    return ask([&] {
      amqp_exchange_declare(get(), kQuestions, bytes_of(name), amqp_empty_bytes,
                            /*passive=*/1, 0, 0, 0, amqp_empty_table);
    });
  }
  bool has_queue(const std::string& name) {
    return ask([&] { declare(name, kQuestions, /*passive=*/1); });
  }
  void declare(const std::string& queue, amqp_channel_t channel, int passive) {
    amqp_queue_declare(get(), channel, bytes_of(queue), passive, /*durable=*/1, /*exclusive=*/0,
                       /*auto_delete=*/0, amqp_empty_table);
  }
  void check_reply() const { check(amqp_get_rpc_reply(get())); }

 private:
  template <typename Question>
  bool ask(const Question& question) {
    open(kQuestions);
    question();
    try {
      check_reply();
    } catch (const Denied& denied) {
      amqp_channel_close_ok_t closed{};
      check(amqp_send_method(get(), kQuestions, AMQP_CHANNEL_CLOSE_OK_METHOD, &closed));
      if (denied.code != kNotFound) {
        throw TransportError(std::string("the broker says: ") + denied.what());
      }
      return false;
    }
    amqp_channel_close(get(), kQuestions, AMQP_REPLY_SUCCESS);
    return true;
  }

  amqp_socket_t* secure(const Connection& connection) {
    const TlsOptions tls = connection.tls.value_or(TlsOptions{});
    amqp_socket_t* socket = amqp_ssl_socket_new(get());
    amqp_ssl_socket_set_verify_peer(socket, 1);
    amqp_ssl_socket_set_verify_hostname(socket, tls.verify_host ? 1 : 0);
    amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST);
    const std::string authorities =
        tls.ca_file.empty() ? "/etc/ssl/certs/ca-certificates.crt" : tls.ca_file;
    if (amqp_ssl_socket_set_cacert(socket, authorities.c_str()) != AMQP_STATUS_OK) {
      throw TransportError("the file of trusted certificates can't be read");
    }
    if (!tls.certificate_file.empty() &&
        amqp_ssl_socket_set_key(socket, tls.certificate_file.c_str(), tls.key_file.c_str()) !=
            AMQP_STATUS_OK) {
      throw TransportError("our certificate or its key can't be read");
    }
    return socket;
  }

  static void opened(int status) {
    switch (status) {
      case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
        throw TransportError("the certificate of the peer is for another host");
      case AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
        throw TransportError("the certificate of the peer is not trusted");
      default:
        check(status);
    }
  }

  // Between calls nobody would send the protocol's heartbeats, so TCP looks after the connection;
  // and a broker that takes no more, as RabbitMQ does when its disk is full, is left after a while.
  void set_socket(std::chrono::milliseconds patience) {
    const auto set = [this](int level, int option, int value) {
      setsockopt(amqp_get_sockfd(get()), level, option, &value, sizeof value);
    };
    set(SOL_SOCKET, SO_KEEPALIVE, 1);
    set(IPPROTO_TCP, TCP_KEEPIDLE, kIdleSeconds);
    set(IPPROTO_TCP, TCP_KEEPINTVL, kProbeSeconds);
    set(IPPROTO_TCP, TCP_KEEPCNT, kProbes);
    set(IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(patience.count()));
  }

  std::unique_ptr<amqp_connection_state_t_, int (*)(amqp_connection_state_t)> state_;
};

struct Address {
  std::string exchange, key;
};

Address address_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return {"", text};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

class AmqpSender final : public Sender {
 public:
  AmqpSender(const Connection& connection, const TransportUrl& url)
      : connection_(connection), url_(url), id_(std::to_string(std::random_device()())) {}

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    const QuietPipe quiet;
    receipts_.assign(parcels.size(), {.kind = Receipt::Kind::kNotSent});
    under_way_.clear();
    std::size_t next = 0;
    try {
      connect();
      for (const Parcel& parcel : parcels) look_for(address_of(parcel.address).exchange);
      while (next < parcels.size() || !under_way_.empty()) {
        if (next < parcels.size() &&
            under_way_.size() < std::max<std::size_t>(1, connection_.window)) {
          publish(parcels[next], next);
          ++next;
        } else {
          wait_for_confirmation();
        }
      }
      return std::exchange(receipts_, {});
    } catch (const Lost& lost) {
      give_up(next, lost.what());
    } catch (const Denied& denied) {
      give_up(next, std::string("the broker says: ") + denied.what());
    } catch (...) {
      broker_.reset();
      throw;
    }
    return std::exchange(receipts_, {});
  }

 private:
  void give_up(std::size_t next, const std::string& reason) {
    broker_.reset();
    for (const auto& [tag, index] : under_way_) {
      receipts_[index] = {.kind = Receipt::Kind::kUnknown, .reason = reason};
    }
    for (; next < receipts_.size(); ++next) {
      Receipt& receipt = receipts_[next];
      if (receipt.kind == Receipt::Kind::kNotSent) receipt.reason = reason;
    }
  }

  // A connection that the broker has closed in the meantime is replaced before anything is sent.
  void connect() {
    if (broker_) {
      amqp_frame_t frame;
      const timeval now{};
      const int status = amqp_simple_wait_frame_noblock(broker_->get(), &frame, &now);
      if (status == AMQP_STATUS_TIMEOUT) return;
      broker_.reset();
    }
    auto broker = std::make_unique<AmqpConnection>(connection_, url_);
    amqp_confirm_select(broker->get(), kMessages);
    broker->check_reply();
    broker_ = std::move(broker);
    exchanges_ = {{"", true}};
    tag_ = 0;
  }

  // A message to an exchange that is not there would close the channel for all.
  void look_for(const std::string& exchange) {
    if (exchanges_[exchange]) return;
    exchanges_[exchange] = broker_->has_exchange(exchange);
  }

  void publish(const Parcel& parcel, std::size_t index) {
    const auto [exchange, key] = address_of(parcel.address);
    constexpr std::size_t kLongest = 255;
    Receipt& receipt = receipts_[index];
    if (!exchanges_[exchange]) receipt.reason = "the broker has no exchange '" + exchange + "'";
    if (key.size() > kLongest || parcel.content_type.size() > kLongest) {
      receipt.reason = "the routing key or content type is too long";
    }
    for (const auto& [name, value] : parcel.headers) {
      if (name.size() > kLongest) receipt.reason = "the name of a header is too long";
    }
    if (!receipt.reason.empty()) return;
    std::vector<amqp_table_entry_t> headers;
    for (const auto& [name, value] : parcel.headers) {
      headers.push_back({bytes_of(name), {.kind = AMQP_FIELD_KIND_UTF8, .value = {}}});
      headers.back().value.value.bytes = bytes_of(value);
    }
    // By its id a message that comes back is known again.
    const std::string id = id_of(tag_ + 1);
    amqp_basic_properties_t properties{};
    properties._flags = AMQP_BASIC_CONTENT_TYPE_FLAG | AMQP_BASIC_DELIVERY_MODE_FLAG |
                        AMQP_BASIC_HEADERS_FLAG | AMQP_BASIC_MESSAGE_ID_FLAG;
    properties.content_type = bytes_of(parcel.content_type);
    properties.delivery_mode = kPersistent;
    properties.headers = {static_cast<int>(headers.size()), headers.data()};
    properties.message_id = bytes_of(id);
    under_way_[++tag_] = index;
    check(amqp_basic_publish(broker_->get(), kMessages, bytes_of(exchange), bytes_of(key),
                             /*mandatory=*/1, /*immediate=*/0, &properties, bytes_of(parcel.body)));
  }

  std::string id_of(std::uint64_t tag) const { return id_ + "-" + std::to_string(tag); }

  void wait_for_confirmation() {
    amqp_maybe_release_buffers(broker_->get());
    amqp_frame_t frame;
    const timeval patience = duration_of(connection_.answer_within);
    check(amqp_simple_wait_frame_noblock(broker_->get(), &frame, &patience));
    if (frame.frame_type == AMQP_FRAME_HEADER) {
      came_back(*static_cast<amqp_basic_properties_t*>(frame.payload.properties.decoded));
    } else if (frame.frame_type == AMQP_FRAME_METHOD) {
      confirmed(frame.payload.method);
    }
  }

  // Of a basic.return; its confirmation follows.
  void came_back(const amqp_basic_properties_t& properties) {
    const std::string id = text_of(properties.message_id);
    for (const auto& [tag, index] : under_way_) {
      if (id == id_of(tag)) receipts_[index].reason = "no queue takes it";
    }
  }

  void confirmed(const amqp_method_t& method) {
    if (method.id == AMQP_BASIC_ACK_METHOD) {
      const auto* ack = static_cast<amqp_basic_ack_t*>(method.decoded);
      settle(ack->delivery_tag, ack->multiple != 0, "");
    } else if (method.id == AMQP_BASIC_NACK_METHOD) {
      const auto* nack = static_cast<amqp_basic_nack_t*>(method.decoded);
      settle(nack->delivery_tag, nack->multiple != 0, "the broker does not take it");
    } else if (method.id != AMQP_BASIC_RETURN_METHOD) {
      deny(method);
    }
  }

  void settle(std::uint64_t tag, bool multiple, const std::string& refusal) {
    const auto first = multiple ? under_way_.begin() : under_way_.find(tag);
    const auto last = under_way_.upper_bound(tag);
    for (auto one = first; one != under_way_.end() && one != last; ++one) {
      Receipt& receipt = receipts_[one->second];
      if (receipt.reason.empty()) receipt.reason = refusal;
      if (receipt.reason.empty()) receipt.kind = Receipt::Kind::kArrived;
    }
    if (first != under_way_.end()) under_way_.erase(first, last);
  }

  Connection connection_;
  TransportUrl url_;
  std::string id_;
  std::unique_ptr<AmqpConnection> broker_;
  std::map<std::string, bool> exchanges_;  // whether they are there
  std::vector<Receipt> receipts_;
  std::map<std::uint64_t, std::size_t> under_way_;  // index of the parcel by tag
  std::uint64_t tag_ = 0;
};

// Text of a header, whatever its form; nothing for tables and the like.
std::optional<std::string> value_of(const amqp_field_value_t& field) {
  switch (field.kind) {
    case AMQP_FIELD_KIND_UTF8:
    case AMQP_FIELD_KIND_BYTES:
      return text_of(field.value.bytes);
    case AMQP_FIELD_KIND_BOOLEAN:
      return field.value.boolean ? "true" : "false";
    case AMQP_FIELD_KIND_I8:
      return std::to_string(field.value.i8);
    case AMQP_FIELD_KIND_I16:
      return std::to_string(field.value.i16);
    case AMQP_FIELD_KIND_I32:
      return std::to_string(field.value.i32);
    case AMQP_FIELD_KIND_I64:
      return std::to_string(field.value.i64);
    case AMQP_FIELD_KIND_U8:
      return std::to_string(field.value.u8);
    case AMQP_FIELD_KIND_U16:
      return std::to_string(field.value.u16);
    case AMQP_FIELD_KIND_U32:
      return std::to_string(field.value.u32);
    case AMQP_FIELD_KIND_U64:
    case AMQP_FIELD_KIND_TIMESTAMP:
      return std::to_string(field.value.u64);
    default:
      return std::nullopt;
  }
}

Parcel parcel_of(const amqp_envelope_t& envelope) {
  const std::string exchange = text_of(envelope.exchange);
  const amqp_basic_properties_t& properties = envelope.message.properties;
  Parcel parcel;
  parcel.address = (exchange.empty() ? "" : exchange + "/") + text_of(envelope.routing_key);
  parcel.body = text_of(envelope.message.body);
  parcel.content_type.clear();
  if (properties._flags & AMQP_BASIC_CONTENT_TYPE_FLAG) {
    parcel.content_type = text_of(properties.content_type);
  }
  if (properties._flags & AMQP_BASIC_HEADERS_FLAG) {
    for (int index = 0; index < properties.headers.num_entries; ++index) {
      const amqp_table_entry_t& entry = properties.headers.entries[index];
      if (auto value = value_of(entry.value)) {
        parcel.headers.emplace_back(text_of(entry.key), *value);
      }
    }
  }
  return parcel;
}

class AmqpReceiver final : public Receiver {
 public:
  AmqpReceiver(const Connection& connection, const TransportUrl& url, std::string queue)
      : connection_(connection), url_(url), queue_(std::move(queue)) {}

  std::optional<Parcel> receive(std::chrono::milliseconds within) override {
    const QuietPipe quiet;
    const auto until = Clock::now() + within;
    do {
      try {
        if (!broker_) connect();
        return next(until);
      } catch (const Lost& lost) {
        trouble_ = lost.what();
      } catch (const Denied& denied) {
        trouble_ = std::string("the broker says: ") + denied.what();
      }
      broker_.reset();
      given_ = 0;
      std::this_thread::sleep_until(std::min(until, Clock::now() + kRetry));
    } while (Clock::now() < until);
    return std::nullopt;
  }

  void acknowledge() override {
    if (!broker_ || given_ == 0) return;
    const QuietPipe quiet;
    given_ = 0;
    const int status = amqp_basic_ack(broker_->get(), kMessages, last_, /*multiple=*/1);
    if (status == AMQP_STATUS_OK) return;
    // They come again.
    trouble_ = amqp_error_string2(status);
    broker_.reset();
  }

  std::string trouble() const override { return trouble_; }

 private:
  // A queue that is there stays as its owner has made it.
  void connect() {
    given_ = 0;
    auto broker = std::make_unique<AmqpConnection>(connection_, url_);
    if (!broker->has_queue(queue_)) {
      broker->declare(queue_, kMessages, /*passive=*/0);
      broker->check_reply();
    }
    amqp_basic_qos(broker->get(), kMessages, 0, kMostUnacknowledged, 0);
    broker->check_reply();
    amqp_basic_consume(broker->get(), kMessages, bytes_of(queue_), amqp_empty_bytes, 0,
                       /*no_ack=*/0, /*exclusive=*/0, amqp_empty_table);
    broker->check_reply();
    broker_ = std::move(broker);
    trouble_.clear();
  }

  std::optional<Parcel> next(Clock::time_point until) {
    amqp_maybe_release_buffers(broker_->get());
    amqp_envelope_t envelope;
    const timeval patience = time_until(until);
    const amqp_rpc_reply_t reply = amqp_consume_message(broker_->get(), &envelope, &patience, 0);
    if (reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION) {
      if (reply.library_error == AMQP_STATUS_TIMEOUT) return std::nullopt;
      if (reply.library_error == AMQP_STATUS_UNEXPECTED_STATE) hear();
    }
    check(reply);
    const std::unique_ptr<amqp_envelope_t, void (*)(amqp_envelope_t*)> owner(&envelope,
                                                                             amqp_destroy_envelope);
    last_ = envelope.delivery_tag;
    ++given_;
    return parcel_of(envelope);
  }

  // What the broker says instead of a message: it closes something, or the queue was deleted.
  [[noreturn]] void hear() {
    amqp_frame_t frame;
    const timeval now{};
    check(amqp_simple_wait_frame_noblock(broker_->get(), &frame, &now));
    if (frame.frame_type == AMQP_FRAME_METHOD &&
        frame.payload.method.id != AMQP_BASIC_CANCEL_METHOD) {
      deny(frame.payload.method);
    }
    throw Lost("the queue is gone");
  }

  Connection connection_;
  TransportUrl url_;
  std::string queue_;
  std::unique_ptr<AmqpConnection> broker_;
  std::uint64_t last_ = 0;  // tag of the message given last
  int given_ = 0;           // without an acknowledgement
  std::string trouble_;
};

}  // namespace

std::unique_ptr<Sender> make_amqp_sender(const Connection& connection, const TransportUrl& url) {
  return std::make_unique<AmqpSender>(connection, url);
}

std::unique_ptr<Receiver> make_amqp_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address) {
  return std::make_unique<AmqpReceiver>(connection, url, address);
}

}  // namespace planttwin::bridge
