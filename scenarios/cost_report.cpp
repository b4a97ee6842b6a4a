#include "scenarios/cost_report.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "scenarios/json_build.h"

namespace planttwin::scenario {
namespace {

using bridge::CostComparison;
using bridge::OrderCost;
using bridge::OrderCostSide;

constexpr std::size_t kMostOrders = 10'000;

JsonObject both(const CostComparison& cost, const bridge::ValueByBoth& value) {
  JsonObject section;
  section.add("truth", money(cost, value.truth))
      .add("books", money(cost, value.record))
      .add("difference", money(cost, value.difference()));
  return section;
}

JsonObject effect(const CostComparison& cost, const bridge::ValueEffect& value) {
  JsonObject section;
  section.add("inventory", money(cost, value.inventory)).add("wip", money(cost, value.wip));
  return section;
}

JsonObject side(const CostComparison& cost, const OrderCostSide& of) {
  JsonObject section;
  section.add("materials", money(cost, of.materials))
      .add("activities", money(cost, of.activities))
      .add("by_products", money(cost, of.by_products))
      .add("actual", money(cost, of.actual()))
      .add("products", money(cost, of.products))
      .add("balance", money(cost, of.balance()))
      .add("closed", json_boolean(of.closed));
  return section;
}

JsonObject explained(const CostComparison& cost, const OrderCost& order) {
  JsonObject section;
  for (const auto& [finding, amount] : order.explained) {
    if (!amount.is_zero()) section.add(finding_name(finding), money(cost, amount));
  }
  return section;
}

sim::Money size_of(sim::Money amount) { return amount < sim::Money() ? -amount : amount; }

// Where the books do not differ, those whose variance is largest come first.
std::vector<const OrderCost*> by_difference(const CostComparison& cost) {
  std::vector<const OrderCost*> orders;
  for (const OrderCost& order : cost.orders) orders.push_back(&order);
  std::stable_sort(orders.begin(), orders.end(), [](const OrderCost* a, const OrderCost* b) {
    const auto rank = [](const OrderCost& order) {
      return std::pair(size_of(order.difference()), size_of(order.truth.balance()));
    };
    return rank(*a) > rank(*b);
  });
  return orders;
}

}  // namespace

sim::JsonNode money(const CostComparison& cost, sim::Money amount) {
  return json_quantity(amount.count(), cost.currency);
}

sim::JsonNode value_section(const CostComparison& cost) {
  JsonObject by_class;
  for (int i = 0; i < bridge::kFindingClasses; ++i) {
    by_class.add(finding_name(static_cast<bridge::FindingClass>(i)),
                 effect(cost, cost.by_class[static_cast<std::size_t>(i)]));
  }
  return JsonObject()
      .add("currency", json_string(cost.currency.name))
      .add("inventory", both(cost, cost.inventory))
      .add("wip", both(cost, cost.wip))
      .add("variance", both(cost, cost.variance))
      .add("by_class", std::move(by_class))
      .add("rounding", effect(cost, cost.rounding))
      .take();
}

sim::JsonNode inventory_accuracy_section(const CostComparison& cost) {
  const bridge::InventoryAccuracy& accuracy = cost.accuracy;
  std::optional<double> by_position;
  std::optional<double> by_value;
  if (accuracy.positions > 0) {
    by_position = static_cast<double>(accuracy.right) / static_cast<double>(accuracy.positions);
  }
  if (!accuracy.counted.is_zero()) {
    by_value = 1 - static_cast<double>(accuracy.off.count()) /
                       std::abs(static_cast<double>(accuracy.counted.count()));
    by_value = std::max(0.0, *by_value);
  }
  return JsonObject()
      .add("positions", json_number(by_position))
      .add("value", json_number(by_value))
      .take();
}

sim::JsonNode value_of_finding(const CostComparison& cost, std::size_t finding) {
  return effect(cost, cost.of_findings.at(finding)).take();
}

void add_order_costs(const CostComparison& cost, const bridge::NameTable& names,
                     sim::JsonNode& document) {
  const std::vector<const OrderCost*> orders = by_difference(cost);
  const std::size_t shown = std::min(orders.size(), kMostOrders);
  JsonArray rows;
  for (std::size_t i = 0; i < shown; ++i) {
    const OrderCost& order = *orders[i];
    rows.add(JsonObject()
                 .add("order", json_string(names.text(order.order)))
                 .add("truth", side(cost, order.truth))
                 .add("books", side(cost, order.record))
                 .add("difference", money(cost, order.difference()))
                 .add("explained", explained(cost, order))
                 .take());
  }
  document.members.push_back({"orders", {}, rows.take()});
  document.members.push_back(
      {"orders_left_out", {}, json_integer(static_cast<std::int64_t>(orders.size() - shown))});
}

}  // namespace planttwin::scenario
