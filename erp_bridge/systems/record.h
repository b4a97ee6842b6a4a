#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "erp_bridge/messages/messages.h"

// What a system of record shows to those who audit it.
namespace planttwin::bridge {

// A document as the record keeps it.
struct RecordDocument {
  std::int64_t number = 0;
  std::string key;  // the idempotency key of the message behind it, if the record keeps it
  Body body;
  sim::UtcInstant time;
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
};

}  // namespace planttwin::bridge
