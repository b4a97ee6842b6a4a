#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "sim/quantity.h"

// What a system of record shows to those who audit it.
namespace planttwin::bridge {

// Who posts for the plant.
inline constexpr const char* kOwnUser = "planttwin";

// A posting within a document.
struct RecordPart {
  std::string key;
  Body body;
};

// The time of a document in a record that keeps none of it: null in JSON.
inline constexpr sim::UtcInstant kNoTime = {};

// A document as the record keeps it. What comes after its time is empty where the record does not
// show it, and then not compared.
struct RecordDocument {
  std::int64_t number = 0;
  std::string key;  // the idempotency key of the message behind it, if the record keeps it
  Body body;
  sim::UtcInstant time = kNoTime;
  std::string company = {};
  std::string plant = {};                          // the site
  std::string posting_date = {};                   // "2025-03-30"
  std::string period = {};                         // "2025-03"
  std::string user = {};                           // who has posted it
  std::optional<sim::Money> value = std::nullopt;  // by which stock has become worth more
  // What it charges to its order for the time of machines.
  std::optional<sim::Money> activity_cost = std::nullopt;
  std::int64_t reverses = 0;  // the number of the document that it takes back
  // Of a document for several postings: all their keys, its own first.
  std::vector<std::string> keys = {};
  // Of a posting in several documents, which have numbers in a row: which one, and of how many.
  std::int64_t part = 1;
  std::int64_t parts = 1;
  // Of a reversal that does not take back all of one document: what it takes back.
  std::optional<RecordPart> taken_back = std::nullopt;
  std::optional<sim::UtcInstant> booked_at = std::nullopt;  // when it was entered; `time`: happened
};

// Another unit in which a record counts an item, and how many of the item's own unit it has.
struct RecordUnit {
  std::string name;
  std::int64_t factor = 1;
};

// How a record counts an item.
struct RecordItem {
  std::string item;
  int decimals = 0;
  std::vector<RecordUnit> other_units = {};
};

// Stock by position, in the record's own units.
struct RecordStock {
  std::string item;
  std::string lot;  // empty: not followed
  std::string location;
  std::string status;  // "unrestricted" or "held"
  sim::Decimal quantity;
};

class SystemOfRecord {
 public:
  virtual ~SystemOfRecord() = default;
  // Calls with every document, in the order of their numbers.
  virtual void read_documents(const std::function<void(const RecordDocument&)>& use) const = 0;
  virtual std::vector<RecordStock> opening_stock() const = 0;
  virtual std::vector<RecordStock> stock() const = 0;
  // Items that are not listed are counted as in the plant.
  virtual std::vector<RecordItem> counted_items() const { return {}; }
};

}  // namespace planttwin::bridge
