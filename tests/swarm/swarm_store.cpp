#include "tests/swarm/swarm_store.h"

#include <utility>

namespace planttwin::swarm {

void MemoryStore::keep(const bridge::DeliveryChanges& changes) {
  unsynced_.append(changes);
  if (syncs_) sync();
}

void MemoryStore::sync() {
  const bridge::DeliveryChanges changes = std::exchange(unsynced_, {});
  for (const bridge::OutboxEntry& entry : changes.outbox) {
    positions_[entry.key] = entry.position;
    outbox_[entry.position] = entry;
  }
  for (const bridge::InboxEntry& entry : changes.inbox.taken) inbox_[entry.position] = entry;
  for (const std::int64_t position : changes.inbox.forgotten) inbox_.erase(position);
  for (const bridge::DeadLetter& letter : changes.inbox.letters) letters_[letter.number] = letter;
  for (const std::int64_t number : changes.inbox.settled) letters_.erase(number);
  journal_.insert(journal_.end(), changes.journal.begin(), changes.journal.end());
  if (changes.source_position) source_position_ = *changes.source_position;
}

Kept MemoryStore::load() {
  sync();  // the system has the rest and writes it some time
  Kept kept;
  for (const auto& [position, entry] : outbox_) kept.outbox.push_back(entry);
  for (const auto& [position, entry] : inbox_) kept.inbox.push_back(entry);
  for (const auto& [number, letter] : letters_) kept.letters.push_back(letter);
  kept.journal = journal_;
  kept.source_position = source_position_;
  return kept;
}

std::optional<bool> MemoryStore::knows_as_sent(const std::string& key) {
  if (!syncs_) return std::nullopt;
  const auto found = positions_.find(key);
  return found != positions_.end() && outbox_.at(found->second).attempts > 0;
}

Kept FileStore::load() {
  store_ = std::make_unique<bridge::DeliveryStore>(file());
  return {store_->outbox(), store_->inbox(), store_->dead_letters(), store_->journal(),
          store_->source_position()};
}

}  // namespace planttwin::swarm
