#include "erp_bridge/audit/posting_value.h"

namespace planttwin::bridge {
namespace {

using sim::WideInteger;

std::optional<CostKind> kind_of(PostingType type) {
  switch (type) {
    case PostingType::kMaterialIssued:
    case PostingType::kMaterialReturned:
      return CostKind::kMaterial;
    case PostingType::kOperationCompleted:
      return CostKind::kActivity;
    case PostingType::kByProduct:
      return CostKind::kByProduct;
    case PostingType::kProductCompleted:
      return CostKind::kProduct;
    default:
      return std::nullopt;
  }
}

}  // namespace

Valuation::Valuation(const plant::Plant& plant, NameTable& names) {
  for (const plant::Material& material : plant.materials) {
    Item& item = items_[names.number(material.id)];
    item.standard_cost = material.standard_cost;
    for (int i = 0; i < material.unit.decimals; ++i) item.steps_per_unit *= 10;
  }
  for (const plant::WorkCenter& center : plant.work_centers) {
    if (!center.cost.amount.is_zero()) rates_.emplace(names.number(center.id), center.cost);
  }
}

sim::Money Valuation::stock(Name item, sim::Quantity quantity) const {
  const auto known = items_.find(item);
  if (known == items_.end()) return {};
  return known->second.standard_cost.times(
      sim::Ratio(quantity.count(), known->second.steps_per_unit));
}

WideInteger Valuation::stock_parts(Name item, sim::Quantity quantity) const {
  const auto known = items_.find(item);
  if (known == items_.end()) return 0;
  return static_cast<WideInteger>(known->second.standard_cost.count()) * quantity.count() *
         (kParts / known->second.steps_per_unit);
}

void Valuation::add_activity(const Posting& posting, bool reversed, PostingValue& value) const {
  const auto rate = rates_.find(posting.work_center);
  if (rate == rates_.end()) return;
  const sim::MoneyRate& cost = rate->second;
  value.wip = cost.over(posting.machine_time);
  value.wip_parts = static_cast<WideInteger>(cost.amount.count()) * posting.machine_time.count() *
                    (kParts / cost.per.count());
  if (!reversed) return;
  value.wip = -value.wip;
  value.wip_parts = -value.wip_parts;
}

PostingValue Valuation::of(const Posting& posting) const {
  const bool reversed = posting.type == PostingType::kReversed;
  PostingValue value;
  value.item = posting.item;
  value.order = posting.order;
  value.kind = kind_of(reversed ? posting.reversed : posting.type);
  if (value.kind == CostKind::kActivity) {
    add_activity(posting, reversed, value);
    return value;
  }
  sim::Quantity moved;
  for (const StockChange& change : stock_changes(posting)) moved += change.quantity;
  value.inventory = stock(posting.item, moved);
  value.inventory_parts = stock_parts(posting.item, moved);
  if (!value.kind) return value;
  value.wip = -value.inventory;
  value.wip_parts = -value.inventory_parts;
  return value;
}

PostingValue Valuation::of(const Booked& booked) const {
  PostingValue value = of(booked.posting);
  if (value.kind == CostKind::kActivity) {
    if (!booked.activity_cost) return value;
    const sim::Money beside = *booked.activity_cost - value.wip;
    value.wip = *booked.activity_cost;
    value.wip_parts += static_cast<WideInteger>(beside.count()) * kParts;
    return value;
  }
  if (!booked.value) return value;
  const WideInteger beside =
      static_cast<WideInteger>((*booked.value - value.inventory).count()) * kParts;
  value.inventory = *booked.value;
  value.inventory_parts += beside;
  if (!value.kind) return value;
  value.wip = -*booked.value;
  value.wip_parts -= beside;
  return value;
}

}  // namespace planttwin::bridge
