#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "erp_bridge/systems/erp_master_data.h"
#include "erp_bridge/systems/reference_erp.h"
#include "sim/database.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// A file holds something else than the books that it is asked for: another program's data, another
// version, other items, other stock at the start, other defects.
struct StoreMismatch : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A message as it came.
struct ReceivedMessage {
  std::int64_t position = -1;  // order of arrival, from 1
  std::string key;
  std::string id;  // of the CloudEvent
  sim::UtcInstant arrived;
  std::string text;
  Answer answer;
};

// The journal of a reference ERP in a SQLite file: every message that came, in order, with what was
// answered. The books are what comes of the journal when it is played again, so nothing else is
// kept. A transaction that is committed survives a killed process and a power cut (synchronous =
// FULL). One process has the file at a time. Failures of the file throw sim::OutputError.
class ErpStore {
 public:
  static constexpr int kVersion = 1;

  // Opens the file of these master data or makes it. Throws StoreMismatch.
  ErpStore(const std::filesystem::path& file, const ErpMasterData& data);

  // Between begin() and commit() messages are received and answered; rollback() forgets them.
  void begin();
  std::int64_t receive(const std::string& key, const std::string& id, sim::UtcInstant arrived,
                       const std::string& text);
  void answer(std::int64_t position, const Answer& answer);
  void commit();
  void rollback() noexcept;

  // Calls with every message in the order of arrival.
  void replay(const std::function<void(const ReceivedMessage&)>& use);
  // The arrivals of a message, by its key.
  std::vector<ReceivedMessage> received(const std::string& key);
  // Up to `limit` arrivals after a position.
  std::vector<ReceivedMessage> received_after(std::int64_t position, std::int64_t limit);
  std::int64_t highest();

 private:
  void check_kind();
  void check(const std::string& name, const std::string& value, const std::string& what);

  sim::Database database_;
  std::optional<sim::Statement> insert_;
  std::optional<sim::Statement> update_;
};

}  // namespace planttwin::bridge
