#include "erp_bridge/faults/byte_session.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/transports/transport_url.h"

namespace planttwin::bridge {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(20);

}  // namespace

ByteSession::ByteSession(FaultyWay& way, Refuse refuse, TcpPeer& client)
    : way_(way), refuse_(std::move(refuse)), client_(client) {}

void ByteSession::run() {
  const Connection& target = way_.parts().target;
  const TransportUrl::Place place = parse_transport_url(target.url).place();
  target_ = TcpPeer::connect(place.host, place.port, target.connect_within);
  if (!target_) {
    reset();
    return;
  }
  while (!way_.has_ended()) {
    TcpPeer* from = TcpPeer::readable(client_, *target_, kGlance);
    if (from == nullptr) continue;
    const std::string piece = from->read();
    if (!way_.comes_through()) {
      reset();
      return;
    }
    const bool goes_on = from == &client_ ? !piece.empty() && pass_to_target(piece)
                                          : !piece.empty() && client_.write(piece);
    if (!goes_on) return;
  }
}

bool ByteSession::pass_to_target(const std::string& piece) {
  const std::optional<FaultStrike> strike = way_.strike(way_.begun(), "", piece);
  return strike ? act(piece, *strike) : target_->write(piece);
}

bool ByteSession::act(const std::string& piece, const FaultStrike& strike) {
  const PlannedFault& fault = *strike.fault;
  switch (fault.kind) {
    case FaultKind::kRefused:
      refuse_(fault.lasts);
      return reset();
    case FaultKind::kBlackHole:
      way_.swallow(fault.lasts);
      way_.comes_through();
      return reset();
    case FaultKind::kHalfOpen:
      way_.rest(fault.lasts);
      return reset();
    case FaultKind::kLatency:
      return way_.rest(way_.parts().dice.latency_of(strike)) && target_->write(piece);
    case FaultKind::kBandwidth: {
      const auto bytes = static_cast<std::int64_t>(piece.size());
      return way_.rest(sim::Duration::microseconds(bytes * 1'000'000 / fault.bytes_per_s)) &&
             target_->write(piece);
    }
    case FaultKind::kResetAfterCommit: {
      if (!target_->write(piece)) return reset();
      const auto until = std::chrono::steady_clock::now() + way_.parts().target.answer_within;
      while (!way_.has_ended() && std::chrono::steady_clock::now() < until) {
        if (TcpPeer::readable(*target_, *target_, kGlance) != nullptr) break;
      }
      return reset();
    }
    case FaultKind::kStop:
    case FaultKind::kKill:
    case FaultKind::kRestart:
      way_.parts().strike_part(fault);
      return target_->write(piece);
    default:  // kResetBeforeSend: the others need HTTP
      return reset();
  }
}

bool ByteSession::reset() {
  client_.reset_at_end();
  return false;
}

}  // namespace planttwin::bridge
