#include <amqp.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <utility>

#include "erp_bridge/transports/amqp_connection.h"
#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_makers.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

using namespace amqp;
using Clock = std::chrono::steady_clock;

constexpr auto kRetry = std::chrono::milliseconds(200);

timeval time_until(Clock::time_point until) {
  return duration_of(std::chrono::ceil<std::chrono::microseconds>(until - Clock::now()));
}

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
  // `from` is an exchange of which the queue gets copies; without its name the queue is another's.
  AmqpReceiver(const Connection& connection, const TransportUrl& url, std::string queue,
               Address from)
      : connection_(connection), url_(url), queue_(std::move(queue)), from_(std::move(from)) {}

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
    auto broker = std::make_unique<BrokerConnection>(connection_, url_);
    if (!from_.exchange.empty()) {
      broker->declare_copy(queue_, from_);
    } else if (!broker->has_queue(queue_)) {
      broker->declare_queue(queue_);
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
  Address from_;
  std::unique_ptr<BrokerConnection> broker_;
  std::uint64_t last_ = 0;  // tag of the message given last
  int given_ = 0;           // without an acknowledgement
  std::string trouble_;
};

}  // namespace

std::unique_ptr<Receiver> make_amqp_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address) {
  Address from = address_of(address);
  std::string queue = address;
  if (!from.exchange.empty()) {
    if (connection.client_id.empty()) {
      throw std::invalid_argument("a queue of an exchange's messages needs a client id");
    }
    queue = fmt::format("{}-{:08x}", connection.client_id, sim::name_key(address));
  }
  return std::make_unique<AmqpReceiver>(connection, url, std::move(queue), std::move(from));
}

}  // namespace planttwin::bridge
