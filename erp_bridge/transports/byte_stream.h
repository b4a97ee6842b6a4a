#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "erp_bridge/transports/transport.h"
#include "erp_bridge/transports/transport_url.h"

namespace planttwin::bridge {

// Nobody is there, or no more; another attempt may help.
struct ConnectionLost : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A connection over TCP, or TLS 1.2 and later on top. Never blocks beyond the time it was given;
// never raises SIGPIPE. After an exception it is of no more use.
class ByteStream {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  // Throws ConnectionLost, and TransportError when the TLS of the two don't agree: a certificate
  // that isn't trusted, or is for another host, or one of ours that is missing.
  ByteStream(const TransportUrl::Place& place, const std::optional<TlsOptions>& tls, Instant until);
  ~ByteStream();
  ByteStream(const ByteStream&) = delete;
  ByteStream& operator=(const ByteStream&) = delete;

  // All bytes; throws ConnectionLost, also when they are not gone in time.
  void write(std::string_view bytes, Instant until);
  // What is there, waiting for the first byte; empty when none came in time.
  std::string read(Instant until);

 private:
  class Tls;
  int descriptor_ = -1;
  std::unique_ptr<Tls> tls_;
};

}  // namespace planttwin::bridge
