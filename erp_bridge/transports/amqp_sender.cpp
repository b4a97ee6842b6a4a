#include <amqp.h>

#include <algorithm>
#include <map>
#include <memory>
#include <random>
#include <utility>

#include "erp_bridge/transports/amqp_connection.h"
#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_makers.h"

namespace planttwin::bridge {
namespace {

using namespace amqp;

constexpr int kPersistent = 2;

// A parcel has arrived when the broker confirms it; messages are durable. What no queue takes was
// not sent: the broker returns it.
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
    auto broker = std::make_unique<BrokerConnection>(connection_, url_);
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
  std::unique_ptr<BrokerConnection> broker_;
  std::map<std::string, bool> exchanges_;  // whether they are there
  std::vector<Receipt> receipts_;
  std::map<std::uint64_t, std::size_t> under_way_;  // index of the parcel by tag
  std::uint64_t tag_ = 0;
};

}  // namespace

std::unique_ptr<Sender> make_amqp_sender(const Connection& connection, const TransportUrl& url) {
  return std::make_unique<AmqpSender>(connection, url);
}

}  // namespace planttwin::bridge
