#include "erp_bridge/embedded_bridge.h"

namespace planttwin::bridge {

void EmbeddedBridge::post(const Message& message) {
  const Answer answer = books_.erp().post(message);
  const bool taken = answer.kind == Answer::Kind::kAcknowledged;
  traces_.emplace(
      message.envelope.idempotency_key,
      MessageTrace{taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected,
                   answer.code});
}

}  // namespace planttwin::bridge
