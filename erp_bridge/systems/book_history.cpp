#include "erp_bridge/systems/book_history.h"

#include "erp_bridge/systems/body_members.h"

namespace planttwin::bridge {

void BookHistory::add_item(const std::string& item, const sim::Unit& unit, bool serial) {
  if (serial) serial_items_.insert(item);
  std::string& last = items_by_unit_[unit.name];
  if (!last.empty()) {
    variants_[item] = last;
    variants_.emplace(last, item);
  }
  last = item;
}

void BookHistory::note(const Message& message) {
  const Body& body = message.body;
  if (std::holds_alternative<ProductionOrderReleased>(body)) return;
  ++messages_;
  bodies_.insert(hash_of(body));
  const std::string* item = item_of(body);
  const std::string* lot = stock_lot_of(body);
  if (item != nullptr && lot != nullptr) {
    last_lots_[*item] = *lot;
    const bool received = std::holds_alternative<GoodsReceived>(body) ||
                          std::holds_alternative<ProductCompleted>(body) ||
                          std::holds_alternative<ByProduct>(body);
    if (received) last_received_[*item] = *lot;
  }
  if (const std::string* in_process = in_process_of(body)) last_in_process_ = *in_process;
  if (const auto* issued = std::get_if<MaterialIssued>(&body)) {
    last_issues_.insert_or_assign(issued->order, *issued);
  }
}

const MaterialIssued* BookHistory::last_issue(const std::string& order) const {
  const auto found = last_issues_.find(order);
  return found == last_issues_.end() ? nullptr : &found->second;
}

const std::string& BookHistory::at(const Texts& texts, const std::string& key) {
  static const std::string kNone;
  const auto found = texts.find(key);
  return found == texts.end() ? kNone : found->second;
}

}  // namespace planttwin::bridge
