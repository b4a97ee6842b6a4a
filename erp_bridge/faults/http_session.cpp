#include "erp_bridge/faults/http_session.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "erp_bridge/faults/rewritten_body.h"
#include "erp_bridge/mapping/jq_programs.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kSlices = 20;
constexpr int kUnauthorized = 401, kTooMany = 429, kServerFault = 500;
constexpr int kOk = 200;

HttpReply reply_in_words(int status, const std::string& text) {
  return {status, {{"Content-Type", "text/plain"}}, "planttwin: " + text + '\n'};
}

}  // namespace

std::string answer_body(const PlannedFault& fault, const std::vector<std::string>& keys,
                        const std::string& request) {
  JqPrograms programs("");
  const std::size_t program = programs.add(fault.body);
  return sent_of(programs.first(program, seen_by_program(keys, request)));
}

HttpSession::HttpSession(FaultyWay& way, LateCalls& late, Refuse refuse, TcpPeer& peer)
    : way_(way),
      late_(late),
      refuse_(std::move(refuse)),
      peer_(peer),
      reader_(peer),
      target_(way.parts().target) {}

void HttpSession::run() {
  while (!way_.has_ended()) {
    std::optional<HttpCall> call = reader_.next();
    if (!call || !serve(*std::move(call))) return;
  }
}

// False when the connection is over.
bool HttpSession::serve(HttpCall call) {
  const std::vector<CarriedMessage> messages =
      way_.parts().calls.of(header_of(call, CallsUnderWay::kHeader));
  std::erase_if(call.headers, [](const Header& header) {
    return same_header(header.first, CallsUnderWay::kHeader);
  });
  if (!way_.comes_through()) return reset();
  const std::string path = call.target.substr(0, call.target.find('?'));
  const std::optional<FaultStrike> strike =
      way_.strike(messages, call.method + " " + path, call.body);
  const bool goes_on = strike ? act(call, *strike) : pass(call);
  const bool overtakes =
      !messages.empty() && goes_on && !(strike && strike->fault->kind == FaultKind::kReorder);
  if (overtakes) {
    for (const HttpCall& late : late_.overtaken()) target_.forward(late);
  }
  return goes_on && !same_header(header_of(call, "Connection"), "close");
}

bool HttpSession::act(const HttpCall& call, const FaultStrike& strike) {
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
      return way_.rest(way_.parts().dice.latency_of(strike)) && pass(call);
    case FaultKind::kBandwidth:
      return pass_slowly(call, fault.bytes_per_s);
    case FaultKind::kResetBeforeSend:
      return reset();
    case FaultKind::kResetAfterCommit:
      target_.forward(call);
      return reset();
    case FaultKind::kSlowBody:
      return drip(call, fault.lasts);
    case FaultKind::kTruncatedBody:
      return truncate(call);
    case FaultKind::kDuplicate: {
      const std::optional<HttpReply> first = target_.forward(call);
      target_.forward(call);
      return first ? say(*first) : reset();
    }
    case FaultKind::kCorrupt:
    case FaultKind::kRewrite:
    case FaultKind::kSchemaDrift:
    case FaultKind::kUnitMistake:
    case FaultKind::kStaleRevision:
    case FaultKind::kClockSkew: {
      HttpCall other = call;
      other.body = strike.body;
      return pass(other);
    }
    case FaultKind::kStop:
    case FaultKind::kKill:
    case FaultKind::kRestart:
      way_.parts().strike_part(fault);
      return pass(call);
    default:
      return act_by_answer(call, strike);
  }
}

// Where something else is said than the target would.
bool HttpSession::act_by_answer(const HttpCall& call, const FaultStrike& strike) {
  const PlannedFault& fault = *strike.fault;
  switch (fault.kind) {
    case FaultKind::kStatus429: {
      HttpReply reply = reply_in_words(kTooMany, "the fault " + fault.id);
      constexpr std::int64_t kSecond = 1'000'000;
      const std::int64_t seconds = (fault.retry_after.count() + kSecond - 1) / kSecond;
      reply.headers.emplace_back("Retry-After", std::to_string(seconds));
      return say(reply);
    }
    case FaultKind::kStatus5xx:
      return say(reply_in_words(fault.status, "the fault " + fault.id));
    case FaultKind::kExpiredLogin:
      return say(reply_in_words(kUnauthorized, "the fault " + fault.id));
    case FaultKind::kOkWithErrorInside:
      return say_in_its_place(call, strike, kOk);
    case FaultKind::kDelay:
      late_.pass_on(call, fault.lasts);
      return say_in_its_place(call, strike, fault.status);
    case FaultKind::kReorder:
      late_.hold(call, fault.behind);
      return say_in_its_place(call, strike, fault.status);
    default:  // kDrop
      return say_in_its_place(call, strike, fault.status);
  }
}

bool HttpSession::say_in_its_place(const HttpCall& call, const FaultStrike& strike, int status) {
  try {
    return say({status,
                {{"Content-Type", strike.fault->content_type}},
                answer_body(*strike.fault, strike.keys, call.body)});
  } catch (const JqError& error) {
    return say(reply_in_words(kServerFault, "the fault " + strike.fault->id + ": " + error.what()));
  }
}

bool HttpSession::pass(const HttpCall& call) {
  const std::optional<HttpReply> reply = target_.forward(call);
  return reply ? say(*reply) : reset();
}

bool HttpSession::pass_slowly(const HttpCall& call, std::int64_t bytes_per_s) {
  const auto time_of = [&](std::size_t bytes) {
    return sim::Duration::microseconds(static_cast<std::int64_t>(bytes) * 1'000'000 / bytes_per_s);
  };
  if (!way_.rest(time_of(call.body.size()))) return reset();
  const std::optional<HttpReply> reply = target_.forward(call);
  return reply && way_.rest(time_of(reply->body.size())) ? say(*reply) : reset();
}

bool HttpSession::drip(const HttpCall& call, sim::Duration lasts) {
  const std::optional<HttpReply> reply = target_.forward(call);
  if (!reply || !peer_.write(head_of(*reply))) return reset();
  const std::size_t slice = reply->body.size() / kSlices + 1;
  for (std::size_t from = 0; from < reply->body.size(); from += slice) {
    const auto slices = static_cast<std::int64_t>(kSlices);
    if (!way_.rest(sim::Duration::microseconds(lasts.count() / slices))) return reset();
    if (!peer_.write(std::string_view(reply->body).substr(from, slice))) return reset();
  }
  return true;
}

bool HttpSession::truncate(const HttpCall& call) {
  const std::optional<HttpReply> reply = target_.forward(call);
  if (!reply) return reset();
  const std::string whole = head_of(*reply);
  peer_.write(whole + reply->body.substr(0, reply->body.size() / 2));
  return false;
}

bool HttpSession::say(const HttpReply& reply) { return peer_.write(head_of(reply) + reply.body); }

bool HttpSession::reset() {
  peer_.reset_at_end();
  return false;
}

}  // namespace planttwin::bridge
