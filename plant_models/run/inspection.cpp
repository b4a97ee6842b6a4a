#include "plant_models/run/inspection.h"

#include <algorithm>

#include "plant_models/run/completion.h"
#include "plant_models/run/flow.h"
#include "plant_models/run/holds.h"
#include "plant_models/run/lots.h"

namespace planttwin::plant {
namespace {

struct Verdict {
  std::int64_t checked = 0;
  std::int64_t found_bad = 0;     // rejected and truly defective
  std::int64_t false_alarms = 0;  // rejected though good
  bool lot_rejected = false;      // a sample failed, or a recipe phase deviated
  std::int64_t rejected() const { return found_bad + false_alarms; }
};

sim::Draw draw_for(const RunState& run, const Lot& l, sim::Purpose purpose, std::uint64_t part) {
  return run.random.draw({purpose, l.key, static_cast<std::uint32_t>(run.operation(l).number),
                          static_cast<std::uint64_t>(l.step) * 64 + part});
}

std::int64_t unit_steps(const RunState& run, const Lot& l) {
  std::int64_t steps = 1;
  for (int i = 0; i < run.plant->material(run.product(l)).unit.decimals; ++i) steps *= 10;
  return steps;
}

// How many of `checked` units taken without order from the lot are defective: each unit in turn
// with the share of defects that is left (hypergeometric).
std::int64_t defects_among(sim::Draw draw, std::int64_t units, std::int64_t defects,
                           std::int64_t checked) {
  if (checked >= units) return defects;
  std::int64_t found = 0;
  for (std::int64_t i = 0; i < checked; ++i) {
    const double share = static_cast<double>(defects - found) / static_cast<double>(units - i);
    if (draw.chance(share)) ++found;
  }
  return found;
}

std::int64_t units_to_check(RunState& run, const Lot& l, const Inspection& plan,
                            std::int64_t units) {
  switch (plan.scope) {
    case InspectionScope::kEveryUnit:
      return units;
    case InspectionScope::kSample:
      return std::min<std::int64_t>(plan.sample_size, units);
    case InspectionScope::kEveryNthUnit: {
      std::size_t index = static_cast<std::size_t>(l.operation);
      for (std::size_t r = 0; r < l.routing.index(); ++r) {
        index += run.plant->routings[r].operations.size();
      }
      std::int64_t& passed = run.inspected_units[index];
      const std::int64_t before = passed / plan.nth;
      passed += units;
      return passed / plan.nth - before;
    }
  }
  return units;
}

Verdict check(RunState& run, LotSlot slot, const Inspection& plan) {
  const Lot& l = run.lot(slot);
  const std::int64_t unit = unit_steps(run, l);
  const std::int64_t units = l.quantity.count() / unit;
  const std::int64_t defects = l.defective.count() / unit;
  Verdict v;
  v.checked = units_to_check(run, l, plan, units);
  const std::int64_t bad =
      defects_among(draw_for(run, l, sim::Purpose::kInspection, 0), units, defects, v.checked);
  v.found_bad = binomial(draw_for(run, l, sim::Purpose::kInspection, 1), bad, plan.detection);
  v.false_alarms =
      binomial(draw_for(run, l, sim::Purpose::kFalseAlarm, 0), v.checked - bad, plan.false_alarm);
  v.lot_rejected = (l.flags & kDeviated) != 0 || (plan.scope == InspectionScope::kSample &&
                                                  v.rejected() > plan.acceptance_number);
  run.lot(slot).flags &= ~kDeviated;
  return v;
}

// Units checked before any rework, and those of them that were not rejected.
void count_first_pass(RunState& run, const Lot& l, const Verdict& v) {
  if (l.rework_count > 0) return;
  ProductStatistics& product = run.statistics.products[run.product(l).index()];
  product.inspected_first += v.checked;
  product.passed_first += v.lot_rejected ? 0 : v.checked - v.rejected();
}

// The cause that rejected units are put down to: one of those of the last operation, up to the
// present one, that has any, by their probabilities. Invalid when no unit was rejected.
DefectCauseId cause_of(const RunState& run, const Lot& l, const Verdict& v) {
  if (v.rejected() == 0) return DefectCauseId();
  const std::vector<Operation>& operations = run.plant->routing(l.routing).operations;
  OperationIndex from = l.operation;
  while (from >= 0 && operations[static_cast<std::size_t>(from)].defects.empty()) --from;
  if (from < 0) return DefectCauseId();
  const std::vector<DefectRisk>& risks = operations[static_cast<std::size_t>(from)].defects;
  double left = 0;
  for (const DefectRisk& risk : risks) left += risk.probability;
  left *= draw_for(run, l, sim::Purpose::kInspection, 2).uniform();
  for (const DefectRisk& risk : risks) {
    if (left < risk.probability) return risk.cause;
    left -= risk.probability;
  }
  return risks.back().cause;
}

void report(RunState& run, const Lot& l, const Verdict& v, std::int64_t unit) {
  if (!run.listened()) return;
  PlantEvent event = run.about(EventType::kInspected, l);
  event.quantity = sim::Quantity::steps(v.checked * unit);
  event.other_quantity = v.lot_rejected ? l.quantity : sim::Quantity::steps(v.rejected() * unit);
  run.emit(event);
}

void send_to_rework(RunState& run, LotSlot slot, const Inspection& plan) {
  Lot& l = run.lot(slot);
  ++l.rework_count;
  if (plan.rework_repairs) l.defective = sim::Quantity();
  l.flags |= kComesBack;
  if (run.listened()) {
    PlantEvent event = run.about(EventType::kLotReworked, l);
    event.operation = plan.rework_to;
    run.emit(event);
  }
  release_claim(run, slot);
  go_to(run, slot, plan.rework_to);
}

bool may_rework(const Lot& l, const Inspection& plan) {
  return plan.max_rework == 0 || l.rework_count < plan.max_rework;
}

// A part of the lot leaves it; the parent stays where it is.
LotSlot take_part(RunState& run, LotSlot slot, std::int64_t units, std::int64_t bad,
                  std::int64_t unit) {
  const LotSlot part =
      split_lot(run, slot, sim::Quantity::steps(units * unit), sim::Quantity::steps(bad * unit));
  run.lot(part).status = LotStatus::kOutput;
  run.lot(part).machine = MachineId();
  return part;
}

bool rework(RunState& run, LotSlot slot, const Inspection& plan, const Verdict& v,
            std::int64_t unit, bool whole) {
  const WorkCenterId at = run.operation(run.lot(slot)).work_centers.front();
  const PartialRework partial = run.plant->work_center(at).options.partial_rework;
  if (!may_rework(run.lot(slot), plan)) {
    scrap_units(run, slot,
                whole ? run.lot(slot).quantity : sim::Quantity::steps(v.rejected() * unit), -1);
    if (!run.lot(slot).quantity.is_zero()) return true;
    end_lot(run, slot);
    return false;
  }
  // Parts that are to come back may be taken from a part in rework, too, but from no branch.
  const bool may_part = partial == PartialRework::kSplitAndRejoin
                            ? (run.lot(slot).flags & kCompanion) == 0
                            : is_divisible(run.lot(slot));
  if (whole || partial == PartialRework::kWholeLot || !may_part) {
    send_to_rework(run, slot, plan);
    return false;
  }
  const LotSlot part = take_part(run, slot, v.rejected(), v.found_bad, unit);
  if (partial == PartialRework::kSplitAndRejoin) {
    run.lot(part).flags |= kInRework;
    run.lot(part).parent = slot;
    run.lot(part).rework_count = run.lot(slot).rework_count;
    release_claim(run, slot);
    leave_place(run, slot);
    run.lot(slot).status = LotStatus::kRejoining;
    send_to_rework(run, part, plan);
    return false;
  }
  send_to_rework(run, part, plan);
  return true;
}

bool scrap_rejected(RunState& run, LotSlot slot, const Verdict& v, std::int64_t unit, bool whole) {
  Lot& l = run.lot(slot);
  const sim::Quantity quantity = whole ? l.quantity : sim::Quantity::steps(v.rejected() * unit);
  if (!whole) l.defective -= sim::Quantity::steps(v.found_bad * unit);
  scrap_units(run, slot, quantity, -1);
  if (!run.lot(slot).quantity.is_zero()) return true;
  end_lot(run, slot);
  return false;
}

bool dispose(RunState& run, LotSlot slot, const Inspection& plan, const Verdict& v) {
  const std::int64_t unit = unit_steps(run, run.lot(slot));
  const bool whole = v.lot_rejected || v.rejected() * unit >= run.lot(slot).quantity.count();
  switch (plan.on_defect) {
    case OnDefect::kScrap:
      return scrap_rejected(run, slot, v, unit, whole);
    case OnDefect::kRework:
      return rework(run, slot, plan, v, unit, whole);
    case OnDefect::kHold:
      hold_for_disposition(run, slot);
      return false;
  }
  return true;
}

// A reworked part has passed: it meets the rest that waits for it.
bool rejoin(RunState& run, LotSlot slot) {
  Lot& part = run.lot(slot);
  const LotSlot rest = part.parent;
  if ((part.flags & kInRework) == 0 || !rest.valid() || run.lot(rest).operation != part.operation) {
    return true;
  }
  release_claim(run, slot);
  leave_place(run, slot);
  merge_lots(run, rest, slot);
  go_on_after_rework(run, rest);
  return false;
}

}  // namespace

void go_on_after_rework(RunState& run, LotSlot rest) {
  run.lot(rest).status = LotStatus::kOutput;
  if (rejoin(run, rest)) leave_operation(run, rest);
}

bool inspect(RunState& run, LotSlot slot) {
  const Operation& operation = run.operation(run.lot(slot));
  if (!operation.inspection) return true;
  const Inspection& plan = *operation.inspection;
  const Verdict v = check(run, slot, plan);
  const std::int64_t unit = unit_steps(run, run.lot(slot));
  count_first_pass(run, run.lot(slot), v);
  report(run, run.lot(slot), v, unit);
  if (v.rejected() == 0 && !v.lot_rejected) return rejoin(run, slot);
  run.lot(slot).flags |= kFirstPassFailed;
  raise_nonconformance(
      run, slot, cause_of(run, run.lot(slot), v),
      v.lot_rejected ? run.lot(slot).quantity : sim::Quantity::steps(v.rejected() * unit));
  if (!v.lot_rejected && v.rejected() == 0) return rejoin(run, slot);
  return dispose(run, slot, plan, v) && rejoin(run, slot);
}

}  // namespace planttwin::plant
