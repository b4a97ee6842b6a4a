#include "erp_bridge/planning/requirements.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace planttwin::bridge {
namespace {

sim::Quantity order_quantity(sim::Quantity missing, sim::Quantity multiple) {
  if (multiple <= sim::Quantity()) return missing;
  return multiple * ((missing.count() + multiple.count() - 1) / multiple.count());
}

// The requirements of one item, the earliest first, against what there is of it.
void plan_item(std::size_t index, const PlannedItem& item, std::vector<Requirement>& requirements,
               sim::Quantity available, std::vector<PlannedOrder>& orders) {
  std::stable_sort(requirements.begin(), requirements.end(),
                   [](const Requirement& a, const Requirement& b) { return a.due < b.due; });
  for (const Requirement& requirement : requirements) {
    available -= requirement.quantity;
    if (available >= sim::Quantity()) continue;
    const sim::Quantity quantity = order_quantity(-available, item.multiple);
    available += quantity;
    orders.push_back({index, quantity, requirement.due - item.lead_time, requirement.due});
  }
}

}  // namespace

sim::Quantity required(sim::Quantity parent, const sim::Ratio& per_step) {
  return parent.times_rounded_up(per_step);
}

std::vector<PlannedOrder> plan_requirements(const std::vector<PlannedItem>& items,
                                            std::vector<Requirement> requirements,
                                            Supplies supplies) {
  std::vector<std::vector<Requirement>> of_item(items.size());
  for (const Requirement& requirement : requirements) {
    of_item[requirement.item].push_back(requirement);
  }
  std::vector<std::size_t> by_level(items.size());
  std::iota(by_level.begin(), by_level.end(), std::size_t{0});
  std::stable_sort(by_level.begin(), by_level.end(), [&](std::size_t a, std::size_t b) {
    return items[a].low_level_code < items[b].low_level_code;
  });
  std::vector<PlannedOrder> orders;
  for (const std::size_t index : by_level) {
    const PlannedItem& item = items[index];
    if (!item.planned || of_item[index].empty()) continue;
    const std::size_t first = orders.size();
    plan_item(index, item, of_item[index], supplies[index], orders);
    for (std::size_t i = first; i < orders.size(); ++i) {
      for (const PlannedItem::Component& component : item.components) {
        of_item[component.item].push_back(
            {component.item, required(orders[i].quantity, component.per_step), orders[i].release});
      }
    }
  }
  std::stable_sort(orders.begin(), orders.end(), [](const PlannedOrder& a, const PlannedOrder& b) {
    return std::tie(a.release, a.item) < std::tie(b.release, b.item);
  });
  return orders;
}

}  // namespace planttwin::bridge
