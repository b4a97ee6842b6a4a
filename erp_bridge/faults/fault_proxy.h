#pragma once

#include <atomic>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "erp_bridge/faults/faulty_way.h"
#include "erp_bridge/faults/late_calls.h"
#include "erp_bridge/transports/tcp_sockets.h"

namespace planttwin::bridge {

// Stands before a target and passes on what goes either way, but for what a fault plan strikes. It
// listens on the loopback interface alone, in plain text, and its target is fixed: TLS of HTTP goes
// from here to the target. What is no HTTP passes as bytes.
//
// A target that does not answer, or not whole, is a connection that is reset: the client knows no
// more than it would without a proxy. Requests of HTTP need a length.
class FaultProxy {
 public:
  // Listens when it returns. Throws TransportError when it can't.
  explicit FaultProxy(FaultProxyParts parts);
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  // Where it is reached instead of its target.
  std::string url() const;
  // A fault whose time has come: kRefused or kBlackHole.
  void begin(const PlannedFault& fault);
  // Waits until what comes late has been passed on.
  void finish();

 private:
  struct Session {
    std::unique_ptr<TcpPeer> peer;  // null when it is over
    std::thread thread;
    std::atomic<bool> over = false;
  };

  void run();
  void serve(TcpPeer& peer);
  void refuse(sim::Duration lasts);
  void wait_while_refusing();
  void wake_sessions();
  void join_sessions(bool all);

  FaultyWay way_;
  bool is_http_;
  LateCalls late_;
  TcpListener listener_;
  std::mutex mutex_;  // of what follows
  FaultyWay::Instant refuses_until_{};
  std::list<Session> sessions_;
  std::thread thread_;
};

}  // namespace planttwin::bridge
