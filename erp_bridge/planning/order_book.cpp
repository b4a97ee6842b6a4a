#include "erp_bridge/planning/order_book.h"

#include <algorithm>
#include <utility>

namespace planttwin::bridge {

sim::Quantity SupplyOrder::open() const {
  return closed ? sim::Quantity() : std::max(sim::Quantity(), quantity - received);
}

sim::Quantity SupplyOrder::still_needs(const PlannedItem::Component& component) const {
  const auto found = issued.find(component.item);
  const sim::Quantity has = found == issued.end() ? sim::Quantity() : found->second;
  return std::max(sim::Quantity(), required(quantity, component.per_step) - has);
}

void OrderBook::add_sales(SalesOrder order) {
  sales_of_.emplace(order.id, sales_.size());
  sales_.push_back(std::move(order));
}

void OrderBook::add_supply(SupplyOrder order) {
  supply_of_.emplace(order.id, supply_.size());
  supply_.push_back(std::move(order));
}

SupplyOrder* OrderBook::find_supply(const std::string& order) {
  const auto found = supply_of_.find(order);
  return found == supply_of_.end() ? nullptr : &supply_[found->second];
}

void OrderBook::note_received(const std::string& order, sim::Quantity quantity) {
  if (SupplyOrder* known = find_supply(order)) known->received += quantity;
}

void OrderBook::note_issued(const std::string& order, std::size_t item, sim::Quantity quantity) {
  if (SupplyOrder* known = find_supply(order)) known->issued[item] += quantity;
}

void OrderBook::note_closed(const std::string& order) {
  if (SupplyOrder* known = find_supply(order)) known->closed = true;
}

void OrderBook::note_shipped(const std::string& order, sim::Quantity quantity, sim::Time at) {
  const auto found = sales_of_.find(order);
  if (found == sales_of_.end()) return;
  SalesOrder& sales = sales_[found->second];
  sales.shipped += quantity;
  if (sales.shipped >= sales.quantity) sales.shipped_at = at;
}

std::vector<Requirement> OrderBook::requirements(const std::vector<PlannedItem>& items) const {
  std::vector<Requirement> all;
  for (const SalesOrder& order : sales_) {
    const sim::Quantity open = order.quantity - order.shipped;
    if (open > sim::Quantity()) all.push_back({order.item, open, order.due});
  }
  for (const SupplyOrder& order : supply_) {
    if (order.open().is_zero()) continue;
    const PlannedItem& item = items[order.item];
    for (const PlannedItem::Component& component : item.components) {
      const sim::Quantity open = order.still_needs(component);
      if (open > sim::Quantity()) {
        all.push_back({component.item, open, order.due - item.lead_time});
      }
    }
  }
  return all;
}

void OrderBook::add_supplies(Supplies& supplies) const {
  for (const SupplyOrder& order : supply_) supplies[order.item] += order.open();
}

}  // namespace planttwin::bridge
