#include "erp_bridge/transports/amqp_connection.h"

#include <amqp_ssl_socket.h>
#include <amqp_tcp_socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

namespace planttwin::bridge::amqp {
namespace {

constexpr int kFrame = 131072;
constexpr int kAccessRefused = 403, kNotFound = 404, kNotAllowed = 530;
constexpr std::int32_t kWeekMs = 7 * 24 * 60 * 60 * 1000;
constexpr int kIdleSeconds = 30, kProbeSeconds = 15, kProbes = 4;

void opened(int status) {
  switch (status) {
    case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED:
      throw TransportError("the certificate of the peer is for another host");
    case AMQP_STATUS_SSL_PEER_VERIFY_FAILED:
      throw TransportError("the certificate of the peer is not trusted");
    default:
      check(status);
  }
}

void declare(amqp_connection_state_t state, const std::string& queue, amqp_channel_t channel,
             int passive, amqp_table_t arguments = amqp_empty_table) {
  amqp_queue_declare(state, channel, bytes_of(queue), passive, /*durable=*/1, /*exclusive=*/0,
                     /*auto_delete=*/0, arguments);
}

}  // namespace

timeval duration_of(std::chrono::microseconds time) {
  time = std::max(time, std::chrono::microseconds(0));
  return {time.count() / 1'000'000, time.count() % 1'000'000};
}

void deny(const amqp_method_t& method) {
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

Address address_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) return {"", text};
  return {text.substr(0, slash), text.substr(slash + 1)};
}

BrokerConnection::BrokerConnection(const Connection& connection, const TransportUrl& url)
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

BrokerConnection::~BrokerConnection() { amqp_connection_close(get(), AMQP_REPLY_SUCCESS); }

void BrokerConnection::open(amqp_channel_t channel) {
  amqp_channel_open(get(), channel);
  check_reply();
}

bool BrokerConnection::has_exchange(const std::string& name) {
  return ask([&] {
    amqp_exchange_declare(get(), kQuestions, bytes_of(name), amqp_empty_bytes,
                          /*passive=*/1, 0, 0, 0, amqp_empty_table);
  });
}

bool BrokerConnection::has_queue(const std::string& name) {
  return ask([&] { declare(get(), name, kQuestions, /*passive=*/1); });
}

void BrokerConnection::declare_queue(const std::string& name) {
  declare(get(), name, kMessages, /*passive=*/0);
  check_reply();
}

void BrokerConnection::declare_copy(const std::string& name, const Address& from) {
  if (!has_exchange(from.exchange)) {
    throw Lost("the broker has no exchange '" + from.exchange + "'");
  }
  amqp_table_entry_t week{amqp_cstring_bytes("x-expires"),
                          {.kind = AMQP_FIELD_KIND_I32, .value = {.i32 = kWeekMs}}};
  declare(get(), name, kMessages, /*passive=*/0, {1, &week});
  check_reply();
  amqp_queue_bind(get(), kMessages, bytes_of(name), bytes_of(from.exchange), bytes_of(from.key),
                  amqp_empty_table);
  check_reply();
}

template <typename Question>
bool BrokerConnection::ask(const Question& question) {
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

amqp_socket_t* BrokerConnection::secure(const Connection& connection) {
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

// Between calls nobody would send the protocol's heartbeats, so TCP looks after the connection;
// and a broker that takes no more, as RabbitMQ does when its disk is full, is left after a while.
void BrokerConnection::set_socket(std::chrono::milliseconds patience) {
  const auto set = [this](int level, int option, int value) {
    setsockopt(amqp_get_sockfd(get()), level, option, &value, sizeof value);
  };
  set(SOL_SOCKET, SO_KEEPALIVE, 1);
  set(IPPROTO_TCP, TCP_KEEPIDLE, kIdleSeconds);
  set(IPPROTO_TCP, TCP_KEEPINTVL, kProbeSeconds);
  set(IPPROTO_TCP, TCP_KEEPCNT, kProbes);
  set(IPPROTO_TCP, TCP_USER_TIMEOUT, static_cast<int>(patience.count()));
}

}  // namespace planttwin::bridge::amqp
