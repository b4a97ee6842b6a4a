#include "plant_models/run/batching.h"

#include <algorithm>

#include "plant_models/run/lots.h"
#include "plant_models/run/release.h"
#include "plant_models/run/stock.h"
#include "plant_models/run/supply.h"

namespace planttwin::plant {
namespace {

// Lots that merge, and lots of a recipe, share a batch only with lots of the same operation.
bool same_batch(const RunState& run, const BatchRules& rules, const Lot& a, const Lot& b) {
  const Operation& x = run.operation(a);
  const Operation& y = run.operation(b);
  if (x.setup_family != y.setup_family) return false;
  if (&x != &y && (merges(run, a) + merges(run, b) > 0 || x.phases.size() + y.phases.size() > 0)) {
    return false;
  }
  if (merges(run, a) != merges(run, b)) return false;
  switch (rules.family) {
    case BatchFamily::kOperation:
      return a.routing == b.routing && a.operation == b.operation;
    case BatchFamily::kProduct:
      return run.product(a) == run.product(b);
    case BatchFamily::kFamily:
      return x.batch_family == y.batch_family;
    case BatchFamily::kAny:
      return true;
  }
  return false;
}

// How much of a batch is full. In lots, or in units where the operation says so.
struct BatchFill {
  const RunState& run;
  BatchSize size;
  std::int64_t lots = 0;
  sim::Quantity quantity = {};

