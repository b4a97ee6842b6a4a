#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "erp_bridge/audit/finding.h"
#include "sim/quantity.h"

// What plant and record are worth, and what of the difference each finding explains.
namespace planttwin::bridge {

// One amount by the postings that happened and by the documents of a record.
struct ValueByBoth {
  sim::Money truth;
  sim::Money record;

  sim::Money difference() const { return record - truth; }
};

// What something does to the two accounts of a plant, in the record beyond the truth.
struct ValueEffect {
  sim::Money inventory;
  sim::Money wip;

  bool is_zero() const { return inventory.is_zero() && wip.is_zero(); }
  ValueEffect& operator+=(const ValueEffect& other) {
    inventory += other.inventory;
    wip += other.wip;
    return *this;
  }
};

// What an order has cost: components less what came back, machine time, and by-products off it.
// What is left of it once its products are in stock at their standard cost is work in process,
// and the variance of the order when it is closed.
struct OrderCostSide {
  sim::Money materials;
  sim::Money activities;
  sim::Money by_products;
  sim::Money products;
  bool closed = false;

  sim::Money actual() const { return materials + activities - by_products; }
  sim::Money balance() const { return actual() - products; }
};
struct OrderCost {
  Name order = kNoName;
  OrderCostSide truth;
  OrderCostSide record;
  std::map<FindingClass, sim::Money> explained;  // of the difference of the balances

  sim::Money difference() const { return record.balance() - truth.balance(); }
};

// Of the record's closing stock, beside what was counted in the plant.
struct InventoryAccuracy {
  std::int64_t positions = 0;  // that either of them has
  std::int64_t right = 0;      // with the same quantity in both
  sim::Money counted;          // at standard cost
  sim::Money off;              // what is too much and what is too little, added up
};

// Invariant, for each of both accounts: the record's value less the true one is the sum of what the
// findings did, and of what rounding of single postings comes to. `residual` is what that leaves
// open, item by item and order by order without setting one off against another: a run passes only
// when it is zero.
struct CostComparison {
  sim::Unit currency;
  ValueByBoth inventory;
  ValueByBoth wip;       // of all orders: what closed ones have left over is their variance
  ValueByBoth variance;  // of these, of orders that are closed in each
  InventoryAccuracy accuracy;
  ValueEffect rounding;
  sim::Money residual;
  std::vector<ValueEffect> of_findings;  // in their order
  std::array<ValueEffect, kFindingClasses> by_class{};
  std::vector<OrderCost> orders;  // in the order in which they came up
};

}  // namespace planttwin::bridge
