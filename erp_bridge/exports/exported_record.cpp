#include "erp_bridge/exports/exported_record.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "erp_bridge/audit/record_postings.h"
#include "erp_bridge/systems/record_json.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

// Reads what the program of a table has made; errors are told of the line that it was made of.
template <class Row, class Read>
void read_rows(const ExportRows& rows, const std::string& file, sim::Diagnostics& diagnostics,
               Read read, const std::function<void(Row, sim::SourcePosition)>& use) {
  for (const ExportRow& row : rows.rows) {
    sim::Diagnostics faults;
    const auto document = sim::JsonDocument::parse(row.json, file, faults);
    std::optional<Row> made;
    if (document) made = read(document->root(), faults);
    for (const sim::Diagnostic& fault : faults.all()) {
      diagnostics.add({file, row.position, fault.pointer, fault.message});
    }
    if (made && faults.empty()) use(*std::move(made), row.position);
  }
}

void read_stock_rows(const ExportRows& rows, const std::string& file, std::vector<RecordStock>& all,
                     sim::Diagnostics& diagnostics) {
  read_rows<RecordStock>(
      rows, file, diagnostics, stock_from_json, [&](RecordStock row, sim::SourcePosition position) {
        if (row.status != status_name(StockStatus::kUnrestricted) &&
            row.status != status_name(StockStatus::kHeld)) {
          diagnostics.add(
              {file, position, "/status",
               "expected \"unrestricted\" or \"held\", found " + sim::in_quotes(row.status)});
        }
        all.push_back(std::move(row));
      });
}

}  // namespace

void ExportedRecord::read_documents(const ExportRows& rows, const std::string& file,
                                    sim::UtcInstant from, sim::Diagnostics& diagnostics) {
  std::unordered_map<std::int64_t, int> lines;  // of documents, by number
  const auto use = [&](RecordDocument document, sim::SourcePosition position) {
    const auto [first, is_new] = lines.try_emplace(document.number, position.line);
    if (!is_new) {
      diagnostics.add({file, position, "/number",
                       "the document of line " + std::to_string(first->second) +
                           " has this number, too: " + std::to_string(document.number)});
    }
    if (!find_posting_type(name_of(document.body))) {
      diagnostics.add(
          {file, position, "/type", sim::in_quotes(name_of(document.body)) + " is no posting"});
    }
    if (document.time != kNoTime && document.time < from) {
      ++before_run_;
      return;
    }
    // When it was entered stands by the clock of the record, not by that of the run.
    document.booked_at.reset();
    documents_.push_back(std::move(document));
  };
  read_rows<RecordDocument>(rows, file, diagnostics, document_from_json, use);
  std::sort(documents_.begin(), documents_.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
}

void ExportedRecord::read_opening(const ExportRows& rows, const std::string& file,
                                  sim::Diagnostics& diagnostics) {
  opening_.clear();
  read_stock_rows(rows, file, opening_, diagnostics);
}

void ExportedRecord::read_stock(const ExportRows& rows, const std::string& file,
                                sim::Diagnostics& diagnostics) {
  stock_.clear();
  read_stock_rows(rows, file, stock_, diagnostics);
}

void ExportedRecord::set_items(std::vector<RecordItem> items) {
  if (mapping_.items.empty()) items_ = std::move(items);
}

void ExportedRecord::derive_stock(const plant::Plant& plant) {
  NameTable names;
  RecordReader reader(plant, names, *this, kOwnUser);
  StockByPosition stock = reader.stock(opening_);
  for (const Booked& booked : reader.documents()) {
    for (const StockChange& change : stock_changes(booked.posting)) {
      stock[change.position] += change.quantity;
    }
  }
  stock_ = stock_rows(stock, names, plant);
}

bool ExportedRecord::has_key(const std::function<bool(const std::string&)>& is_known) const {
  return std::any_of(documents_.begin(), documents_.end(),
                     [&](const RecordDocument& document) { return is_known(document.key); });
}

void ExportedRecord::drop_keys() {
  for (RecordDocument& document : documents_) {
    document.key.clear();
    document.keys.clear();
    if (document.taken_back) document.taken_back->key.clear();
  }
}

void ExportedRecord::read_documents(const std::function<void(const RecordDocument&)>& use) const {
  for (const RecordDocument& document : documents_) use(document);
}

std::vector<RecordStock> stock_rows(const StockByPosition& stock, const NameTable& names,
                                    const plant::Plant& plant) {
  std::unordered_map<std::string, int> decimals;
  for (const plant::Material& material : plant.materials) {
    decimals[material.id] = material.unit.decimals;
  }
  std::vector<RecordStock> rows;
  for (const auto& [position, quantity] : stock) {
    if (quantity.is_zero()) continue;
    const std::string& item = names.text(position.item);
    rows.push_back({item, names.text(position.lot), names.text(position.location),
                    std::string(status_name(position.status)),
                    sim::Decimal(quantity.count(), decimals[item])});
  }
  return rows;
}

}  // namespace planttwin::bridge
