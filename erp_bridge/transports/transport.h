#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// What carries messages to real systems and from them. A transport knows bytes and addresses, no
// messages: what a body says is the affair of its format. All calls block, for no longer than the
// times of the connection; an object is used by one thread at a time, several objects by several.
namespace planttwin::bridge {

using Header = std::pair<std::string, std::string>;

// A message that a parcel carries: known to whoever made the parcel, whatever is in its body.
struct CarriedMessage {
  std::string key;
  std::string type;  // "MaterialIssued"; empty: it asks for rows, and the key numbers the reading
};

// What goes over a transport. The address is the path, the topic, the routing key or
// exchange/routing.key, or the folder below that of the connection.
struct Parcel {
  std::string address;
  std::string key = {};  // what belongs to one key keeps its order; part of a file's name
  std::vector<Header> headers = {};  // those of HTTP, AMQP, Kafka, MQTT 5
  std::string body = {};
  std::string content_type = "application/json";
  std::string method = "POST";  // of HTTP
  // For who watches the way on this side; it is not sent.
  std::vector<CarriedMessage> carries = {};
};

// What a transport knows of a parcel that was sent.
struct Receipt {
  enum class Kind : std::uint8_t {
    kArrived,  // the peer has said so: a broker confirms, an HTTP server answers, whatever it says
    kNotSent,  // it can't have arrived: nobody was there, or the parcel is one that can't be sent
    kUnknown,  // it was sent, perhaps in part, and nothing was heard of it
  };
  Kind kind = Kind::kUnknown;
  std::string reason = {};           // of kNotSent and kUnknown, for people
  int status = 0;                    // of HTTP
  std::vector<Header> headers = {};  // of the answer
  std::string body = {};             // of the answer
};

// A way to a peer. It connects by itself, again after the peer was gone.
class Sender {
 public:
  virtual ~Sender() = default;
  // Sends in this order and waits for what the peer says: a receipt for each. Behind a break of the
  // connection nothing more is sent. Throws TransportError; then what was under way is unknown.
  virtual std::vector<Receipt> send(const std::vector<Parcel>& parcels) = 0;
};

// A way from a peer: a subscription, a queue, a topic, a folder, a port. At least once: what was
// received and not acknowledged comes again after a break of the connection or of the program.
class Receiver {
 public:
  virtual ~Receiver() = default;
  // The next parcel; nothing when none came in time. After kMostUnacknowledged without a word it
  // gives no more.
  virtual std::optional<Parcel> receive(std::chrono::milliseconds within) = 0;
  // All that was given by receive() until now is kept and must not come again.
  virtual void acknowledge() = 0;
  // Empty while all is well; otherwise what is wrong with the connection, for people.
  virtual std::string trouble() const = 0;

  static constexpr int kMostUnacknowledged = 100;
};

// The peer can't be used as it was asked to be: a wrong password, a certificate that nobody trusts,
// a broken protocol. Trying again would not help.
struct TransportError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct TlsOptions {
  std::string ca_file;           // PEM; empty: those of the system
  std::string certificate_file;  // PEM, of ours; empty: none is shown
  std::string key_file;
  bool verify_host = true;
  // The peer's public key that alone is right, beside a certificate that is trusted: SHA-256 of its
  // SubjectPublicKeyInfo in 64 lower-case hexadecimal digits (RFC 7469). Empty: any. Of HTTP and
  // MQTT.
  std::string pin = {};
};

// Where a peer is and how to talk to it.
struct Connection {
  // "http://127.0.0.1:8080", "https://…", "mqtt://…", "mqtts://…", "amqp://…/vhost", "amqps://…",
  // "kafka://host:port,host:port", "file:///folder"
  std::string url;
  std::string user = {};
  std::string password = {};
  // By which a broker knows the client again: its session, its group of consumers, its queue of
  // copies. Receivers of MQTT, Kafka and an exchange of AMQP need one; a hash of the address
  // follows in that of MQTT and AMQP, so that several can share it.
  std::string client_id = {};
  int mqtt_version = 5;  // or 3, for 3.1.1
  std::optional<TlsOptions> tls = std::nullopt;
  std::chrono::milliseconds connect_within{5'000};
  std::chrono::milliseconds answer_within{30'000};
  std::size_t window = 100;          // parcels under way at once, where the peer confirms them
  std::vector<Header> headers = {};  // of every request of HTTP
};

// By the scheme of the URL. Connect with the first use. Throw std::invalid_argument for a URL that
// none can read, and for a receiver without the client id that it needs.
std::unique_ptr<Sender> make_sender(const Connection& connection);
// `address`: the filter of topics, the queue, the topic of Kafka, the folder; exchange/routing.key
// of AMQP, for a queue of our own with a copy of what goes there; of HTTP the path that a server of
// ours on the host and port of the URL listens to.
std::unique_ptr<Receiver> make_receiver(const Connection& connection, const std::string& address);

}  // namespace planttwin::bridge
