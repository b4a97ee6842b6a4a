#pragma once

#include <memory>
#include <string>

#include "erp_bridge/faults/faulty_way.h"
#include "erp_bridge/faults/http_session.h"
#include "erp_bridge/transports/tcp_sockets.h"

namespace planttwin::bridge {

// One connection of any protocol over TCP through a fault proxy: bytes either way. What is struck
// is the first piece that the client sends after a call has begun. What is given outlives it.
class ByteSession {
 public:
  ByteSession(FaultyWay& way, Refuse refuse, TcpPeer& client);
  // Until either side goes, or a fault ends the connection.
  void run();

 private:
  bool pass_to_target(const std::string& piece);
  bool act(const std::string& piece, const FaultStrike& strike);
  bool reset();

  FaultyWay& way_;
  Refuse refuse_;
  TcpPeer& client_;
  std::unique_ptr<TcpPeer> target_;
};

}  // namespace planttwin::bridge
