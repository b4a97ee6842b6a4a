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
    if (parks_what_is_dead() && entry.state == DeliveryState::kDead) {
      partitions_[entry.partition].parked = true;
    }
    add(sim::Time(), std::move(entry));
  }
}

// Takes an entry with its position into the tables.
void Delivery::add(sim::Time now, OutboxEntry entry) {
  const std::string partition = entry.partition;
  keys_[entry.position] = entry.key;
  if (entry.state == DeliveryState::kDead) {
    ++dead_;
  } else if (ended(entry.state)) {
    ended_.push_back(entry.key);
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
  const bool room = has_room(payload.size());
  if (!room && options_.overflow == Overflow::kWait) return Entered::kFull;
  OutboxEntry entry;
  entry.position = next_position_++;
  entry.key = std::move(key);
  entry.partition = std::move(partition);
  entry.payload = std::move(payload);
  entry.payload_hash = hash;
  entry.depends_on = std::move(depends_on);
  entry.entered = entry.due = now;
  const auto found = partitions_.find(entry.partition);
  const bool parked = found != partitions_.end() && found->second.parked;
  if (parked || !room) {
    entry.state = DeliveryState::kDead;
    entry.reason = parked ? "its partition is parked" : "no room";
    if (parks_what_is_dead()) partitions_[entry.partition].parked = true;
  }
  change(entry);
  add(now, std::move(entry));
  return room ? Entered::kTaken : Entered::kSetAside;
}

bool Delivery::has_room(std::size_t bytes) const {
  return open_ < options_.most_entries && open_bytes_ + bytes <= options_.most_bytes;
}

// Whether nothing of a partition may pass what was set aside of it.
bool Delivery::parks_what_is_dead() const {
  return options_.stuck_head == StuckHead::kPark ||
         (options_.stuck_head == StuckHead::kBlock && options_.overflow == Overflow::kSetAside);
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
  bool& parked = partitions_[name].parked;
  std::map<std::int64_t, std::string> meant = {{dead->position, key}};
  if (parked) {
    for (const auto& [other, entry] : entries_) {
      const bool waits = entry.partition == name && entry.state == DeliveryState::kDead;
      if (waits) meant.emplace(entry.position, other);
    }
  }
  bool all = true;
  bool any = false;
  for (const auto& [position, other] : meant) {
    OutboxEntry& entry = entries_.at(other);
    all = has_room(entry.payload.size()) || is_oldest(entry);
    if (!all) break;
    come_back(now, entry);
    any = true;
  }
  if (all) parked = false;
  place(now, name);
  return any;
}

bool Delivery::is_oldest(const OutboxEntry& entry) const {
  return std::all_of(entries_.begin(), entries_.end(), [&](const auto& other) {
    const DeliveryState state = other.second.state;
    const bool waits = !ended(state) || state == DeliveryState::kDead;
    return !waits || other.second.position >= entry.position;
  });
}

std::vector<std::string> Delivery::dead() const {
  if (dead_ == 0) return {};
  std::map<std::int64_t, std::string> keys;
  for (const auto& [key, entry] : entries_) {
    if (entry.state == DeliveryState::kDead) keys.emplace(entry.position, key);
  }
  std::vector<std::string> list;
  for (const auto& [position, key] : keys) list.push_back(key);
  return list;
}

void Delivery::come_back(sim::Time now, OutboxEntry& entry) {
  --dead_;
  entry.state = DeliveryState::kNew;
  entry.attempts = 0;
  entry.due = now;
  ++open_;
  open_bytes_ += entry.payload.size();
  partitions_[entry.partition].waiting.emplace(entry.position, entry.key);
  change(entry);
}

// A message is under way no more.
void Delivery::land(OutboxEntry& entry) {
  if (entry.state == DeliveryState::kInFlight) {
    --in_flight_;
    partitions_.at(entry.partition).in_flight.erase(entry.position);
  }
  if (options_.batch > 1) leave_sending(entry);
}

void Delivery::end(sim::Time now, OutboxEntry& entry, DeliveryState state) {
  land(entry);
  entry.state = state;
  --open_;
  open_bytes_ -= entry.payload.size();
  if (state == DeliveryState::kAcknowledged) entry.payload = std::string();
  change(entry);
  if (state == DeliveryState::kDead) {
    ++dead_;
  } else {
    ended_.push_back(entry.key);
  }
  const std::string name = entry.partition;
  const std::string key = entry.key;
  trips_.erase(entry.position);
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

// All that went together is lost together.
void Delivery::lose(sim::Time now, OutboxEntry& entry) {
  ++silent_;
  if (breaker_open()) next_probe_ = now + options_.probe_every;
  if (options_.batch == 1) return become_unknown(now, entry);
  for (const std::string& key : companions(entry)) {
    OutboxEntry* companion = open_entry(key);
    const bool lost = companion != nullptr && companion->state == DeliveryState::kInFlight;
    if (lost) become_unknown(now, *companion);
  }
}

void Delivery::become_unknown(sim::Time now, OutboxEntry& entry) {
  land(entry);
  entry.state = DeliveryState::kUnknown;
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

// What has to go on before anything else of a partition can: what is in flight, which is not the
// head where an earlier message has been revived, or else the head.
OutboxEntry& Delivery::awaited_of(const Partition& partition) {
  const std::int64_t position =
      partition.in_flight.empty() ? partition.waiting.begin()->first : *partition.in_flight.begin();
  return entries_.at(partition.waiting.at(position));
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
  const OutboxEntry& head = awaited_of(found->second);
  if (may_go(now, head)) {
    if (const std::string* other = awaited(head, -1)) {
      dependents_[*other].push_back(name);
      return;
    }
    places_[name].ready = ready_.emplace(head.position, name).first;
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

bool Delivery::may_go(sim::Time now, const OutboxEntry& entry) const {
  const bool to_send = entry.state == DeliveryState::kNew ||
                       (entry.state == DeliveryState::kUnknown && !options_.can_ask);
  return to_send && entry.due <= now;
}

// A message for which this one has to wait, unless it goes with the same sending. What has not been
// entered, or was forgotten, has been delivered long ago. What was set aside is waited for, but
// where those behind it are to go on.
const std::string* Delivery::awaited(const OutboxEntry& entry, std::int64_t sending) const {
  for (const std::string& key : entry.depends_on) {
    const OutboxEntry* other = find(key);
    if (other == nullptr || other->partition == entry.partition) continue;
    const bool dead = other->state == DeliveryState::kDead;
    if (dead ? options_.stuck_head == StuckHead::kSkip : ended(other->state)) continue;
    const auto trip = trips_.find(other->position);
    if (sending >= 0 && trip != trips_.end() && trip->second.sending == sending) continue;
    return &key;
  }
  return nullptr;
}

DeliveryStep Delivery::step(sim::Time now) {
  DeliveryStep step;
  handle_timers(now, step);
  while (!ready_.empty() && may_send(now)) {
    if (options_.batch > 1) {
      send_batch(now, step);
      continue;
    }
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
    OutboxEntry& head = awaited_of(partitions_.at(name));
    if (head.state == DeliveryState::kInFlight) {
      lose(now, head);
    } else if (head.state == DeliveryState::kUnknown && options_.can_ask) {
      step.actions.push_back({DeliveryAction::Kind::kAsk, head.key, "", {}});
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
  depart(now, entry);
  note_sending(now);
  step.actions.push_back({DeliveryAction::Kind::kSend, entry.key, entry.payload, {}});
}

void Delivery::depart(sim::Time now, OutboxEntry& entry) {
  if (entry.state == DeliveryState::kUnknown) entry.possibly_doubled = true;
  entry.state = DeliveryState::kInFlight;
  ++entry.attempts;
  entry.due = now + options_.answer_within;
  ++in_flight_;
  partitions_.at(entry.partition).in_flight.insert(entry.position);
  change(entry);
  place(now, entry.partition);
}

void Delivery::note_sending(sim::Time now) {
  if (options_.send_spacing > sim::Duration()) next_send_ = now + options_.send_spacing;
  if (breaker_open()) next_probe_ = now + options_.probe_every;
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
