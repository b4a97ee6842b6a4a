#include "erp_bridge/faults/fault_proxy.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/faults/byte_session.h"
#include "erp_bridge/faults/http_session.h"
#include "erp_bridge/transports/transport_url.h"

namespace planttwin::bridge {

using Clock = std::chrono::steady_clock;

FaultProxy::FaultProxy(FaultProxyParts parts)
    : way_(std::move(parts)),
      is_http_(way_.parts().target.url.starts_with("http")),
      late_(way_.parts().target, is_http_),
      thread_([this] { run(); }) {}

FaultProxy::~FaultProxy() {
  {
    const std::scoped_lock lock(mutex_);
    way_.end();
    listener_.refuse();
  }
  thread_.join();
  {
    const std::scoped_lock lock(mutex_);
    wake_sessions();
  }
  join_sessions(true);
}

std::string FaultProxy::url() const {
  const TransportUrl target = parse_transport_url(way_.parts().target.url);
  const std::string scheme = is_http_ ? "http" : target.scheme;
  // What stands behind the place belongs to what the client says: a path of HTTP the proxy adds.
  return scheme + "://127.0.0.1:" + std::to_string(listener_.port()) +
         (is_http_ ? "" : target.path);
}

void FaultProxy::begin(const PlannedFault& fault) {
  if (fault.kind == FaultKind::kRefused) {
    refuse(fault.lasts);
  } else {
    way_.swallow(fault.lasts);
  }
}

void FaultProxy::finish() { late_.finish(); }

void FaultProxy::run() {
  while (!way_.has_ended()) {
    std::unique_ptr<TcpPeer> peer = listener_.accept();
    if (!peer) {
      wait_while_refusing();
      continue;
    }
    join_sessions(false);
    const std::scoped_lock lock(mutex_);
    if (Clock::now() < refuses_until_) {  // it has come just before
      peer->reset_at_end();
      continue;
    }
    Session& session = sessions_.emplace_back();
    session.peer = std::move(peer);
    session.thread = std::thread([this, &session] {
      serve(*session.peer);
      const std::scoped_lock closing(mutex_);
      session.peer.reset();
      session.over = true;
    });
  }
}

void FaultProxy::serve(TcpPeer& peer) {
  const Refuse refuse_all = [this](sim::Duration lasts) { refuse(lasts); };
  try {
    if (is_http_) {
      HttpSession(way_, late_, refuse_all, peer).run();
    } else {
      ByteSession(way_, refuse_all, peer).run();
    }
  } catch (const TransportError&) {
    peer.reset_at_end();  // as from a target that can't be spoken to
  }
}

// Whoever is connected loses the connection.
void FaultProxy::refuse(sim::Duration lasts) {
  const std::scoped_lock lock(mutex_);
  refuses_until_ =
      std::max(refuses_until_, Clock::now() + std::chrono::microseconds(lasts.count()));
  listener_.refuse();
  wake_sessions();
}

void FaultProxy::wake_sessions() {
  for (Session& session : sessions_) {
    if (!session.peer) continue;
    session.peer->reset_at_end();
    session.peer->wake();
  }
}

void FaultProxy::wait_while_refusing() {
  for (;;) {
    FaultyWay::Instant until;
    {
      const std::scoped_lock lock(mutex_);
      until = refuses_until_;
    }
    const auto left = std::chrono::ceil<std::chrono::microseconds>(until - Clock::now());
    if (left.count() <= 0) break;
    if (!way_.rest(sim::Duration::microseconds(left.count()))) return;
  }
  const std::scoped_lock lock(mutex_);
  if (!way_.has_ended()) listener_.listen();
}

void FaultProxy::join_sessions(bool all) {
  std::list<Session> over;
  {
    const std::scoped_lock lock(mutex_);
    for (auto session = sessions_.begin(); session != sessions_.end();) {
      const auto here = session++;
      if (all || here->over) over.splice(over.end(), sessions_, here);
    }
  }
  for (Session& session : over) session.thread.join();
}

}  // namespace planttwin::bridge
