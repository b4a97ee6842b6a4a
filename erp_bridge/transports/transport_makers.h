#pragma once

#include <memory>
#include <string>

#include "erp_bridge/transports/transport.h"
#include "erp_bridge/transports/transport_url.h"

// What each transport gives to the table in transport.cpp.
namespace planttwin::bridge {

std::unique_ptr<Sender> make_http_sender(const Connection& connection, const TransportUrl& url);
std::unique_ptr<Receiver> make_http_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address);
std::unique_ptr<Sender> make_mqtt_sender(const Connection& connection, const TransportUrl& url);
std::unique_ptr<Receiver> make_mqtt_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address);
std::unique_ptr<Sender> make_amqp_sender(const Connection& connection, const TransportUrl& url);
std::unique_ptr<Receiver> make_amqp_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address);
std::unique_ptr<Sender> make_kafka_sender(const Connection& connection, const TransportUrl& url);
std::unique_ptr<Receiver> make_kafka_receiver(const Connection& connection, const TransportUrl& url,
                                              const std::string& address);
std::unique_ptr<Sender> make_file_sender(const Connection& connection, const TransportUrl& url);
std::unique_ptr<Receiver> make_file_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address);

}  // namespace planttwin::bridge
