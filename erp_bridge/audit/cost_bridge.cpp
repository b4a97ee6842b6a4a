#include "erp_bridge/audit/cost_bridge.h"

#include <algorithm>
#include <unordered_map>

#include "erp_bridge/audit/finding_owners.h"
#include "erp_bridge/audit/posting_value.h"
#include "erp_bridge/systems/erp_master_data.h"

namespace planttwin::bridge {
namespace {

using sim::WideInteger;

sim::Money& part_of(OrderCostSide& side, CostKind kind) {
  switch (kind) {
    case CostKind::kMaterial:
      return side.materials;
    case CostKind::kActivity:
      return side.activities;
    case CostKind::kByProduct:
      return side.by_products;
    case CostKind::kProduct:
      break;
  }
  return side.products;
}

// By-products and products are what leaves an order.
bool leaves(CostKind kind) { return kind == CostKind::kByProduct || kind == CostKind::kProduct; }

class CostBridge {
 public:
  CostBridge(const AuditInput& input, RecordReader& reader, const std::vector<Booked>& record,
             const Projection& expected, const Matching& matching, const Reconciliation& result)
      : input_(input),
        reader_(reader),
        record_(record),
        findings_(result.findings),
        valuation_(input.plant, input.names),
        owners_(result.findings, expected, record, matching) {
    cost_.currency = {input.plant.currency, kCurrencyDecimals};
    cost_.of_findings.resize(findings_.size());
  }

  CostComparison compare() {
    add_opening();
    for (const Posting& posting : input_.truth.postings()) {
      if (input_.resolution.keeps(posting.type)) add_truth(posting);
    }
    add_reports();
    for (std::size_t i = 0; i < record_.size(); ++i) add_document(i);
    check_count();
    compare_stock();
    close();
    return std::move(cost_);
  }

 private:
  OrderCost& order(Name name) {
    const auto [found, is_new] = orders_.try_emplace(name, cost_.orders.size());
    if (is_new) cost_.orders.emplace_back().order = name;
    return cost_.orders[found->second];
  }

  // Of the record, or with -1 of the truth; an owner explains it, otherwise the other side has to
  // say just the same.
  void explain(std::int64_t finding, const PostingValue& value, std::int64_t sign) {
    if (finding == FindingOwners::kNobody) {
      rest_of_items_[value.item] += value.inventory_parts * sign;
      rest_of_orders_[value.order] += value.wip_parts * sign;
      return;
    }
    const auto index = static_cast<std::size_t>(finding);
    cost_.of_findings[index] += {value.inventory * sign, value.wip * sign};
    if (value.wip.is_zero()) return;
    order(value.order).explained[findings_[index].finding] += value.wip * sign;
  }

  void add(const PostingValue& value, OrderCostSide OrderCost::*side, sim::Money& inventory,
           sim::Money& wip) {
    inventory += value.inventory;
    wip += value.wip;
    if (!value.kind) return;
    part_of(order(value.order).*side, *value.kind) += leaves(*value.kind) ? -value.wip : value.wip;
  }

  void add_truth(const Posting& posting) {
    const PostingValue value = valuation_.of(posting);
    add(value, &OrderCost::truth, cost_.inventory.truth, cost_.wip.truth);
    if (posting.type == PostingType::kOrderClosed) order(posting.order).truth.closed = true;
    counted_[posting.item] -= value.inventory_parts;
    explain(FindingOwners::kNobody, value, -1);
  }

  // What the floor reports instead of what happened is what the record is compared with.
  void add_reports() {
    for (std::size_t i = 0; i < input_.reported().size(); ++i) {
      if (!input_.resolution.keeps(input_.reported()[i].type)) continue;
      const PostingValue value = valuation_.of(input_.reported()[i]);
      explain(FindingOwners::kNobody, value, 1);
      explain(owners_.of_posting(i), value, -1);
    }
    if (input_.floor != nullptr) add_misreports(input_.floor->misreports());
  }

  void add_misreports(const std::vector<Misreport>& misreports) {
    for (std::size_t i = 0; i < misreports.size(); ++i) {
      const Misreport& misreport = misreports[i];
      if (misreport.corrected) continue;
      const std::int64_t finding = owners_.of_misreport(i);
      const auto take = [&](const Posting& posting, std::int64_t sign) {
        const PostingValue value = valuation_.of(posting);
        explain(FindingOwners::kNobody, value, -sign);
        explain(finding, value, sign);
      };
      if (misreport.reported.key != kNoName) take(misreport.reported, 1);
      if (misreport.error != ReportingError::kDoubleScan) take(misreport.happened, -1);
    }
  }

