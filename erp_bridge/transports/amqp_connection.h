#pragma once

#include <amqp.h>

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>

#include "erp_bridge/transports/transport.h"
#include "erp_bridge/transports/transport_url.h"

// AMQP 0-9-1, as RabbitMQ speaks it: what sender and receiver share.
namespace planttwin::bridge::amqp {

constexpr amqp_channel_t kMessages = 1;
constexpr amqp_channel_t kQuestions = 2;  // a question that the broker denies closes its channel

// The connection is gone, or the broker has closed it; another attempt may help.
struct Lost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// The broker denies what was asked, with a code of AMQP, which is one of HTTP's where it can be.
struct Denied : std::runtime_error {
  Denied(int number, const std::string& text) : std::runtime_error(text), code(number) {}
  int code;
};

// The library only reads what it is given here, and the text has to outlive that.
inline amqp_bytes_t bytes_of(const std::string& text) {
  return {text.size(), const_cast<char*>(text.data())};
}
inline std::string text_of(amqp_bytes_t bytes) {
  return {static_cast<const char*>(bytes.bytes), bytes.len};
}
// Nothing for less than nothing.
timeval duration_of(std::chrono::microseconds time);

// Throw Lost unless all is well, Denied where the broker says no, and TransportError where it lets
// nobody in.
void check(const amqp_rpc_reply_t& reply);
void check(int status);
[[noreturn]] void deny(const amqp_method_t& method);

// "exchange/routing.key"; without a slash the exchange is that by default, whose keys are the names
// of queues.
struct Address {
  std::string exchange, key;
};
Address address_of(const std::string& text);

// A connection with its channel for messages, logged in.
class BrokerConnection {
 public:
  BrokerConnection(const Connection& connection, const TransportUrl& url);
  ~BrokerConnection();
  BrokerConnection(const BrokerConnection&) = delete;
  BrokerConnection& operator=(const BrokerConnection&) = delete;

  amqp_connection_state_t get() const { return state_.get(); }
  // Whether the broker knows it. Throws TransportError for a question that may not be asked.
  bool has_exchange(const std::string& name);
  bool has_queue(const std::string& name);
  // Makes a queue that outlives the broker and us.
  void declare_queue(const std::string& name);
  // One that gets a copy of what goes to the exchange under such keys, and is gone when nobody has
  // used it for a week. Throws Lost when there is no such exchange.
  void declare_copy(const std::string& name, const Address& from);
  // What became of the last call.
  void check_reply() const { check(amqp_get_rpc_reply(get())); }

 private:
  void open(amqp_channel_t channel);
  amqp_socket_t* secure(const Connection& connection);
  void set_socket(std::chrono::milliseconds patience);
  template <typename Question>
  bool ask(const Question& question);

  std::unique_ptr<amqp_connection_state_t_, int (*)(amqp_connection_state_t)> state_;
};

}  // namespace planttwin::bridge::amqp
