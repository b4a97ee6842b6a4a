#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/systems/erp_master_data.h"
#include "erp_bridge/systems/erp_store.h"
#include "erp_bridge/systems/reference_erp.h"

namespace planttwin::bridge {

// The books can't be kept at the moment, such as on a full disk. What was asked has not been done.
struct ServiceUnavailable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// A message with the text in which it came.
struct Arrival {
  Message message;
  std::string text;
};

struct Posted {
  Answer answer;
  bool again = false;  // it had been acknowledged before
};

// A reference ERP whose books outlive the process. Messages are kept in a file before they are
// booked, and with their answers before anybody is told them. The books in memory are made by
// playing the file again: at the start, and when a transaction fails. Any thread may call; one is
// served at a time.
class ErpService {
 public:
  using Clock = std::function<sim::UtcInstant()>;

  // Throws StoreMismatch and sim::OutputError.
  ErpService(ErpMasterData data, const std::filesystem::path& file, Clock clock);

  // Books messages in their order, in one transaction; the answers are theirs. Throws
  // ServiceUnavailable.
  std::vector<Posted> post(const std::vector<Arrival>& arrivals);
  // Shows the books to `use`, during which nothing is booked. Throws ServiceUnavailable.
  void read(const std::function<void(const ReferenceErp&)>& use);

  std::vector<ReceivedMessage> received(const std::string& key);
  std::vector<ReceivedMessage> received_after(std::int64_t position, std::int64_t limit);
  std::int64_t received_count();

  // Of the file of the books, with what has not been put into its place yet.
  std::int64_t file_bytes() const;

  const ErpMasterData& data() const { return data_; }

 private:
  std::vector<Posted> post_together(const std::vector<Arrival>& arrivals);
  std::vector<Posted> post_locked(const std::vector<Arrival>& arrivals);
  void rebuild();
  void undo();

  const ErpMasterData data_;
  const std::filesystem::path file_;
  const Clock clock_;
  std::mutex mutex_;  // of all below
  ErpStore store_;
  std::optional<ReferenceErp> erp_;  // empty while the books can't be kept
};

}  // namespace planttwin::bridge
