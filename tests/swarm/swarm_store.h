#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/delivery/delivery_store.h"
#include "tests/support/temporary_file.h"

namespace planttwin::swarm {

// All that a store has kept.
struct Kept {
  std::vector<bridge::OutboxEntry> outbox;
  std::vector<bridge::InboxEntry> inbox;
  std::vector<bridge::DeadLetter> letters;
  std::vector<bridge::JournalEntry> journal;
  std::int64_t source_position = 0;
};

// What a station of the swarm keeps its state in.
class SwarmStore {
 public:
  virtual ~SwarmStore() = default;
  virtual void keep(const bridge::DeliveryChanges& changes) = 0;
  virtual Kept load() = 0;
  // What has not been synced is gone.
  virtual void lose_power() {}
  // Whether a restart would know that this message was sent; nothing where that costs too much.
  virtual std::optional<bool> knows_as_sent(const std::string&) { return std::nullopt; }
};

// As the SQLite store behaves, without its time: transactions are whole, and synced when they
// return.
class MemoryStore : public SwarmStore {
 public:
  // `syncs`: whether it does what it promises.
  explicit MemoryStore(bool syncs = true) : syncs_(syncs) {}
  void keep(const bridge::DeliveryChanges& changes) override;
  Kept load() override;
  void lose_power() override { unsynced_ = {}; }
  std::optional<bool> knows_as_sent(const std::string& key) override;

 private:
  void sync();

  bool syncs_;
  bridge::DeliveryChanges unsynced_;
  std::map<std::int64_t, bridge::OutboxEntry> outbox_;
  std::map<std::string, std::int64_t> positions_;  // of the outbox, by key
  std::map<std::int64_t, bridge::InboxEntry> inbox_;
  std::map<std::int64_t, bridge::DeadLetter> letters_;
  std::vector<bridge::JournalEntry> journal_;
  std::int64_t source_position_ = 0;
};

// The store of production, in a folder of its own.
class FileStore : public SwarmStore {
 public:
  void keep(const bridge::DeliveryChanges& changes) override { store_->keep(changes); }
  Kept load() override;

 private:
  std::filesystem::path file() const { return folder_.file("delivery.sqlite"); }

  testing::TemporaryFolder folder_{testing::memory_directory()};
  std::unique_ptr<bridge::DeliveryStore> store_ = std::make_unique<bridge::DeliveryStore>(file());
};

}  // namespace planttwin::swarm
