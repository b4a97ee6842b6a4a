#include "erp_bridge/live/live_record.h"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/record_json.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "sim/output_error.h"

namespace planttwin::bridge {
namespace {

constexpr int kMostReadings = 200;

sim::JsonDocument parsed(const std::string& text, const std::string& what) {
  sim::Diagnostics diagnostics;
  auto document = sim::JsonDocument::parse(text, what, diagnostics);
  diagnostics.throw_if_any();
  return *std::move(document);
}

template <class Read>
auto rows_of(const std::vector<std::string>& texts, const std::string& what, Read read) {
  sim::Diagnostics diagnostics;
  std::vector<typename decltype(read(sim::JsonNode(), diagnostics))::value_type> rows;
  for (const std::string& text : texts) {
    auto row = read(parsed(text, what).root(), diagnostics);
    if (!row || !diagnostics.empty()) {
      throw SystemError(what + ": " + diagnostics.text() + "in " + text);
    }
    rows.push_back(*std::move(row));
  }
  return rows;
}

std::vector<RecordDocument> documents_of(const std::vector<std::string>& texts,
                                         const std::string& what) {
  std::vector<RecordDocument> documents = rows_of(texts, what, document_from_json);
  std::sort(documents.begin(), documents.end(),
            [](const auto& a, const auto& b) { return a.number < b.number; });
  const auto same = [](const auto& a, const auto& b) { return a.number == b.number; };
  if (std::adjacent_find(documents.begin(), documents.end(), same) != documents.end()) {
    throw SystemError(what + ": two documents have one number");
  }
  // When it was entered stands by the clock of the record, not by that of the run.
  for (RecordDocument& document : documents) document.booked_at.reset();
  return documents;
}

constexpr auto kPause = std::chrono::milliseconds(200);

// A system that is away for a moment is asked again.
template <class Read>
auto patiently(sim::Duration patience, Read read) {
  const auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(patience.count());
  for (;;) {
    try {
      return read();
    } catch (const SystemAway&) {
      if (std::chrono::steady_clock::now() >= until) throw;
    }
    std::this_thread::sleep_for(kPause);
  }
}

// Pages may overlap.
std::vector<std::string> different(std::vector<std::string> rows) {
  std::set<std::string> seen;
  std::erase_if(rows, [&](const std::string& row) { return !seen.insert(row).second; });
  return rows;
}

}  // namespace

void LiveRecord::open(MappedSystem& system) {
  const std::string& title = system.mapping().title;
  items_ = rows_of(system.items(), title + ", items", item_from_json);
  watermark_ = system.watermark();
  opening_ = rows_of(system.stock(), title + ", stock", stock_from_json);
}

void LiveRecord::close(MappedSystem& system, sim::Duration apart, sim::Duration patience) {
  const std::string& title = system.mapping().title;
  const auto documents = [&] {
    return patiently(patience, [&] { return different(system.documents(watermark_)); });
  };
  std::vector<std::string> before = documents();
  for (int reading = 0; reading < kMostReadings; ++reading) {
    std::this_thread::sleep_for(std::chrono::microseconds(apart.count()));
    const std::vector<std::string> stock = patiently(patience, [&] { return system.stock(); });
    std::vector<std::string> after = documents();
    if (before == after) {
      documents_ = documents_of(after, title + ", documents");
      stock_ = rows_of(stock, title + ", stock", stock_from_json);
      return;
    }
    before = std::move(after);
  }
  throw SystemError(title + ": the record changes faster than it can be read");
}

void LiveRecord::save(const std::filesystem::path& file) const {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  const auto line = [&](const char* kind, const std::string& row) {
    out << JsonFields().text("kind", kind).json("row", row).take() << '\n';
  };
  line("watermark", watermark_);
  for (const RecordItem& item : items_) line("item", to_json(item));
  for (const RecordStock& stock : opening_) line("opening", to_json(stock));
  for (const RecordDocument& document : documents_) line("document", to_json(document));
  for (const RecordStock& stock : stock_) line("stock", to_json(stock));
  out.close();
  if (!out) throw sim::OutputError("cannot write " + file.string());
}

LiveRecord LiveRecord::load(const std::filesystem::path& file) {
  LiveRecord record;
  sim::Diagnostics diagnostics;
  std::ifstream in(file, std::ios::binary);
  if (!in) diagnostics.add({file.string(), {}, "", "cannot be read"});
  int number = 0;
  for (std::string text; std::getline(in, text);) {
    ++number;
    const auto document = sim::JsonDocument::parse(text, file.string(), diagnostics);
    if (!document) break;
    const sim::JsonNode* kind = document->root().member("kind");
    const sim::JsonNode* row = document->root().member("row");
    const auto add = [&](auto& rows, auto read) {
      auto one = read(*row, diagnostics);
      if (one) rows.push_back(*std::move(one));
    };
    if (kind == nullptr || row == nullptr) {
      diagnostics.add({file.string(), {number, 1}, "", "no row of a record"});
    } else if (kind->text == "watermark") {
      record.watermark_ = sim::canonical_json(*row);
    } else if (kind->text == "item") {
      add(record.items_, item_from_json);
    } else if (kind->text == "opening") {
      add(record.opening_, stock_from_json);
    } else if (kind->text == "document") {
      add(record.documents_, document_from_json);
    } else if (kind->text == "stock") {
      add(record.stock_, stock_from_json);
    }
  }
  diagnostics.throw_if_any();
  return record;
}

void LiveRecord::read_documents(const std::function<void(const RecordDocument&)>& use) const {
  for (const RecordDocument& document : documents_) use(document);
}

}  // namespace planttwin::bridge
