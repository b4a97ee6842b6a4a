#include "tests/swarm/fault_plan.h"

#include <algorithm>

namespace planttwin::swarm {
namespace {

// Spans of at most `longest` seconds, which end with the plan at the latest.
std::vector<Trouble> troubles(testing::Dice& dice, std::int64_t most, sim::Duration span,
                              std::int64_t longest, const std::vector<Place>& places) {
  std::vector<Trouble> list;
  const std::int64_t count = dice.from(0, most);
  const std::int64_t seconds = span.count() / 1'000'000;
  for (std::int64_t i = 0; i < count; ++i) {
    Trouble trouble;
    trouble.place = places[static_cast<std::size_t>(
        dice.from(0, static_cast<std::int64_t>(places.size()) - 1))];
    const std::int64_t from = dice.from(0, seconds - 1);
    const std::int64_t to = std::min(seconds, from + dice.from(1, longest));
    trouble.from = sim::Time::from_start(sim::Duration::seconds(from));
    trouble.to = sim::Time::from_start(sim::Duration::seconds(to));
    list.push_back(std::move(trouble));
  }
  return list;
}

}  // namespace

FaultPlan make_fault_plan(testing::Dice& dice, sim::Duration span) {
  const std::vector<Place> all = {Place::kEdge, Place::kMiddleware, Place::kErp, Place::kOffice};
  FaultPlan plan;
  plan.until = sim::Time::from_start(span);
  const auto often = [&](int percent, std::int64_t most) {
    return dice.chance(percent) ? dice.from(1, most) : 0;
  };
  plan.loss = often(70, 3000);
  plan.doubling = often(70, 3000);
  plan.broken = often(50, 10'000);
  plan.longest_delay = sim::Duration::seconds(often(60, 60));
  plan.longest_echo = sim::Duration::seconds(often(80, 900));
  plan.crash = often(60, 100);
  const std::int64_t longest = std::max<std::int64_t>(span.count() / 4'000'000, 2);
  plan.unreachable = troubles(dice, 4, span, longest, all);
  plan.crashes = troubles(dice, 8, span, std::min<std::int64_t>(longest, 120), all);
  plan.full_disks = troubles(dice, 4, span, std::min<std::int64_t>(longest, 300), all);
  plan.refusals = troubles(dice, 4, span, longest, {Place::kErp});
  for (Trouble& trouble : plan.refusals) {
    trouble.code = dice.pick({"locked", "period_closed", "unknown_item"});
  }
  plan.scrambled = troubles(dice, 3, span, longest, all);
  return plan;
}

}  // namespace planttwin::swarm
