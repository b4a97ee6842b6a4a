#pragma once

#include <cstddef>

#include "erp_bridge/audit/cost_comparison.h"
#include "erp_bridge/postings/name_table.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// The member "value" of /reconciliation: what plant and books are worth, and what explains the
// difference.
sim::JsonNode value_section(const bridge::CostComparison& cost);
// "inventory_accuracy": by position and by value.
sim::JsonNode inventory_accuracy_section(const bridge::CostComparison& cost);
sim::JsonNode money(const bridge::CostComparison& cost, sim::Money amount);
// What one finding did to the value of the books.
sim::JsonNode value_of_finding(const bridge::CostComparison& cost, std::size_t finding);

// The members "orders" and "orders_left_out" of reconciliation.json: what each order has cost,
// those in which the books differ first.
void add_order_costs(const bridge::CostComparison& cost, const bridge::NameTable& names,
                     sim::JsonNode& document);

}  // namespace planttwin::scenario