  bool takes(const Lot& l) const {
    if (!size.by_quantity()) return lots < size.maximum;
    return lots == 0 || quantity + l.quantity <= size.maximum_quantity;
  }
  void add(const Lot& l) {
    ++lots;
    quantity += l.quantity;
  }
  // Another lot like the given one does not fit.
  bool full(const Lot& leader) const { return !takes(leader); }
  bool enough() const {
    return size.by_quantity() ? quantity >= size.minimum_quantity : lots >= size.minimum;
  }
};

// Rules for the leader's operation: a merge of n lots is a batch of exactly n.
BatchRules rules_for(const RunState& run, WorkCenterId wc, const Lot& leader, BatchSize& size) {
  BatchRules rules = run.plant->work_center(wc).batch;
  size.minimum = rules.minimum;
  size.maximum = rules.maximum;
  if (run.operation(leader).batch) size = *run.operation(leader).batch;
  if (run.plant->options.compatibility == Compatibility::kPySCFabSim) {
    rules.limit = BatchLimit::kNone;
    if (!run.operation(leader).batch_family.empty()) rules.family = BatchFamily::kFamily;
  }
  const std::int32_t merge = merges(run, leader);
  if (merge > 1) {
    size = BatchSize();
    size.minimum = size.maximum = merge;
    rules.family = BatchFamily::kOperation;
    rules.limit = BatchLimit::kNone;
  }
  return rules;
}

void add_ways(const Operation& operation, std::vector<OperationIndex>& out) {
  for (const Transition& way : operation.next) out.push_back(way.to);
  out.insert(out.end(), operation.branches.begin(), operation.branches.end());
  if (operation.inspection && operation.inspection->on_defect != OnDefect::kScrap) {
    out.push_back(operation.inspection->rework_to);
  }
}

// Whether a lot that does not wait at the work center has operations left that can bring it there.
bool may_come(const RunState& run, const Lot& l, WorkCenterId wc) {
  if (l.status == LotStatus::kFree || l.operation == kEndOfRouting) return false;
  if (l.status == LotStatus::kQueued && l.work_center == wc) return false;
  const std::vector<Operation>& operations = run.plant->routing(l.routing).operations;
  std::vector<bool> seen(operations.size());
  std::vector<OperationIndex> open;
  if (l.status == LotStatus::kOnMachine) {
    add_ways(operations[static_cast<std::size_t>(l.operation)], open);
  } else {
    open.push_back(l.operation);
  }
  while (!open.empty()) {
    const OperationIndex index = open.back();
    open.pop_back();
    if (index == kEndOfRouting || seen[static_cast<std::size_t>(index)]) continue;
    seen[static_cast<std::size_t>(index)] = true;
    const Operation& operation = operations[static_cast<std::size_t>(index)];
    const std::vector<WorkCenterId>& at = operation.work_centers;
    if (std::find(at.begin(), at.end(), wc) != at.end()) return true;
    add_ways(operation, open);
  }
  return false;
}

// Whether so many lots of one batch wait that it can start some time without another one.
bool can_start_alone(const RunState& run, WorkCenterId wc) {
  const std::vector<LotSlot> waiting = run.queues[wc.index()].in_order();
  for (const LotSlot leader_slot : waiting) {
    const Lot& leader = run.lot(leader_slot);
    BatchFill fill{run, {}};
    const BatchRules rules = rules_for(run, wc, leader, fill.size);
    for (const LotSlot slot : waiting) {
      const Lot& l = run.lot(slot);
      if (same_batch(run, rules, leader, l) && fill.takes(l)) fill.add(l);
    }
    if (fill.full(leader) || (rules.limit != BatchLimit::kNone && fill.enough())) return true;
  }
  return waiting.empty();
}

bool nothing_may_come(const RunState& run, WorkCenterId wc) {
  return std::none_of(run.lots.begin(), run.lots.end(),
                      [&](const Lot& l) { return may_come(run, l, wc); });
}

// By work center: lots wait there for others to fill their batch, and none can come but such that
// wait in the same way at one of these work centers.
std::vector<bool> starving_batches(const RunState& run) {
  std::vector<bool> starving(run.queues.size());
  for (std::size_t i = 0; i < starving.size(); ++i) {
    starving[i] = !can_start_alone(run, WorkCenterId(i));
  }
  const auto moves = [&](const Lot& l) {
    return l.status != LotStatus::kQueued || !starving[l.work_center.index()];
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (std::size_t i = 0; i < starving.size(); ++i) {
      if (!starving[i] || std::none_of(run.lots.begin(), run.lots.end(), [&](const Lot& l) {
            return moves(l) && may_come(run, l, WorkCenterId(i));
          })) {
        continue;
      }
      starving[i] = false;
      changed = true;
    }
  }
  return starving;
}

// Batches that wait for each other's lots would wait for ever: then the first of them starts.
bool breaks_the_circle(const RunState& run, WorkCenterId wc) {
  const std::vector<bool> starving = starving_batches(run);
  if (!starving[wc.index()]) return false;
  WorkCenterId first;
  for (std::size_t i = 0; i < starving.size(); ++i) {
    const WorkCenterId other(i);
    if (!starving[i] || run.plant->work_center(other).batch.at_end == BatchAtEnd::kWait) continue;
    if (nothing_may_come(run, other)) return false;  // it starts, and its lots may come here
    if (!first.valid()) first = other;
  }
  return first == wc;
}

// Not even a lot that waits elsewhere for this work center's lots.
bool nothing_more_comes(const RunState& run, WorkCenterId wc) {
  return demand_exhausted(run) && (nothing_may_come(run, wc) || breaks_the_circle(run, wc));
}

void wake_at(RunState& run, WorkCenterId wc, sim::Time at) {
  sim::EventHandle& timer = run.batch_timers[wc.index()];
  if (run.calendar.pending(timer)) run.calendar.cancel(timer);
  timer =
      run.schedule(at, sim::Phase::kCalendarChange, EventKind::kBatchWait, wc.index(), wc.index());
}

// Whether the batch may start now; otherwise `wake` is when it may at the latest.
bool may_start(RunState& run, WorkCenterId wc, const BatchRules& rules, const BatchFill& fill,
               const Lot& leader, sim::Time oldest, sim::Time& wake) {
  if (fill.full(leader)) return true;
  if (rules.limit == BatchLimit::kStartAtMinimum && fill.enough()) return true;
  if (rules.limit == BatchLimit::kPartialAfterWait && fill.enough()) {
    if (run.now() - oldest >= rules.wait_limit) return true;
    wake = std::min(wake, oldest + rules.wait_limit);
  }
  return rules.at_end == BatchAtEnd::kStart && nothing_more_comes(run, wc);
}

}  // namespace

void touch_starving_batches(RunState& run) {
  for (std::size_t i = 0; i < run.queues.size(); ++i) {
    const WorkQueue& queue = run.queues[i];
    const bool waits =
        !queue.empty() &&
        (run.plant->work_centers[i].batch.batches() ||
         queue.any_lot([&](LotSlot slot) { return run.operation(run.lot(slot)).merge_of > 1; }));
    if (waits) run.touch(WorkCenterId(i));
  }
}

LotList form_batch(RunState& run, WorkCenterId wc, const LotList& startable) {
  LotList seen;
  LotList best;
  sim::Time wake = sim::Time::never();
  for (const LotSlot leader_slot : startable) {
    if (std::find(seen.begin(), seen.end(), leader_slot) != seen.end()) continue;
    const Lot& leader = run.lot(leader_slot);
    BatchFill fill{run, {}};
    const BatchRules rules = rules_for(run, wc, leader, fill.size);
    LotList batch;
    Supply supply(run);
    sim::Time oldest = sim::Time::never();
    for (const LotSlot slot : startable) {
      const Lot& l = run.lot(slot);
      if (!same_batch(run, rules, leader, l)) continue;
      if (fill.takes(l)) {
        if (!take_components(run, supply, slot)) continue;  // not beside those of the others
        batch.push_back(slot);
        fill.add(l);
      }
      seen.push_back(slot);
      oldest = std::min(oldest, l.queued_at);
    }
    if (!may_start(run, wc, rules, fill, leader, oldest, wake)) continue;
    if (batch.size() > best.size()) best = batch;
    if (rules.choice == BatchChoice::kFirst) break;
  }
  if (best.empty() && !wake.is_never()) wake_at(run, wc, wake);
  return best;
}

}  // namespace planttwin::plant
