#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "sim/quantity.h"

namespace planttwin::bridge {

// What an ERP remembers of its postings so as to mistake one for another.
class BookHistory {
 public:
  void add_item(const std::string& item, const sim::Unit& unit, bool serial);
  // A message that has been taken.
  void note(const Message& message);

  std::int64_t messages() const { return messages_; }  // orders released not counted
  // Whether a posting said just the same.
  bool has(const Body& body) const { return bodies_.contains(hash_of(body)); }
  // Empty where there is none.
  const std::string& last_lot(const std::string& item) const { return at(last_lots_, item); }
  const std::string& last_received_lot(const std::string& item) const {
    return at(last_received_, item);
  }
  const std::string& last_in_process() const { return last_in_process_; }
  // Whether the lots of an item are single units.
  bool serial(const std::string& item) const { return serial_items_.contains(item); }
  // Another item with the same unit; empty where there is none.
  const std::string& variant_of(const std::string& item) const { return at(variants_, item); }
  // The last issue to an order; null where there is none.
  const MaterialIssued* last_issue(const std::string& order) const;

 private:
  using Texts = std::unordered_map<std::string, std::string>;
  static const std::string& at(const Texts& texts, const std::string& key);

  std::int64_t messages_ = 0;
  std::unordered_set<std::uint64_t> bodies_;
  Texts last_lots_;
  Texts last_received_;
  Texts variants_;
  std::string last_in_process_;
  Texts items_by_unit_;
  std::unordered_set<std::string> serial_items_;
  std::unordered_map<std::string, MaterialIssued> last_issues_;  // by order
};

}  // namespace planttwin::bridge
