#include "erp_bridge/planning/rescheduling.h"

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <optional>

#include "sim/distribution.h"

namespace planttwin::bridge {
namespace {

// Somebody needs something at a time: an order its component, or a customer.
struct Need {
  sim::Time at;
  sim::Quantity quantity;
  SupplyOrder* parent = nullptr;  // null: a customer's
  SalesOrder* sales = nullptr;
};

// What is there, and what comes when, used up in this order.
class Coverage {
 public:
  Coverage(sim::Quantity stock, std::vector<const SupplyOrder*> orders) {
    std::stable_sort(orders.begin(), orders.end(), [](const SupplyOrder* a, const SupplyOrder* b) {
      return a->revised < b->revised;
    });
    if (stock > sim::Quantity()) lots_.push_back({sim::Time(), stock});
    for (const SupplyOrder* order : orders) lots_.push_back({order->revised, order->open()});
  }

  // When so much more is there; nothing: not all of it will be.
  std::optional<sim::Time> take(sim::Quantity quantity) {
    for (; next_ < lots_.size(); ++next_) {
      Lot& lot = lots_[next_];
      const sim::Quantity taken = std::min(lot.quantity, quantity);
      lot.quantity -= taken;
      quantity -= taken;
      if (quantity.is_zero()) return lot.at;
    }
    return std::nullopt;
  }

 private:
  struct Lot {
    sim::Time at;
    sim::Quantity quantity;
  };
  std::vector<Lot> lots_;
  std::size_t next_ = 0;
};

// The items with the deepest components first: an order is dated after what goes into it.
std::vector<std::size_t> components_first(const std::vector<PlannedItem>& items) {
  std::vector<std::size_t> order(items.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return items[a].low_level_code > items[b].low_level_code;
  });
  return order;
}

std::vector<std::vector<Need>> needs_by_item(const std::vector<PlannedItem>& items,
                                             OrderBook& orders) {
  std::vector<std::vector<Need>> needs(items.size());
  for (SalesOrder& order : orders.sales()) {
    const sim::Quantity open = order.quantity - order.shipped;
    if (open > sim::Quantity()) needs[order.item].push_back({order.due, open, nullptr, &order});
  }
  for (SupplyOrder& order : orders.supply()) {
    if (order.open().is_zero()) continue;
    const PlannedItem& item = items[order.item];
    for (const PlannedItem::Component& component : item.components) {
      const sim::Quantity open = order.still_needs(component);
      if (open > sim::Quantity()) {
        needs[component.item].push_back({order.due - item.lead_time, open, &order, nullptr});
      }
    }
  }
  for (std::vector<Need>& of_item : needs) {
    std::stable_sort(of_item.begin(), of_item.end(),
                     [](const Need& a, const Need& b) { return a.at < b.at; });
  }
  return needs;
}

}  // namespace

sim::Duration delay_by(const CapacityLoss& loss, sim::Time start) {
  const sim::Time from = std::max(loss.from, start);
  if (loss.to <= from) return {};
  return sim::round_to_duration(static_cast<double>((loss.to - from).count()) * loss.share);
}

void revise_dates(const std::vector<PlannedItem>& items, const WorkCentersOfItems& centers,
                  const std::vector<CapacityLoss>& losses, const Supplies& stock,
                  OrderBook& orders) {
  std::vector<std::vector<SupplyOrder*>> open(items.size());
  for (SupplyOrder& order : orders.supply()) {
    if (order.open().is_zero()) continue;
    open[order.item].push_back(&order);
    const sim::Time start = order.due - items[order.item].lead_time;
    order.revised = order.due;
    for (const CapacityLoss& loss : losses) {
      const std::vector<std::size_t>& passed = centers[order.item];
      const bool needed = std::find(passed.begin(), passed.end(), loss.work_center) != passed.end();
      if (needed) order.revised = order.revised + delay_by(loss, start);
    }
  }
  std::vector<std::vector<Need>> needs = needs_by_item(items, orders);
  for (const std::size_t item : components_first(items)) {
    if (!items[item].planned) continue;
    Coverage coverage(stock[item], {open[item].begin(), open[item].end()});
    for (const Need& need : needs[item]) {
      const std::optional<sim::Time> there = coverage.take(need.quantity);
      if (!there) break;
      if (need.sales != nullptr) {
        need.sales->promised = std::max(need.sales->due, *there);
      } else {
        SupplyOrder& parent = *need.parent;
        parent.revised = std::max(parent.revised, *there + items[parent.item].lead_time);
      }
    }
  }
}

}  // namespace planttwin::bridge
