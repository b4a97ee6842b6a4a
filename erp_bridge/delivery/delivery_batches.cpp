// How messages go together, and part again when a batch is refused.

#include <algorithm>
#include <deque>
#include <utility>

#include "erp_bridge/delivery/delivery.h"

namespace planttwin::bridge {

// Takes the oldest that may go, then those behind them and those that waited for them alone.
void Delivery::send_batch(sim::Time now, DeliveryStep& step) {
  Batch batch;
  batch.sending = next_sending_++;
  batch.most = breaker_open() ? 1 : std::min(options_.batch, options_.window - in_flight_);
  while (!batch.closed && !ready_.empty()) {
    const std::size_t before = batch.keys.size();
    const std::string oldest = ready_.begin()->second;
    fill(now, batch, oldest);
    // It has come to wait for another one since it was ready.
    if (batch.keys.size() == before && !batch.closed) place(now, oldest);
    for (std::size_t i = before; i < batch.keys.size() && !batch.closed; ++i) {
      const auto waiting = dependents_.find(batch.keys[i]);
      if (waiting == dependents_.end()) continue;
      const std::vector<std::string> partitions = waiting->second;
      for (const std::string& partition : partitions) fill(now, batch, partition);
    }
  }
  if (batch.keys.empty()) return;
  note_sending(now);
  DeliveryAction action;
  if (batch.keys.size() == 1) {
    action = {DeliveryAction::Kind::kSend, batch.keys[0], find(batch.keys[0])->payload, {}};
  } else {
    action.kind = DeliveryAction::Kind::kSendBatch;
    for (const std::string& key : batch.keys) action.members.push_back({key, find(key)->payload});
  }
  step.actions.push_back(std::move(action));
  sendings_.emplace(batch.sending, std::move(batch.keys));
}

// Adds what may go of a partition: an unbroken row from its head on.
void Delivery::fill(sim::Time now, Batch& batch, const std::string& partition) {
  const auto found = partitions_.find(partition);
  if (found == partitions_.end()) return;
  const std::set<std::int64_t>& in_flight = found->second.in_flight;
  if (!in_flight.empty() && trips_[*in_flight.begin()].sending != batch.sending) return;
  for (const auto& [position, key] : found->second.waiting) {
    OutboxEntry& entry = entries_.at(key);
    const auto trip = trips_.find(position);
    if (trip != trips_.end() && trip->second.sending == batch.sending) continue;
    if (!may_go(now, entry) || awaited(entry, batch.sending) != nullptr) return;
    if (!join(now, batch, entry)) return;
  }
}

// False when the batch has no room for it: nothing more is added then.
bool Delivery::join(sim::Time now, Batch& batch, OutboxEntry& entry) {
  Trip& trip = trips_[entry.position];
  const std::size_t most = trip.company > 0 ? std::min(batch.most, trip.company) : batch.most;
  if (batch.keys.size() >= most) {
    batch.closed = true;
    return false;
  }
  batch.most = most;
  batch.keys.push_back(entry.key);
  batch.closed = batch.keys.size() == most;
  trip.sending = batch.sending;
  depart(now, entry);
  return !batch.closed;
}

// All that are in flight with a message, itself among them.
std::vector<std::string> Delivery::companions(const OutboxEntry& entry) const {
  const auto trip = trips_.find(entry.position);
  const auto found = trip == trips_.end() ? sendings_.end() : sendings_.find(trip->second.sending);
  return found == sendings_.end() ? std::vector<std::string>{entry.key} : found->second;
}

void Delivery::leave_sending(const OutboxEntry& entry) {
  const auto trip = trips_.find(entry.position);
  if (trip == trips_.end() || trip->second.sending < 0) return;
  const auto found = sendings_.find(std::exchange(trip->second.sending, -1));
  if (found == sendings_.end()) return;
  std::erase(found->second, entry.key);
  if (found->second.empty()) sendings_.erase(found);
}

void Delivery::on_batch_refused(sim::Time now, const std::vector<std::string>& keys,
                                Refusal refusal, const std::string& reason,
                                std::optional<sim::Duration> retry_after) {
  if (keys.size() == 1) return on_refused(now, keys[0], refusal, reason, retry_after);
  silent_ = 0;
  if (refusal != Refusal::kRetryLater) {
    return part(now, keys, reason, retry_after.value_or(sim::Duration()));
  }
  // Nobody is guilty: the receiver isn't able to. They go together again.
  std::int32_t attempts = 0;
  for (const std::string& key : keys) {
    const OutboxEntry* entry = open_entry(key);
    if (entry != nullptr) attempts = std::max(attempts, entry->attempts);
  }
  const sim::Duration after = retry_after ? *retry_after : backoff(attempts);
  for (const std::string& key : keys) on_refused(now, key, refusal, reason, after);
}

// Halves a batch that was refused. A message whose company was halved before stays in the smaller.
void Delivery::part(sim::Time now, const std::vector<std::string>& keys, const std::string& reason,
                    sim::Duration after) {
  const std::size_t half = (keys.size() + 1) / 2;
  std::vector<std::string> partitions;
  for (const std::string& key : keys) {
    OutboxEntry* entry = open_entry(key);
    if (entry == nullptr) continue;
    land(*entry);
    Trip& trip = trips_[entry->position];
    trip.company = trip.company > 0 ? std::min(trip.company, half) : half;
    entry->state = DeliveryState::kNew;
    entry->reason = reason;
    entry->due = now + after;
    change(*entry);
    partitions.push_back(entry->partition);
  }
  for (const std::string& partition : partitions) place(now, partition);
}

}  // namespace planttwin::bridge
