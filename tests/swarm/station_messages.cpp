// What comes to a station and goes from it, and the person who tends it.

#include <algorithm>
#include <utility>

#include "erp_bridge/delivery/refusal_codes.h"
#include "tests/swarm/station.h"

namespace planttwin::swarm {
namespace {

using bridge::Delivery;
using bridge::DeliveryState;
using bridge::Inbox;

// Parts a key from what a planted bug has added.
constexpr const char* kAgain = "@again";

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

}  // namespace

Delivery::Entered Station::enter(const Report& report) {
  std::string payload = report.payload;
  if (has(Bug::kRestartsSequences)) {
    const std::string restarted = std::to_string(++sequences_[report.partition]);
    replace(payload, "\"sequence\":\"" + std::to_string(report.sequence) + "\"",
            "\"sequence\":\"" + restarted + "\"");
  }
  const bool apart = has(Bug::kNoPartitions);
  return delivery_->enter(
      world_.now(), report.key, apart ? report.key : report.partition, std::move(payload),
      has(Bug::kForgetsDependencies) ? std::vector<std::string>() : report.depends_on);
}

// A message or a batch. What was taken of it is acknowledged after the commit.
void Station::take(const Packet& packet) {
  std::vector<std::string> taken;
  if (packet.members.empty()) {
    if (!take_one(packet)) return;
  } else {
    std::size_t most = packet.members.size();
    if (has(Bug::kMiddlewareTakesHalfABatch)) most /= 2;
    for (const Packet& member : packet.members) {
      if (taken.size() < most && !take_one(member)) break;
      taken.push_back(member.key);
    }
    if (taken.empty()) return;
  }
  answer(packet, Packet::Kind::kAcknowledged, true, std::move(taken));
  if (!has(Bug::kAcknowledgesBeforeJournal) && !has(Bug::kMiddlewareAcknowledgesEarly)) return;
  world_.send(held_.back());
  held_.pop_back();
}

// False when there is no room for it.
bool Station::take_one(const Packet& packet) {
  Inbox::Taken taken = Inbox::Taken::kSetAside;
  if (!packet.payload.starts_with(kGarbage)) {
    taken = inbox_->take(world_.now(),
                         {packet.id, packet.key, packet.run_id, packet.payload, packet.payload});
  } else if (!has(Bug::kDropsUnreadable)) {
    taken = inbox_->take_unreadable(world_.now(), packet.payload, "no message");
  }
  if (taken == Inbox::Taken::kNew) {
    changes_.journal.push_back({next_input_++, world_.now(), "message", packet.key});
    if (options_.forwards) {
      delivery_->enter(world_.now(), packet.key, packet.partition, packet.payload,
                       packet.depends_on);
    }
  }
  return taken != Inbox::Taken::kFull;
}

// Answers wait for the commit, as all that goes out.
void Station::answer(const Packet& to, Packet::Kind kind, bool received,
                     std::vector<std::string> keys) {
  Packet packet;
  packet.kind = kind;
  packet.from = options_.place;
  packet.to = to.from;
  packet.key = to.key;
  packet.keys = std::move(keys);
  packet.received = received;
  held_.push_back(std::move(packet));
}

void Station::take_answer(const Packet& packet) {
  const sim::Time now = world_.now();
  const std::string key = packet.key.substr(0, packet.key.find(kAgain));
  switch (packet.kind) {
    case Packet::Kind::kAcknowledged:
      for (const std::string& member : packet.keys) delivery_->on_acknowledged(now, member);
      if (!packet.keys.empty()) return;
      return delivery_->on_acknowledged(now, has(Bug::kTakesAnyAnswer) ? last_sent_ : key);
    case Packet::Kind::kRefused:
      return refused(packet);
    case Packet::Kind::kTold:
      return delivery_->on_told(now, key, packet.received);
    default:
      return delivery_->on_unanswered(now, key);
  }
}

void Station::refused(const Packet& packet) {
  bridge::Refusal refusal = bridge::refusal_of(packet.code);
  std::optional<sim::Duration> after = packet.retry_after;
  std::vector<std::string> keys = packet.keys;
  if (keys.empty()) keys.push_back(packet.key);
  for (const std::string& key : keys) note_retry_after(key, after);
  if (has(Bug::kIgnoresRetryAfter)) after.reset();
  if (has(Bug::kLockedIsFinal)) refusal = bridge::Refusal::kFinal;
  const bool batch = keys.size() > 1;
  if (batch && has(Bug::kBlamesFirstOfBatch)) keys.resize(1);
  if (batch && has(Bug::kRefusesBatchForGood)) {
    for (const std::string& key : keys) {
      delivery_->on_refused(world_.now(), key, bridge::Refusal::kFinal, packet.code);
    }
    return;
  }
  delivery_->on_batch_refused(world_.now(), keys, refusal, packet.code, after);
}

void Station::note_retry_after(const std::string& key, std::optional<sim::Duration> after) {
  const bridge::OutboxEntry* entry = delivery_->find(key);
  // What waits for its commit goes out nevertheless.
  const bool held = std::any_of(held_.begin(), held_.end(), [&](const Packet& waiting) {
    if (waiting.kind != Packet::Kind::kMessage) return false;
    const bool among = std::any_of(waiting.members.begin(), waiting.members.end(),
                                   [&](const Packet& member) { return member.key == key; });
    return among || waiting.key == key;
  });
  if (entry == nullptr || ended(entry->state) || held) return;
  if (after) {
    not_before_[key] = world_.now() + *after;
  } else {
    not_before_.erase(key);
  }
}

Packet Station::packet_of(const bridge::DeliveryAction& action) const {
  Packet packet;
  if (action.kind == bridge::DeliveryAction::Kind::kSendBatch) {
    for (const bridge::BatchMember& member : action.members) {
      packet.members.push_back(message_of(member.key, member.payload));
    }
    if (has(Bug::kReordersBatch)) std::reverse(packet.members.begin(), packet.members.end());
    packet.key = packet.members.front().key;
  } else if (action.kind == bridge::DeliveryAction::Kind::kSend) {
    packet = message_of(action.key, action.payload);
  } else {
    packet.kind = Packet::Kind::kAsk;
    packet.key = action.key;
  }
  packet.from = options_.place;
  packet.to = options_.peer;
  return packet;
}

Packet Station::message_of(const std::string& key, const std::string& payload) const {
  const bridge::OutboxEntry& entry = *delivery_->find(key);
  Packet packet;
  packet.from = options_.place;
  packet.key = key;
  packet.id = key + "/" + std::to_string(entry.attempts);
  packet.partition = entry.partition;
  packet.run_id = kRun;
  packet.payload = payload;
  packet.depends_on = entry.depends_on;
  if (entry.attempts > 1 && has(Bug::kRetriesUnderNewKey)) {
    const std::string other = key + kAgain + std::to_string(entry.attempts);
    replace(packet.payload, "\"idempotencykey\":\"" + key, "\"idempotencykey\":\"" + other);
    packet.key = other;
  }
  if (entry.attempts > 1 && has(Bug::kChangesBodyOfRetry)) {
    replace(packet.payload, "\"quantity\":", "\"quantity\":1");
  }
  return packet;
}

void Station::check_sending(const Packet& packet) {
  if (packet.kind != Packet::Kind::kMessage) return;
  if (packet.members.empty()) return check_sending(packet.key);
  for (const Packet& member : packet.members) check_sending(member.key);
}

void Station::check_sending(const std::string& as_sent) {
  const std::string key = as_sent.substr(0, as_sent.find(kAgain));
  if (!store_->knows_as_sent(key).value_or(true)) {
    world_.violate("sent before it was stored: " + key);
  }
  const auto not_before = not_before_.find(key);
  if (not_before == not_before_.end()) return;
  if (world_.now() < not_before->second) {
    world_.violate("sent before the receiver wanted it: " + key);
  }
  not_before_.erase(not_before);
}

// Of what was set aside all that there is room for.
void Station::revive() {
  if (has(Bug::kNeverRevives)) return;
  for (const std::string& key : delivery_->dead()) {
    // The person knows better than the receiver.
    not_before_.erase(key);
    const bridge::OutboxEntry entry = *delivery_->find(key);
    if (!delivery_->revive(world_.now(), key)) continue;
    world_.note("revive", key);
    if (!has(Bug::kRepeatsWhatItRevives)) continue;
    std::string payload = entry.payload;
    replace(payload, "\"idempotencykey\":\"" + key, "\"idempotencykey\":\"" + key + kAgain);
    delivery_->enter(world_.now(), key + kAgain, entry.partition, payload, entry.depends_on);
  }
}

void Station::journal_mended() {
  for (const std::string& key : std::exchange(mended_, {})) {
    changes_.journal.push_back({next_input_++, world_.now(), "replay", key});
  }
}

// The letter is settled and the message journalled in one transaction.
void Station::mend_letters() {
  journal_mended();
  std::map<std::int64_t, std::string> garbled;
  for (const auto& [number, letter] : inbox_->letters()) {
    if (letter.payload.starts_with(kGarbled)) garbled.emplace(number, letter.payload);
  }
  for (const auto& [number, payload] : garbled) {
    const std::string key = kMended + payload.substr(std::string(kGarbled).size());
    world_.note("mend", key);
    const Inbox::Taken taken = inbox_->replay(world_.now(), number, {key, key, kRun, key, key});
    if (taken != Inbox::Taken::kNew && !has(Bug::kReplaysPastInbox)) continue;
    mended_.push_back(key);
    if (!has(Bug::kSettlesBeforeJournal)) journal_mended();
  }
}

}  // namespace planttwin::swarm
