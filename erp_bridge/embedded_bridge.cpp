#include "erp_bridge/embedded_bridge.h"

namespace planttwin::bridge {

void EmbeddedBridge::post(const Message& message) {
  const sim::Time now = sim::Time::from_start(message.envelope.time - start_);
  const Answer answer = books_.erp().post(message);
  const bool taken = answer.kind == Answer::Kind::kAcknowledged;
  traces_.emplace(
      message.envelope.idempotency_key,
      MessageTrace{taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected,
                   answer.code, taken ? now : sim::Time::never()});
}

}  // namespace planttwin::bridge
