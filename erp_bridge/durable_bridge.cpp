#include "erp_bridge/durable_bridge.h"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

#include "erp_bridge/delivery/refusal_codes.h"
#include "erp_bridge/formats/json_format.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

DurableBridgeOptions without_asking(DurableBridgeOptions options) {
  options.delivery.can_ask = false;
  return options;
}

bool is_taken(const Answer& answer) { return answer.kind == Answer::Kind::kAcknowledged; }

}  // namespace

DurableBridge::DurableBridge(const plant::Plant& plant, const plant::RunInput& input,
                             const std::string& run_id, DurableBridgeOptions options,
                             Receiver receiver)
    : options_(without_asking(std::move(options))),
      receiver_(std::move(receiver)),
      start_(input.start),
      books_(plant, input, run_id, {}, [this](const Message& message) { report(message); }),
      delivery_(options_.delivery, [this] {
        return sim::RandomSource(1).draw({sim::Purpose::kMessage, 2, 0, draws_++}).uniform();
      }) {
  if (!receiver_) receiver_ = [this](const std::string& payload) { return post(payload); };
  if (!options_.store.empty()) restore();
}

void DurableBridge::restore() {
  store_.emplace(options_.store, options_.durability);
  kept_ = store_->source_position();
  std::vector<OutboxEntry> outbox = store_->outbox();
  for (const OutboxEntry& entry : outbox) {
    if (!ended(entry.state)) continue;
    const bool taken = entry.state == DeliveryState::kAcknowledged;
    traces_[entry.key] = {
        taken ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected, entry.reason};
  }
  delivery_.restore(std::move(outbox));
}

void DurableBridge::report(const Message& message) {
  if (reported_++ < kept_) return;
  const Envelope& envelope = message.envelope;
  now_ = sim::Time::from_start(envelope.time - start_);
  const auto entered = delivery_.enter(now_, envelope.idempotency_key, envelope.partition_key,
                                       to_json(message), envelope.depends_on);
  if (entered == Delivery::Entered::kFull) throw std::runtime_error("the outbox is full");
  if (delivery_.open() >= options_.group) pump(options_.group / 2);
}

void DurableBridge::collect(DeliveryStep& step) {
  changes_.outbox.insert(changes_.outbox.end(), std::make_move_iterator(step.changed.begin()),
                         std::make_move_iterator(step.changed.end()));
}

// Sends until no more are open than so many, or nothing can be sent now: when it can then.
sim::Time DurableBridge::pump(std::size_t most_open) {
  sim::Time wake = now_;
  while (delivery_.open() > most_open) {
    DeliveryStep step = delivery_.step(now_);
    wake = step.wake;
    collect(step);
    if (step.actions.empty()) break;
    keep();
    for (const DeliveryAction& action : step.actions) send(action);
  }
  return wake;
}

void DurableBridge::keep() {
  if (store_) {
    if (reported_ > kept_) changes_.source_position = reported_;
    store_->keep(changes_);
    ++transactions_;
  }
  changes_ = {};
}

void DurableBridge::send(const DeliveryAction& action) {
  if (action.kind == DeliveryAction::Kind::kSendBatch) return send_batch(action.members);
  const Answer answer = receiver_(action.payload);
  note(action.key, answer);
  if (is_taken(answer)) return delivery_.on_acknowledged(now_, action.key);
  delivery_.on_refused(now_, action.key, refusal_of(answer.code), answer.code);
}

// What stands before the first that is refused is booked, the rest is not.
void DurableBridge::send_batch(const std::vector<BatchMember>& members) {
  for (std::size_t i = 0; i < members.size(); ++i) {
    const Answer answer = receiver_(members[i].payload);
    note(members[i].key, answer);
    if (is_taken(answer)) {
      delivery_.on_acknowledged(now_, members[i].key);
      continue;
    }
    std::vector<std::string> keys;
    for (std::size_t rest = i; rest < members.size(); ++rest) keys.push_back(members[rest].key);
    return delivery_.on_batch_refused(now_, keys, refusal_of(answer.code), answer.code);
  }
}

Answer DurableBridge::post(const std::string& payload) {
  sim::Diagnostics diagnostics;
  const std::optional<Message> message = from_json(payload, diagnostics);
  if (!message) return refusal("unreadable", "");
  return books_.erp().post(*message);
}

void DurableBridge::note(const std::string& key, const Answer& answer) {
  traces_[key] = {
      is_taken(answer) ? MessageTrace::State::kAcknowledged : MessageTrace::State::kRejected,
      answer.code};
}

void DurableBridge::finish() {
  while (delivery_.open() > 0) {
    const sim::Time wake = pump(0);
    if (wake.is_never()) break;
    now_ = std::max(now_, wake);
  }
  DeliveryStep step = delivery_.step(now_);
  collect(step);
  keep();
}

}  // namespace planttwin::bridge
