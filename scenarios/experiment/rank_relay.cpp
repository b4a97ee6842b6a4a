#include "scenarios/experiment/rank_relay.h"

#include <csignal>

#include "scenarios/experiment/worker_message.h"

namespace planttwin::experiment {
namespace {

class Relay {
 public:
  Relay(RankLink& link, ForkServer* own) : link_(link), own_(own) {}

  void say(Answer::Kind kind, const std::string& text = {}) {
    link_.send(0, to_bytes(Answer{.kind = kind, .place = 0, .text = text}));
  }

  void serve() {
    PatientWait wait;
    while (!ended_) {
      const bool ordered = pass_order(), answered = pass_answer();
      if (ordered || answered) {
        wait.be_brief();
      } else {
        wait.wait(own_ == nullptr ? nullptr : &own_->socket());
      }
    }
  }

 private:
  // Whether there was one.
  bool pass_order() {
    const auto order = link_.receive();
    if (!order) return false;
    ended_ = order_of(order->bytes).kind == Order::Kind::kEnd;
    if (!ended_ && own_ != nullptr) own_->socket().send(order->bytes);
    return true;
  }

  bool pass_answer() {
    if (own_ == nullptr) return false;
    if (const auto answer = own_->socket().receive()) {
      link_.send(0, *answer);
      return true;
    }
    if (!own_->socket().is_over()) return false;
    own_ = nullptr;
    say(Answer::Kind::kLost);
    return true;
  }

  RankLink& link_;
  ForkServer* own_;  // nothing when it is lost
  bool ended_ = false;
};

}  // namespace

void serve_rank_0(RankLink& link, ForkServer* own, const std::string& fault) {
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  Relay relay(link, own);
  if (own == nullptr) relay.say(Answer::Kind::kFault, fault);
  relay.serve();
  relay.say(Answer::Kind::kEnded);
}

}  // namespace planttwin::experiment
