#include <httplib.h>
#include <openssl/err.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "erp_bridge/security/tls_pin.h"
#include "erp_bridge/transports/byte_stream.h"
#include "erp_bridge/transports/http_client.h"
#include "erp_bridge/transports/http_transport.h"
#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_makers.h"

namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;

constexpr auto kAtOnce = std::chrono::seconds(1);
constexpr auto kRefusal = std::chrono::milliseconds(300);

bool is_token(const std::string& text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
  });
}

bool has_control(const std::string& text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) < ' ' && c != '\t') || c == 0x7f;
  });
}

// What OpenSSL says about a handshake that failed for good; nothing when the connection just broke.
std::optional<std::string> tls_refusal() {
  for (unsigned long code = ERR_get_error(); code != 0; code = ERR_get_error()) {
    const int reason = ERR_GET_REASON(code);
    if (ERR_GET_LIB(code) != ERR_LIB_SSL || reason == SSL_R_UNEXPECTED_EOF_WHILE_READING) continue;
    const char* text = ERR_reason_error_string(code);
    return text == nullptr ? "TLS error " + std::to_string(reason) : text;
  }
  return std::nullopt;
}

// An answer that grows beyond all measure or drips in is broken off.
class Answer {
 public:
  explicit Answer(std::chrono::milliseconds within) : until_(Clock::now() + within) {}
  bool take(const char* data, std::size_t size) {
    if (body_.size() + size > kMostHttpBytes || Clock::now() > until_) return false;
    body_.append(data, size);
    return true;
  }
  std::string body() { return std::move(body_); }

 private:
  Clock::time_point until_;
  std::string body_;
};

class HttpSender final : public Sender {
 public:
  HttpSender(const Connection& connection, const TransportUrl& url)
      : connection_(connection),
        url_(url),
        base_(url.path),
        client_(make_http_client(connection, url)) {
    while (base_.ends_with('/')) base_.pop_back();
    if (!client_->is_valid()) return;
    client_->set_keep_alive(true);
    if (!connection.user.empty()) client_->set_basic_auth(connection.user, connection.password);
  }

  std::vector<Receipt> send(const std::vector<Parcel>& parcels) override {
    if (!client_->is_valid()) throw TransportError("our certificate or its key can't be read");
    std::vector<Receipt> receipts;
    bool broken = false;
    for (const Parcel& parcel : parcels) {
      if (broken) {
        receipts.push_back({.kind = Receipt::Kind::kNotSent, .reason = "one before it failed"});
        continue;
      }
      const std::string fault = http_fault(parcel);
      if (!fault.empty()) {
        receipts.push_back({.kind = Receipt::Kind::kNotSent, .reason = fault});
        continue;
      }
      receipts.push_back(request(parcel));
      broken = receipts.back().kind != Receipt::Kind::kArrived;
    }
    return receipts;
  }

 private:
  Receipt request(const Parcel& parcel) {
    const Clock::time_point begin = Clock::now();
    Answer answer(connection_.answer_within);
    httplib::Result result = exchange(parcel, answer);
    if (parcel.method == "GET" && had_rested(result, begin)) {
      answer = Answer(connection_.answer_within);
      result = exchange(parcel, answer);
    }
    if (!result) return failure(result.error());
    Receipt receipt{.kind = Receipt::Kind::kArrived, .status = result->status};
    receipt.headers.assign(result->headers.begin(), result->headers.end());
    receipt.body = answer.body();
    return receipt;
  }

  // Whoever answers closes connections that rest, and may have done so just now: the request fails
  // at once on the old one. What only reads can be asked again on another.
  static bool had_rested(const httplib::Result& result, Clock::time_point begin) {
    const bool broke =
        result.error() == httplib::Error::Read || result.error() == httplib::Error::Write;
    return broke && Clock::now() - begin < kAtOnce;
  }

  httplib::Result exchange(const Parcel& parcel, Answer& answer) {
    httplib::Request request;
    request.method = parcel.method;
    const std::string path = base_ + (parcel.address.starts_with('/') ? "" : "/") + parcel.address;
    request.path = percent_encoded(path, "-_.~!$&'()*+,;=:@/?%[]");
    for (const Header& header : connection_.headers) request.headers.insert(header);
    for (const Header& header : parcel.headers) request.headers.insert(header);
    request.body = parcel.body;
    if (!parcel.body.empty()) request.set_header("Content-Type", parcel.content_type);
    request.content_receiver = [&answer](const char* data, std::size_t size, std::uint64_t,
                                         std::uint64_t) { return answer.take(data, size); };
    const QuietPipe quiet;
    ERR_clear_error();
    return client_->send(request);
  }

  Receipt failure(httplib::Error error) const {
    using httplib::Error;
    if (error == Error::SSLServerVerification) throw TransportError(verification());
    if (error == Error::SSLLoadingCerts) {
      throw TransportError("the file of trusted certificates can't be read");
    }
    // TLS 1.3 tells of a certificate of ours that is missing or refused only after the request.
    if (const auto refusal = tls_refusal()) throw TransportError("TLS: " + *refusal);
    if (error == Error::Read || error == Error::Write) listen_for_refusal();
    switch (error) {
      case Error::Connection:
      case Error::ConnectionTimeout:
      case Error::BindIPAddress:
        return {.kind = Receipt::Kind::kNotSent, .reason = "nobody answers at the address"};
      case Error::SSLConnection:
        return {.kind = Receipt::Kind::kNotSent, .reason = "the TLS handshake broke off"};
      case Error::Canceled:
        return {.reason = "the answer was too long or too slow"};
      default:
        return {.reason = "no whole answer: " + httplib::to_string(error)};
    }
  }

  // When the request was written before that was read, the library has seen the end of the
  // connection only. One on which we are silent tells: TransportError.
  void listen_for_refusal() const {
    if (!url_.secure()) return;
    try {
      const auto until = Clock::now() + connection_.connect_within;
      ByteStream probe(url_.place(), connection_.tls.value_or(TlsOptions{}), until);
      probe.read(std::min(until, Clock::now() + kRefusal));
    } catch (const ConnectionLost&) {
      // Another reason.
    }
  }

  std::string verification() const {
    const long result = client_->get_openssl_verify_result();
    if (is_wrong_pin(result)) return kWrongPin;
    return result == X509_V_OK ? "the certificate of the peer is for another host"
                               : std::string("the certificate of the peer: ") +
                                     X509_verify_cert_error_string(result);
  }

  Connection connection_;
  TransportUrl url_;
  std::string base_;
  std::unique_ptr<httplib::Client> client_;
};

}  // namespace

std::string http_fault(const Parcel& parcel) {
  if (!is_token(parcel.method)) return "the method is no word of HTTP";
  if (has_control(parcel.address) || parcel.address.find(' ') != std::string::npos) {
    return "the path holds spaces or control signs";
  }
  if (has_control(parcel.content_type)) return "the content type holds control signs";
  for (const auto& [name, value] : parcel.headers) {
    if (!is_token(name) || has_control(value)) return "a header can't be written";
  }
  return "";
}

std::unique_ptr<Sender> make_http_sender(const Connection& connection, const TransportUrl& url) {
  return std::make_unique<HttpSender>(connection, url);
}

}  // namespace planttwin::bridge
