#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "erp_bridge/delivery/delivery.h"
#include "sim/database.h"

namespace planttwin::bridge {

// Keeps the outbox of a delivery in a SQLite file, with how far what feeds it had come. Every call
// of keep() is one transaction: after a killed process all of it is there or nothing.
class OutboxStore {
 public:
  // How sure a transaction is once keep() has returned. Neither loses anything when the process is
  // killed.
  enum class Durability : std::uint8_t {
    kProcess,  // a power cut may take the last transactions (SQLite: synchronous = NORMAL)
    kPower,    // not even that (FULL)
  };

  // Opens a file or makes it. Throws sim::OutputError.
  explicit OutboxStore(const std::filesystem::path& file,
                       Durability durability = Durability::kProcess);

  // What earlier runs have kept, in the order of positions: for Delivery::restore().
  std::vector<OutboxEntry> entries();
  // How far the source of the messages had come: the position of the last keep(); 0 at first.
  std::int64_t source_position();

  // Stores what a step has changed, and how far the source is, before the step's actions are done.
  void keep(const std::vector<OutboxEntry>& changed, std::int64_t source_position);

 private:
  sim::Database database_;
};

}  // namespace planttwin::bridge
