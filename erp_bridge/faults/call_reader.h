#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "erp_bridge/transports/http_forward.h"
#include "erp_bridge/transports/tcp_sockets.h"

namespace planttwin::bridge {

// Names of headers, and some of what they say, are the same in capitals.
bool same_header(std::string_view one, std::string_view other);
// Empty where there is none.
std::string header_of(const HttpCall& call, std::string_view name);

// The requests of a client, one after the other. The peer outlives it.
class CallReader {
 public:
  explicit CallReader(TcpPeer& peer) : peer_(peer) {}
  // With its body; nothing at the end of the connection and where it is no HTTP, or too long. One
  // without a length is answered with 411.
  std::optional<HttpCall> next();

 private:
  bool read_until(std::size_t size);

  TcpPeer& peer_;
  std::string read_;  // and not used yet
};

}  // namespace planttwin::bridge
