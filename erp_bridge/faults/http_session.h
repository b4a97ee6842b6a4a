#pragma once

#include <functional>
#include <string>
#include <vector>

#include "erp_bridge/faults/call_reader.h"
#include "erp_bridge/faults/fault_plan.h"
#include "erp_bridge/faults/faulty_way.h"
#include "erp_bridge/faults/late_calls.h"
#include "erp_bridge/transports/http_forward.h"
#include "erp_bridge/transports/tcp_sockets.h"

namespace planttwin::bridge {

// Ends all connections and refuses others for so long.
using Refuse = std::function<void(sim::Duration lasts)>;

// What a fault answers in the place of the target: its program is given {keys, body}, the body of
// the request as JSON or null. Throws JqError.
std::string answer_body(const PlannedFault& fault, const std::vector<std::string>& keys,
                        const std::string& request);

// One connection of a client through a fault proxy, request after request. What is given outlives
// it.
class HttpSession {
 public:
  HttpSession(FaultyWay& way, LateCalls& late, Refuse refuse, TcpPeer& peer);
  // Until the client goes, or a fault ends the connection. Throws TransportError for a target that
  // can't be spoken to.
  void run();

 private:
  bool serve(HttpCall call);
  bool act(const HttpCall& call, const FaultStrike& strike);
  bool act_by_answer(const HttpCall& call, const FaultStrike& strike);
  bool pass(const HttpCall& call);
  bool pass_slowly(const HttpCall& call, std::int64_t bytes_per_s);
  bool drip(const HttpCall& call, sim::Duration lasts);
  bool truncate(const HttpCall& call);
  bool say(const HttpReply& reply);
  bool say_in_its_place(const HttpCall& call, const FaultStrike& strike, int status);
  bool reset();

  FaultyWay& way_;
  LateCalls& late_;
  Refuse refuse_;
  TcpPeer& peer_;
  CallReader reader_;
  HttpForwarder target_;
};

}  // namespace planttwin::bridge
