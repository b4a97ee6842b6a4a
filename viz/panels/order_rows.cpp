#include "viz/panels/order_rows.h"

#include <algorithm>

#include "viz/panels/texts.h"
#include "viz/render/moment.h"

namespace planttwin::view {
namespace {

using playback::FloorPlan;
using playback::History;

std::string lateness_text(const OrderRow& row, bool is_done) {
  if (!row.has_due) return is_done ? "done" : "";
  if (row.late_by > 0) return span_text(row.late_by) + " late";
  return is_done ? "done in time" : span_text(-row.late_by) + " left";
}

// `good`: in steps of its material. `until`: its completion, or now.
OrderRow row_of(const History& history, std::int32_t number, std::int64_t good, std::int64_t until,
                bool is_done) {
  const History::Order& order = history.order(number);
  OrderRow row;
  row.number = number;
  row.name = order.name;
  std::string unit;
  std::int32_t decimals = 0;
  if (order.material >= 0) {
    const auto& material = history.plan().materials[static_cast<std::size_t>(order.material)];
    row.material = material.name;
    unit = " " + material.unit;
    decimals = material.decimals;
  }
  row.quantity =
      quantity_text(good, decimals) + " of " + quantity_text(order.quantity, decimals) + unit;
  row.progress =
      order.quantity <= 0
          ? 0
          : std::clamp(static_cast<double>(good) / static_cast<double>(order.quantity), 0.0, 1.0);
  row.has_due = order.due != History::kNeverDue;
  if (row.has_due) row.late_by = until - order.due;
  row.lateness = lateness_text(row, is_done);
  return row;
}

bool passes(const History& history, std::int32_t number, const std::string& lower_case_filter) {
  const History::Order& order = history.order(number);
  if (contains_any_case(order.name, lower_case_filter)) return true;
  return order.material >= 0 &&
         contains_any_case(history.plan().materials[static_cast<std::size_t>(order.material)].name,
                           lower_case_filter);
}

// Less than 0: `a` comes first in ascending sequence.
int compare(const OrderRow& a, const OrderRow& b, OrderColumn column) {
  const auto sign = [](auto x, auto y) { return x < y ? -1 : (y < x ? 1 : 0); };
  switch (column) {
    case OrderColumn::kName:
      return a.name.compare(b.name);
    case OrderColumn::kMaterial:
      return a.material.compare(b.material);
    case OrderColumn::kProgress:
      return sign(a.progress, b.progress);
    case OrderColumn::kLateness:
      return sign(a.late_by, b.late_by);
  }
  return 0;
}

}  // namespace

std::vector<OrderRow> order_rows(const History& history, const playback::FloorState& state,
                                 std::int64_t now, const OrderQuery& query) {
  const std::string filter = lower_case(query.filter);
  std::vector<OrderRow> rows;
  for (const playback::OrderNow& order : state.orders) {
    if (passes(history, order.number, filter))
      rows.push_back(row_of(history, order.number, order.good, now, false));
  }
  for (std::size_t i = 0; query.completed && i < history.order_count(); ++i) {
    const auto number = static_cast<std::int32_t>(i);
    const History::Order& order = history.order(number);
    if (order.completed < 0 || order.completed > now || !passes(history, number, filter)) continue;
    rows.push_back(row_of(history, number, order.quantity, order.completed, true));
  }
  std::sort(rows.begin(), rows.end(), [&](const OrderRow& a, const OrderRow& b) {
    if (query.column == OrderColumn::kLateness && a.has_due != b.has_due) return a.has_due;
    const int order = compare(a, b, query.column);
    if (order != 0) return query.descending ? order > 0 : order < 0;
    return a.number < b.number;
  });
  return rows;
}

}  // namespace planttwin::view