  void add_document(std::size_t i) {
    const PostingValue value = valuation_.of(record_[i]);
    add(value, &OrderCost::record, cost_.inventory.record, cost_.wip.record);
    const Posting& posting = record_[i].posting;
    if (posting.type == PostingType::kOrderClosed) order(posting.order).record.closed = true;
    explain(owners_.of_document(i), value, 1);
  }

  void add_opening() {
    for (const auto& [position, quantity] : input_.truth.opening()) {
      cost_.inventory.truth += valuation_.stock(position.item, quantity);
      counted_[position.item] -= valuation_.stock_parts(position.item, quantity);
      rest_of_items_[position.item] -= valuation_.stock_parts(position.item, quantity);
    }
    for (const auto& [position, quantity] : reader_.stock(input_.record.opening_stock())) {
      cost_.inventory.record += valuation_.stock(position.item, quantity);
      rest_of_items_[position.item] += valuation_.stock_parts(position.item, quantity);
    }
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      if (findings_[i].finding != FindingClass::kOpeningDifference) continue;
      for (const StockChange& change : findings_[i].effect) {
        const Name item = change.position.item;
        cost_.of_findings[i].inventory += valuation_.stock(item, change.quantity);
        rest_of_items_[item] -= valuation_.stock_parts(item, change.quantity);
      }
    }
  }

  // What lies in the plant is worth what opening stock and postings come to.
  void check_count() {
    for (const auto& [position, quantity] : input_.closing) {
      counted_[position.item] += valuation_.stock_parts(position.item, quantity);
    }
    for (const auto& [item, parts] : counted_) leave_open(parts);
  }

  void compare_stock() {
    StockByPosition off = reader_.stock(input_.record.stock());
    for (const auto& [position, quantity] : input_.closing) {
      cost_.accuracy.counted += valuation_.stock(position.item, quantity);
      off[position] -= quantity;
    }
    for (const auto& [position, quantity] : off) {
      ++cost_.accuracy.positions;
      if (quantity.is_zero()) ++cost_.accuracy.right;
      const sim::Quantity size = quantity < sim::Quantity() ? -quantity : quantity;
      cost_.accuracy.off += valuation_.stock(position.item, size);
    }
  }

  void leave_open(WideInteger parts) {
    constexpr WideInteger kParts = Valuation::kParts;
    const WideInteger size = parts < 0 ? -parts : parts;
    cost_.residual += sim::Money::steps(static_cast<std::int64_t>((size + kParts - 1) / kParts));
  }

  void close() {
    ValueEffect explained;
    for (std::size_t i = 0; i < findings_.size(); ++i) {
      explained += cost_.of_findings[i];
      cost_.by_class[static_cast<std::size_t>(findings_[i].finding)] += cost_.of_findings[i];
    }
    for (const auto& [item, parts] : rest_of_items_) leave_open(parts);
    for (const auto& [order, parts] : rest_of_orders_) leave_open(parts);
    cost_.rounding = {cost_.inventory.difference() - explained.inventory,
                      cost_.wip.difference() - explained.wip};
    for (const OrderCost& each : cost_.orders) {
      if (each.truth.closed) cost_.variance.truth += each.truth.balance();
      if (each.record.closed) cost_.variance.record += each.record.balance();
    }
    std::erase_if(cost_.orders, [](const OrderCost& each) { return each.order == kNoName; });
  }

  const AuditInput& input_;
  RecordReader& reader_;
  const std::vector<Booked>& record_;
  const std::vector<Finding>& findings_;
  Valuation valuation_;
  FindingOwners owners_;
  CostComparison cost_;
  std::unordered_map<Name, std::size_t> orders_;
  // Exact, of the record beyond the truth, and not explained.
  std::map<Name, WideInteger> rest_of_items_;
  std::map<Name, WideInteger> rest_of_orders_;
  std::map<Name, WideInteger> counted_;  // beyond opening stock and postings, by item
};

}  // namespace

CostComparison compare_cost(const AuditInput& input, RecordReader& reader,
                            const std::vector<Booked>& record, const Projection& expected,
                            const Matching& matching, const Reconciliation& result) {
  return CostBridge(input, reader, record, expected, matching, result).compare();
}

}  // namespace planttwin::bridge
