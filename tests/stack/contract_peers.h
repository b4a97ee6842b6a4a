#pragma once

#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/transports/transport.h"

namespace planttwin::testing {

// What a transport is tested against. Nobody is there before start().
class Peer {
 public:
  virtual ~Peer() = default;
  virtual void start() = 0;
  virtual void stop() = 0;         // in good order
  virtual void kill() { stop(); }  // without warning, where that is possible
  virtual bridge::Connection connection() const = 0;
  // For one test; where to send, and where to receive from.
  virtual std::string sender_address() const { return "orders"; }
  virtual std::string receiver_address() const { return "orders"; }
  virtual bool carries_headers() const { return true; }
  // Whether the sender's library itself bridges a short absence.
  virtual bool is_patient() const { return false; }
  // So long after its arrival a message survives a kill.
  virtual std::chrono::milliseconds storing() const { return std::chrono::milliseconds(0); }

  static constexpr const char* kUser = "plant";
  static constexpr const char* kPassword = "s3cret-of-the-plant";
};

// By name: http, mqtt3, mqtt5, amqp, kafka, file. Brokers ask for kUser and kPassword, but for
// Kafka, which is librdkafka's mock cluster: its protocol without its storage or logins.
// RabbitMQ takes seconds to start; one serves all tests of a process, each with a queue of its own.
std::unique_ptr<Peer> make_peer(const std::string& name);

}  // namespace planttwin::testing
