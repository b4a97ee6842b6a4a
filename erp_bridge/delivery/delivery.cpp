#include "erp_bridge/delivery/delivery.h"

#include <algorithm>
#include <array>

#include "sim/random.h"

namespace planttwin::bridge {

std::string_view state_name(DeliveryState state) {
  constexpr std::array<std::string_view, 6> kNames = {"new",          "in_flight", "unknown",
                                                      "acknowledged", "rejected",  "dead"};
  return kNames[static_cast<std::size_t>(state)];
}

Delivery::Delivery(DeliveryOptions options, std::function<double()> chance)
    : options_(options), chance_(std::move(chance)) {}

void Delivery::restore(std::vector<OutboxEntry> entries) {
  for (OutboxEntry& entry : entries) {
    next_position_ = std::max(next_position_, entry.position + 1);
    if (entry.state == DeliveryState::kInFlight) {
      entry.state = DeliveryState::kUnknown;
      change(entry);
    }
    entry.due = sim::Time();
    const bool parks = options_.stuck_head == StuckHead::kPark;
    if (parks && entry.state == DeliveryState::kDead) partitions_[entry.partition].parked = true;
    add(sim::Time(), std::move(entry));
  }
}

// Takes an entry with its position into the tables.
void Delivery::add(sim::Time now, OutboxEntry entry) {
  const std::string partition = entry.partition;
  keys_[entry.position] = entry.key;
  if (ended(entry.state)) {
    if (entry.state != DeliveryState::kDead) ended_.push_back(entry.key);
  } else {
    ++open_;
    open_bytes_ += entry.payload.size();
    partitions_[partition].waiting.emplace(entry.position, entry.key);
  }
  const std::string key = entry.key;
  entries_.insert_or_assign(key, std::move(entry));
  place(now, partition);
  forget_oldest();
}

Delivery::Entered Delivery::enter(sim::Time now, std::string key, std::string partition,
                                  std::string payload, std::vector<std::string> depends_on) {
  const std::uint64_t hash = sim::name_key(payload);
  if (const OutboxEntry* known = find(key)) {
    return known->payload_hash == hash ? Entered::kKnown : Entered::kConflict;
  }
  if (open_ >= options_.most_entries || open_bytes_ + payload.size() > options_.most_bytes) {
    return Entered::kFull;
  }
  OutboxEntry entry;
  entry.position = next_position_++;
  entry.key = std::move(key);
  entry.partition = std::move(partition);
  entry.payload = std::move(payload);
  entry.payload_hash = hash;
  entry.depends_on = std::move(depends_on);
  entry.entered = entry.due = now;
  const auto found = partitions_.find(entry.partition);
  if (found != partitions_.end() && found->second.parked) {
    entry.state = DeliveryState::kDead;
    entry.reason = "its partition is parked";
  }
  change(entry);
  add(now, std::move(entry));
  return Entered::kTaken;
}

const OutboxEntry* Delivery::find(const std::string& key) const {
  const auto found = entries_.find(key);
  return found == entries_.end() ? nullptr : &found->second;
}

OutboxEntry* Delivery::open_entry(const std::string& key) {
  const auto found = entries_.find(key);
  return found == entries_.end() || ended(found->second.state) ? nullptr : &found->second;
}

void Delivery::on_acknowledged(sim::Time now, const std::string& key) {
  silent_ = 0;
  OutboxEntry* entry = open_entry(key);
  if (entry != nullptr) end(now, *entry, DeliveryState::kAcknowledged);
}

void Delivery::on_refused(sim::Time now, const std::string& key, Refusal refusal,
                          const std::string& reason, std::optional<sim::Duration> retry_after) {
  silent_ = 0;
  OutboxEntry* entry = open_entry(key);
  if (entry == nullptr) return;
  entry->reason = reason;
  switch (refusal) {
    case Refusal::kFinal:
      return end(now, *entry, DeliveryState::kRejected);
    case Refusal::kManual:
      return give_up(now, *entry);
    case Refusal::kRetryAfterDependency:
    case Refusal::kRetryLater:
      return retry(now, *entry, retry_after);
  }
}

void Delivery::on_unanswered(sim::Time now, const std::string& key) {
  OutboxEntry* entry = open_entry(key);
  if (entry == nullptr || entry->state != DeliveryState::kInFlight) return;
  lose(now, *entry);
}

void Delivery::on_told(sim::Time now, const std::string& key, bool received) {
  silent_ = 0;
  OutboxEntry* entry = open_entry(key);
  if (entry == nullptr || entry->state != DeliveryState::kUnknown) return;
  if (received) return end(now, *entry, DeliveryState::kAcknowledged);
  entry->state = DeliveryState::kNew;
  entry->due = now;
  change(*entry);
  place(now, entry->partition);
}

bool Delivery::revive(sim::Time now, const std::string& key) {
  const OutboxEntry* dead = find(key);
  if (dead == nullptr || dead->state != DeliveryState::kDead) return false;
  const std::string name = dead->partition;
  const bool parked = partitions_[name].parked;
  partitions_[name].parked = false;
  for (auto& [other, entry] : entries_) {
    const bool meant = other == key || (parked && entry.partition == name);
    if (!meant || entry.state != DeliveryState::kDead) continue;
    entry.state = DeliveryState::kNew;
    entry.attempts = 0;
    entry.due = now;
    ++open_;
    open_bytes_ += entry.payload.size();
    partitions_[name].waiting.emplace(entry.position, other);
    change(entry);
  }
  place(now, name);
  return true;
}

// A message is under way no more.
void Delivery::land(OutboxEntry& entry) {
  if (entry.state == DeliveryState::kInFlight) --in_flight_;
}

void Delivery::end(sim::Time now, OutboxEntry& entry, DeliveryState state) {
  land(entry);
  entry.state = state;
  --open_;
  open_bytes_ -= entry.payload.size();
  if (state == DeliveryState::kAcknowledged) entry.payload = std::string();
  change(entry);
  if (state != DeliveryState::kDead) ended_.push_back(entry.key);
  const std::string name = entry.partition;
  const std::string key = entry.key;
  partitions_[name].waiting.erase(entry.position);
  place(now, name);
  const auto waiting = dependents_.find(key);
  if (waiting == dependents_.end()) return;
  const std::vector<std::string> partitions = std::move(waiting->second);
  dependents_.erase(waiting);
  for (const std::string& partition : partitions) place(now, partition);
}

bool Delivery::is_stuck(sim::Time now, const OutboxEntry& entry) const {
  if (options_.stuck_head == StuckHead::kBlock) return false;
  return entry.attempts >= options_.most_attempts || now - entry.entered >= options_.most_age;
}

void Delivery::retry(sim::Time now, OutboxEntry& entry, std::optional<sim::Duration> after) {
  if (is_stuck(now, entry)) return give_up(now, entry);
  land(entry);
  entry.state = DeliveryState::kNew;
  entry.due = now + after.value_or(backoff(entry.attempts));
  change(entry);
  place(now, entry.partition);
}

void Delivery::give_up(sim::Time now, OutboxEntry& entry) {
  switch (options_.stuck_head) {
    case StuckHead::kBlock:
      land(entry);
      entry.state = DeliveryState::kNew;
      entry.due = now + options_.longest_retry;
      change(entry);
      return place(now, entry.partition);
    case StuckHead::kSkip:
      return end(now, entry, DeliveryState::kDead);
    case StuckHead::kPark:
      break;
  }
  Partition& partition = partitions_[entry.partition];
  partition.parked = true;
  const std::map<std::int64_t, std::string> all = partition.waiting;
  for (const auto& [position, key] : all) end(now, entries_.at(key), DeliveryState::kDead);
}

void Delivery::lose(sim::Time now, OutboxEntry& entry) {
  land(entry);
  entry.state = DeliveryState::kUnknown;
  ++silent_;
  if (breaker_open()) next_probe_ = now + options_.probe_every;
  if (is_stuck(now, entry)) return give_up(now, entry);
  entry.due = now + backoff(entry.attempts);
  change(entry);
  place(now, entry.partition);
}

// A random part of a span that doubles with every attempt ("full jitter": M. Brooker, "Exponential
// Backoff and Jitter", AWS Architecture Blog, 2015).
sim::Duration Delivery::backoff(std::int32_t attempts) {
  sim::Duration span = options_.first_retry;
  for (std::int32_t i = 1; i < attempts && span < options_.longest_retry; ++i) span = span + span;
  span = std::min(span, options_.longest_retry);
  return sim::Duration::microseconds(
      static_cast<std::int64_t>(chance_() * static_cast<double>(span.count())));
}

// Puts a partition where the state of its head says.
void Delivery::place(sim::Time now, const std::string& name) {
  remove_place(name);
  const auto found = partitions_.find(name);
  if (found == partitions_.end()) return;
  if (found->second.waiting.empty()) {
    if (!found->second.parked) partitions_.erase(found);
    return;
  }
  const auto& [position, key] = *found->second.waiting.begin();
  OutboxEntry& head = entries_.at(key);
  const bool to_send = head.state == DeliveryState::kNew ||
                       (head.state == DeliveryState::kUnknown && !options_.can_ask);
  if (to_send && head.due <= now) {
    if (waits_for_others(head, name)) return;
    places_[name].ready = ready_.emplace(position, name).first;
  } else {
    places_[name].timer = timers_.emplace(head.due, name).first;
  }
}

void Delivery::remove_place(const std::string& name) {
  const auto found = places_.find(name);
  if (found == places_.end()) return;
  if (found->second.timer) timers_.erase(*found->second.timer);
  if (found->second.ready) ready_.erase(*found->second.ready);
  places_.erase(found);
}

// Whether the head has to wait for a message that has not ended; what has not been entered, or was
// forgotten, has been delivered long ago.
bool Delivery::waits_for_others(const OutboxEntry& entry, const std::string& partition) {
  for (const std::string& key : entry.depends_on) {
    const OutboxEntry* other = find(key);
    if (other == nullptr || ended(other->state) || other->partition == partition) continue;
    dependents_[key].push_back(partition);
    return true;
  }
  return false;
}

DeliveryStep Delivery::step(sim::Time now) {
  DeliveryStep step;
  handle_timers(now, step);
  while (!ready_.empty() && may_send(now)) {
    const std::string name = ready_.begin()->second;
    send(now, entries_.at(partitions_.at(name).waiting.begin()->second), step);
  }
  for (const std::int64_t position : changed_) {
    const OutboxEntry* entry = find(keys_.at(position));
    if (entry != nullptr) step.changed.push_back(*entry);
  }
  changed_.clear();
  forget_oldest();
  step.wake = wake_time();
  return step;
}

void Delivery::handle_timers(sim::Time now, DeliveryStep& step) {
  while (!timers_.empty() && timers_.begin()->first <= now) {
    const std::string name = timers_.begin()->second;
    OutboxEntry& head = entries_.at(partitions_.at(name).waiting.begin()->second);
    if (head.state == DeliveryState::kInFlight) {
      lose(now, head);
    } else if (head.state == DeliveryState::kUnknown && options_.can_ask) {
      step.actions.push_back({DeliveryAction::Kind::kAsk, head.key, ""});
      head.due = now + options_.answer_within;
      place(now, name);
    } else {
      place(now, name);
    }
  }
}

bool Delivery::may_send(sim::Time now) const {
  if (in_flight_ >= options_.window || now < next_send_) return false;
  return !breaker_open() || (in_flight_ == 0 && now >= next_probe_);
}

void Delivery::send(sim::Time now, OutboxEntry& entry, DeliveryStep& step) {
  if (entry.state == DeliveryState::kUnknown) entry.possibly_doubled = true;
  entry.state = DeliveryState::kInFlight;
  ++entry.attempts;
  entry.due = now + options_.answer_within;
  ++in_flight_;
  if (options_.send_spacing > sim::Duration()) next_send_ = now + options_.send_spacing;
  if (breaker_open()) next_probe_ = now + options_.probe_every;
  change(entry);
  step.actions.push_back({DeliveryAction::Kind::kSend, entry.key, entry.payload});
  place(now, entry.partition);
}

sim::Time Delivery::wake_time() const {
  sim::Time wake = timers_.empty() ? sim::Time::never() : timers_.begin()->first;
  if (ready_.empty() || in_flight_ >= options_.window) return wake;
  if (!breaker_open()) return std::min(wake, next_send_);
  return in_flight_ > 0 ? wake : std::min(wake, std::max(next_send_, next_probe_));
}

// Of what has ended only the newest are remembered.
void Delivery::forget_oldest() {
  while (ended_.size() > options_.remembered) {
    const auto found = entries_.find(ended_.front());
    if (changed_.contains(found->second.position)) return;
    keys_.erase(found->second.position);
    entries_.erase(found);
    ended_.pop_front();
  }
}

}  // namespace planttwin::bridge
