#include "erp_bridge/transports/byte_stream.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

#include "erp_bridge/security/tls_pin.h"
#include "erp_bridge/transports/quiet_pipe.h"

namespace planttwin::bridge {
namespace {

using Instant = ByteStream::Instant;

constexpr std::size_t kPiece = 16384;
// A peer that has vanished without a word is noticed after a minute and a half.
constexpr int kIdleSeconds = 30, kProbeSeconds = 15, kProbes = 4;

std::string text_of(int code) { return std::generic_category().message(code); }

// Waits for what is in `events`; false when the time is up.
bool wait_for(int descriptor, int events, Instant until) {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    pollfd one{descriptor, static_cast<short>(events), 0};
    const int ready = ::poll(&one, 1, static_cast<int>(std::clamp<long>(left.count(), 0, 60'000)));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) throw ConnectionLost(text_of(errno));
    if (ready == 0 && std::chrono::steady_clock::now() >= until) return false;
  }
}

void set(int descriptor, int level, int option, int value) {
  ::setsockopt(descriptor, level, option, &value, sizeof value);
}

// Connected, or an error number.
int connect_one(const addrinfo& address, Instant until, int& descriptor) {
  descriptor = ::socket(address.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (descriptor < 0) return errno;
  if (::connect(descriptor, address.ai_addr, address.ai_addrlen) == 0) return 0;
  int error = errno;
  if (error == EINPROGRESS) {
    socklen_t size = sizeof error;
    if (!wait_for(descriptor, POLLOUT, until)) {
      error = ETIMEDOUT;
    } else {
      ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size);
    }
  }
  if (error != 0) ::close(descriptor);
  return error;
}

int connect_any(const TransportUrl::Place& place, Instant until) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  const std::string port = std::to_string(place.port);
  const int fault = ::getaddrinfo(place.host.c_str(), port.c_str(), &hints, &found);
  if (fault != 0) throw ConnectionLost(place.text() + ": " + ::gai_strerror(fault));
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, ::freeaddrinfo);
  int error = EHOSTUNREACH;
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    int descriptor = -1;
    error = connect_one(*one, until, descriptor);
    if (error != 0) continue;
    set(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
    set(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1);
    set(descriptor, IPPROTO_TCP, TCP_KEEPIDLE, kIdleSeconds);
    set(descriptor, IPPROTO_TCP, TCP_KEEPINTVL, kProbeSeconds);
    set(descriptor, IPPROTO_TCP, TCP_KEEPCNT, kProbes);
    return descriptor;
  }
  throw ConnectionLost(place.text() + ": " + text_of(error));
}

bool is_numeric(const std::string& host) {
  in6_addr six{};
  in_addr four{};
  return ::inet_pton(AF_INET, host.c_str(), &four) == 1 ||
         ::inet_pton(AF_INET6, host.c_str(), &six) == 1;
}

}  // namespace

class ByteStream::Tls {
 public:
  Tls(int descriptor, const std::string& host, const TlsOptions& options)
      : descriptor_(descriptor), context_(SSL_CTX_new(TLS_client_method()), SSL_CTX_free) {
    SSL_CTX_set_min_proto_version(context_.get(), TLS1_2_VERSION);
    SSL_CTX_set_mode(context_.get(), SSL_MODE_ENABLE_PARTIAL_WRITE |
                                         SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_AUTO_RETRY);
    SSL_CTX_set_verify(context_.get(), SSL_VERIFY_PEER, nullptr);
    load(options);
    require_pin(context_.get(), options.pin);
    ssl_.reset(SSL_new(context_.get()));
    const bool numeric = is_numeric(host);
    if (options.verify_host) {
      X509_VERIFY_PARAM* param = SSL_get0_param(ssl_.get());
      const int done = numeric ? X509_VERIFY_PARAM_set1_ip_asc(param, host.c_str())
                               : X509_VERIFY_PARAM_set1_host(param, host.c_str(), host.size());
      if (done != 1) throw TransportError("TLS can't verify the host " + host);
    }
    if (!numeric) SSL_set_tlsext_host_name(ssl_.get(), host.c_str());
    SSL_set_fd(ssl_.get(), descriptor);
  }

