#include "scenarios/experiment/worker_message.h"

#include "sim/archive.h"

namespace planttwin::experiment {
namespace {

constexpr std::uint32_t kVersion = 1;

template <class Message>
std::string written(const Message& message) {
  sim::StateWriter writer(kVersion);
  writer(message);
  return writer.finish();
}

template <class Message>
Message read(const std::string& bytes) {
  sim::StateReader reader(bytes, kVersion);
  Message message;
  reader(message);
  reader.finish();
  return message;
}

}  // namespace

std::string to_bytes(const Order& order) { return written(order); }
std::string to_bytes(const Answer& answer) { return written(answer); }
Order order_of(const std::string& bytes) { return read<Order>(bytes); }
Answer answer_of(const std::string& bytes) { return read<Answer>(bytes); }

}  // namespace planttwin::experiment
