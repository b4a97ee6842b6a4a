#include "erp_bridge/systems/http_record.h"

#include <charconv>
#include <optional>

#include "erp_bridge/systems/record_json.h"
#include "sim/json_document.h"

namespace planttwin::bridge {
namespace {

constexpr int kOk = 200;
constexpr int kMostRounds = 100;  // of reading what was booked meanwhile

sim::JsonDocument ask(ErpClient& client, const std::string& path) {
  const ErpClient::Reply reply = client.get(path);
  const std::string where = client.url() + path;
  if (reply.status == 0) throw ErpConnectionError(where + ": nobody answers");
  if (reply.status != kOk) {
    throw ErpConnectionError(where + ": status " + std::to_string(reply.status));
  }
  sim::Diagnostics diagnostics;
  std::optional<sim::JsonDocument> document =
      sim::JsonDocument::parse(reply.body, where, diagnostics);
  if (!document || !diagnostics.empty()) throw ErpConnectionError(diagnostics.text());
  return *std::move(document);
}

std::int64_t highest_of(const sim::JsonDocument& document) {
  const sim::JsonNode* highest = document.root().member("highest");
  std::int64_t value = -1;
  if (highest != nullptr) {
    std::from_chars(highest->text.data(), highest->text.data() + highest->text.size(), value);
  }
  if (value < 0) throw ErpConnectionError(document.file() + ": \"highest\" is missing");
  return value;
}

// The elements of an array, each read by `read`.
template <class Read>
auto rows_of(const sim::JsonDocument& document, const char* name, Read read) {
  sim::Diagnostics diagnostics;
  std::vector<typename decltype(read(document.root(), diagnostics))::value_type> rows;
  const sim::JsonNode* array = document.root().member(name);
  if (array == nullptr || !array->is_array()) {
    throw ErpConnectionError(document.file() + ": no array \"" + name + "\"");
  }
  for (const sim::JsonNode& element : array->elements) {
    auto row = read(element, diagnostics);
    if (!row) throw ErpConnectionError(document.file() + ": " + diagnostics.text());
    rows.push_back(*std::move(row));
  }
  return rows;
}

std::int64_t last_of(const std::vector<RecordDocument>& documents) {
  return documents.empty() ? 0 : documents.back().number;
}

// Adds the documents of a page; they follow those that are known.
void add_page(const sim::JsonDocument& page, std::vector<RecordDocument>& documents) {
  for (RecordDocument& row : rows_of(page, "documents", document_from_json)) {
    if (row.number <= last_of(documents)) {
      throw ErpConnectionError(page.file() + ": not in the order of numbers");
    }
    documents.push_back(std::move(row));
  }
}

// Reads documents up to the highest number of now.
void read_on(ErpClient& client, std::vector<RecordDocument>& documents) {
  std::int64_t highest = -1;
  do {
    const std::int64_t last = last_of(documents);
    const sim::JsonDocument page =
        ask(client, "/documents?limit=1000&after=" + std::to_string(last));
    if (highest < 0) highest = highest_of(page);
    add_page(page, documents);
    if (last_of(documents) == last && last < highest) {
      throw ErpConnectionError(page.file() + ": no documents, though there should be more");
    }
  } while (last_of(documents) < highest);
}

}  // namespace

HttpRecord::HttpRecord(ErpClient& client)
    : items_(rows_of(ask(client, "/items"), "items", item_from_json)),
      opening_(rows_of(ask(client, "/opening-stock"), "stock", stock_from_json)) {
  for (int round = 0; round < kMostRounds; ++round) {
    read_on(client, documents_);
    const sim::JsonDocument answer =
        ask(client, "/stock?after=" + std::to_string(last_of(documents_)));
    add_page(answer, documents_);
    // Unless more was booked meanwhile than fits into an answer, the stock belongs to them.
    if (highest_of(answer) != last_of(documents_)) continue;
    stock_ = rows_of(answer, "stock", stock_from_json);
    return;
  }
  throw ErpConnectionError(client.url() + ": the books change faster than they can be read");
}

void HttpRecord::read_documents(const std::function<void(const RecordDocument&)>& use) const {
  for (const RecordDocument& document : documents_) use(document);
}

}  // namespace planttwin::bridge