  void handshake(Instant until) {
    repeat([this] { return SSL_connect(ssl_.get()); }, until, "the TLS handshake took too long");
  }
  std::size_t write(std::string_view bytes, Instant until) {
    const int size = static_cast<int>(std::min(bytes.size(), kPiece));
    return static_cast<std::size_t>(
        repeat([&] { return SSL_write(ssl_.get(), bytes.data(), size); }, until, "a time-out"));
  }
  // 0 when nothing came in time.
  std::size_t read(std::array<char, kPiece>& into, Instant until) {
    const auto piece = [&] { return SSL_read(ssl_.get(), into.data(), kPiece); };
    return static_cast<std::size_t>(repeat(piece, until, nullptr));
  }

 private:
  void load(const TlsOptions& options) {
    SSL_CTX* context = context_.get();
    const bool trusted =
        options.ca_file.empty()
            ? SSL_CTX_set_default_verify_paths(context) == 1
            : SSL_CTX_load_verify_locations(context, options.ca_file.c_str(), nullptr) == 1;
    if (!trusted) throw TransportError("the file of trusted certificates can't be read");
    if (options.certificate_file.empty()) return;
    if (SSL_CTX_use_certificate_chain_file(context, options.certificate_file.c_str()) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, options.key_file.c_str(), SSL_FILETYPE_PEM) != 1) {
      throw TransportError("our certificate or its key can't be read");
    }
  }

  // Until the call is through. Without `late` a time-out is 0, else ConnectionLost with it.
  template <typename Call>
  int repeat(const Call& call, Instant until, const char* late) {
    for (;;) {
      ERR_clear_error();
      const int done = call();
      if (done > 0) return done;
      const int want = SSL_get_error(ssl_.get(), done);
      if (want != SSL_ERROR_WANT_READ && want != SSL_ERROR_WANT_WRITE) fail(want);
      if (wait_for(descriptor_, want == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT, until)) continue;
      if (late == nullptr) return 0;
      throw ConnectionLost(late);
    }
  }

  [[noreturn]] void fail(int kind) {
    if (kind == SSL_ERROR_SYSCALL) {
      // TLS 1.3 tells what is wrong with our certificate after the handshake; when we write before
      // that is read, the peer's end of the connection is all that the write sees.
      char byte = 0;
      ERR_clear_error();
      kind = SSL_get_error(ssl_.get(), SSL_read(ssl_.get(), &byte, 1));
    }
    const unsigned long code = ERR_get_error();
    const long verified = SSL_get_verify_result(ssl_.get());
    if (is_wrong_pin(verified)) throw TransportError(kWrongPin);
    if (kind == SSL_ERROR_SSL && verified != X509_V_OK) {
      throw TransportError(std::string("the certificate of the peer: ") +
                           X509_verify_cert_error_string(verified));
    }
    if (kind == SSL_ERROR_SSL && ERR_GET_REASON(code) != SSL_R_UNEXPECTED_EOF_WHILE_READING) {
      const char* reason = ERR_reason_error_string(code);
      throw TransportError(std::string("TLS: ") + (reason == nullptr ? "an error" : reason));
    }
    throw ConnectionLost("the connection was closed");
  }

  int descriptor_;
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_{nullptr, SSL_free};
};

ByteStream::ByteStream(const TransportUrl::Place& place, const std::optional<TlsOptions>& tls,
                       Instant until)
    : descriptor_(connect_any(place, until)) {
  if (!tls) return;
  try {
    const QuietPipe quiet;
    tls_ = std::make_unique<Tls>(descriptor_, place.host, *tls);
    tls_->handshake(until);
  } catch (...) {
    tls_.reset();
    ::close(descriptor_);
    throw;
  }
}

ByteStream::~ByteStream() {
  tls_.reset();
  ::close(descriptor_);
}

void ByteStream::write(std::string_view bytes, Instant until) {
  const QuietPipe quiet;
  while (!bytes.empty()) {
    if (tls_) {
      bytes.remove_prefix(tls_->write(bytes, until));
      continue;
    }
    const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno != EINTR && errno != EAGAIN) {
      throw ConnectionLost(text_of(errno));
    } else if (!wait_for(descriptor_, POLLOUT, until)) {
      throw ConnectionLost("a time-out");
    }
  }
}

std::string ByteStream::read(Instant until) {
  std::array<char, kPiece> piece;
  if (tls_) {
    const QuietPipe quiet;
    return {piece.data(), tls_->read(piece, until)};
  }
  for (;;) {
    const ssize_t came = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (came > 0) return {piece.data(), static_cast<std::size_t>(came)};
    if (came == 0) throw ConnectionLost("the connection was closed");
    if (errno != EINTR && errno != EAGAIN) throw ConnectionLost(text_of(errno));
    if (!wait_for(descriptor_, POLLIN, until)) return "";
  }
}

}  // namespace planttwin::bridge
