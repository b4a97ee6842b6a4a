#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/audit/truth_ledger.h"
#include "erp_bridge/exports/export_mapping.h"
#include "erp_bridge/exports/export_table.h"
#include "erp_bridge/systems/record.h"
#include "plant_models/model/plant.h"
#include "sim/diagnostics.h"

namespace planttwin::bridge {

// A record as somebody has exported it. Reading functions record all errors with file, line and
// column; the record may be used when there was none.
class ExportedRecord final : public SystemOfRecord {
 public:
  explicit ExportedRecord(const ExportMapping& mapping) : mapping_(mapping) {
    items_ = mapping.items;
  }

  // What was booked before `from` is no part of the run: it is counted and left out.
  void read_documents(const ExportRows& rows, const std::string& file, sim::UtcInstant from,
                      sim::Diagnostics& diagnostics);
  void read_opening(const ExportRows& rows, const std::string& file, sim::Diagnostics& diagnostics);
  void read_stock(const ExportRows& rows, const std::string& file, sim::Diagnostics& diagnostics);

  void set_opening(std::vector<RecordStock> opening) { opening_ = std::move(opening); }
  // How the record counts, unless the mapping says so.
  void set_items(std::vector<RecordItem> items);
  // Where nobody has exported the stock at the end: what was there before and what its documents
  // have changed.
  void derive_stock(const plant::Plant& plant);

  // Whether a document has one of these keys.
  bool has_key(const std::function<bool(const std::string&)>& is_known) const;
  // Keys that the plant never gave say nothing.
  void drop_keys();

  std::int64_t documents() const { return static_cast<std::int64_t>(documents_.size()); }
  std::int64_t before_run() const { return before_run_; }

  void read_documents(const std::function<void(const RecordDocument&)>& use) const override;
  std::vector<RecordStock> opening_stock() const override { return opening_; }
  std::vector<RecordStock> stock() const override { return stock_; }
  std::vector<RecordItem> counted_items() const override { return items_; }

 private:
  const ExportMapping& mapping_;
  std::vector<RecordItem> items_;
  std::vector<RecordDocument> documents_;
  std::vector<RecordStock> opening_;
  std::vector<RecordStock> stock_;
  std::int64_t before_run_ = 0;
};

// Stock of a plant as rows of a record that counts as the plant does.
std::vector<RecordStock> stock_rows(const StockByPosition& stock, const NameTable& names,
                                    const plant::Plant& plant);

}  // namespace planttwin::bridge
