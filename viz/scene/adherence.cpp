#include "viz/scene/adherence.h"

#include <cmath>

namespace planttwin::view {
namespace {

using playback::History;
using playback::LotNow;

double units_of(const History& history, const LotNow& lot) {
  const std::int32_t material = history.lot(lot.number).material;
  if (material < 0) return 0;
  const auto decimals = history.plan().materials[static_cast<std::size_t>(material)].decimals;
  return static_cast<double>(lot.quantity) * std::pow(10.0, -decimals);
}

// Planned work from the lot's operation on; once that is done, from the one behind it.
double work_left(const History& history, const LotNow& lot) {
  const std::int32_t routing = history.lot(lot.number).routing;
  const std::int32_t next = lot.operation + (lot.done_here ? 1 : 0);
  return history.plan().remaining_work(routing, next, units_of(history, lot));
}

}  // namespace

std::int64_t slack_of(const History& history, const LotNow& lot, std::int64_t now) {
  return history.order(lot.order).due - now - static_cast<std::int64_t>(work_left(history, lot));
}

Adherence adherence_of(const History& history, const LotNow& lot, std::int64_t now) {
  if (lot.held) return Adherence::kHeld;
  const History::Order& order = history.order(lot.order);
  const bool hot = order.priority > history.usual_priority();
  if (order.due == History::kNeverDue) {
    return hot ? Adherence::kHot : Adherence::kNoDue;
  }
  if (slack_of(history, lot, now) < 0) return Adherence::kLate;
  if (hot) return Adherence::kHot;
  const double allowed = static_cast<double>(order.due - order.released);
  const double whole =
      history.plan().remaining_work(history.lot(lot.number).routing, 0, units_of(history, lot));
  if (allowed <= 0 || whole <= 0) return Adherence::kOnTime;
  const double time_over = static_cast<double>(now - order.released) / allowed;
  const double work_over = 1 - work_left(history, lot) / whole;
  return work_over >= time_over + 0.1 ? Adherence::kEarly : Adherence::kOnTime;
}

}  // namespace planttwin::view
