#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/systems/record.h"
#include "sim/time.h"

namespace planttwin::bridge {

// The record of a real system for the time of a run: the stock before it, and what has been booked
// since. Kept in a file it can be audited again without the system.
class LiveRecord final : public SystemOfRecord {
 public:
  // What the record has before the run. Throws SystemError.
  void open(MappedSystem& system);
  // What it has now: read until nothing has been booked between two readings, so long apart. Rows
  // that do not come now are asked for again for so long. Throws SystemError.
  void close(MappedSystem& system, sim::Duration apart = {}, sim::Duration patience = {});

  // A line for each row, as JSON. Throws sim::OutputError.
  void save(const std::filesystem::path& file) const;
  // Throws sim::InputError for a file that is no such record.
  static LiveRecord load(const std::filesystem::path& file);

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override;
  std::vector<RecordStock> opening_stock() const override { return opening_; }
  std::vector<RecordStock> stock() const override { return stock_; }
  std::vector<RecordItem> counted_items() const override { return items_; }

 private:
  std::string watermark_ = "null";
  std::vector<RecordItem> items_;
  std::vector<RecordDocument> documents_;
  std::vector<RecordStock> opening_;
  std::vector<RecordStock> stock_;
};

}  // namespace planttwin::bridge
