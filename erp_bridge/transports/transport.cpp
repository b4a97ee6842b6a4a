#include "erp_bridge/transports/transport.h"

#include <array>
#include <string_view>

#include "erp_bridge/transports/transport_makers.h"

namespace planttwin::bridge {
namespace {

struct Transport {
  std::string_view scheme;
  std::unique_ptr<Sender> (*sender)(const Connection&, const TransportUrl&);
  std::unique_ptr<Receiver> (*receiver)(const Connection&, const TransportUrl&,
                                        const std::string& address);
};

constexpr std::array kTransports = {
    Transport{"http", make_http_sender, make_http_receiver},
    Transport{"https", make_http_sender, make_http_receiver},
    Transport{"mqtt", make_mqtt_sender, make_mqtt_receiver},
    Transport{"mqtts", make_mqtt_sender, make_mqtt_receiver},
    Transport{"amqp", make_amqp_sender, make_amqp_receiver},
    Transport{"amqps", make_amqp_sender, make_amqp_receiver},
    Transport{"kafka", make_kafka_sender, make_kafka_receiver},
    Transport{"file", make_file_sender, make_file_receiver},
};

const Transport& transport_of(const TransportUrl& url) {
  for (const Transport& transport : kTransports) {
    if (transport.scheme == url.scheme) return transport;
  }
  throw std::invalid_argument("no transport for " + url.scheme + "://");
}

}  // namespace

std::unique_ptr<Sender> make_sender(const Connection& connection) {
  const TransportUrl url = parse_transport_url(connection.url);
  return transport_of(url).sender(connection, url);
}

std::unique_ptr<Receiver> make_receiver(const Connection& connection, const std::string& address) {
  const TransportUrl url = parse_transport_url(connection.url);
  return transport_of(url).receiver(connection, url, address);
}

}  // namespace planttwin::bridge
