#include "plant_models/run/rule_values.h"

#include <algorithm>
#include <bit>
#include <limits>

#include "plant_models/run/operation.h"
#include "plant_models/run/queue_time.h"
#include "sim/math.h"

namespace planttwin::plant {
namespace {

constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max() / 4;

// An integer that sorts like the number.
std::int64_t ordered(double x) {
  const auto bits = std::bit_cast<std::int64_t>(x == 0 ? 0.0 : x);
  return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}

std::int64_t due_of(const Lot& l) { return l.due.is_never() ? kNever : l.due.count(); }

LotSlot slot_of(const RunState& run, const Lot& l) {
  return LotSlot(static_cast<std::size_t>(&l - run.lots.data()));
}

std::int64_t remaining_operations(const RunState& run, const Lot& l) {
  return run.plant->routing(l.routing).remaining_operations[static_cast<std::size_t>(l.operation)];
}

std::int64_t static_value(const RunState& run, RuleKey key, const Lot& l) {
  switch (key) {
    case RuleKey::kFifo:  // what was interrupted goes on before others of its class
      return l.queued_at.count() - (is_interrupted(l) ? kFrontOfQueue : 0);
    case RuleKey::kLifo:
      return -l.queued_at.count();
    case RuleKey::kSpt:
      return l.planned.count();
    case RuleKey::kLpt:
      return -l.planned.count();
    case RuleKey::kEdd:
      return due_of(l);
    case RuleKey::kSlack:  // d - t - R: t is the same for all
      return due_of(l) - l.remaining.count();
    case RuleKey::kWspt:
      return ordered(static_cast<double>(l.planned.count()) / l.weight);
    case RuleKey::kMwkr:
      return -l.remaining.count();
    case RuleKey::kLwkr:
      return l.remaining.count();
    case RuleKey::kMopnr:
      return -remaining_operations(run, l);
    case RuleKey::kPriority:
      return -l.priority;
    case RuleKey::kRelease:
      return l.released.count();
    case RuleKey::kQueueTimeLimited:
      // PySCFabSim takes every lot for one under a limit once it has been through an operation.
      if (run.plant->options.compatibility == Compatibility::kPySCFabSim) return l.came_from < 0;
      return queue_time_limited(run, slot_of(run, l)) ? 0 : 1;
    case RuleKey::kQueueTimeSlack: {
      const sim::Time deadline = queue_time_deadline(run, slot_of(run, l));
      return deadline.is_never() ? kNever : deadline.count();
    }
    default:
      return 0;  // dynamic: see below
  }
}

std::int64_t dynamic_value(const RunState& run, const DispatchRule& rule, RuleKey key, const Lot& l,
                           MachineId machine, double mean_planned) {
  const double slack_to_due = static_cast<double>(due_of(l) - run.now().count());
  switch (key) {
    case RuleKey::kSlackPerOperation:
      return ordered((slack_to_due - static_cast<double>(l.remaining.count())) /
                     static_cast<double>(std::max<std::int64_t>(1, remaining_operations(run, l))));
    case RuleKey::kCriticalRatio:
      return ordered(slack_to_due /
                     static_cast<double>(std::max<std::int64_t>(1, l.remaining.count())));
    case RuleKey::kAtc: {
      const double p = static_cast<double>(std::max<std::int64_t>(1, l.planned.count()));
      const double slack = std::max(0.0, slack_to_due - p);
      return ordered(-l.weight / p *
                     sim::exponential(-slack / (rule.atc_lookahead * std::max(1.0, mean_planned))));
    }
    case RuleKey::kSetup:
      return planned_setup(run, machine, l).count();
    case RuleKey::kMinimumRun:
      return in_minimum_run(run, machine) &&
                     run.operation(l).setup_family == run.machine(machine).family
                 ? 0
                 : 1;
    default:
      return 0;  // static: see above
  }
}

}  // namespace

RuleValues static_values(const RunState& run, const DispatchRule& rule, const Lot& l) {
  RuleValues values{};
  for (std::size_t i = 0; i < rule.keys.size() && i < values.size(); ++i) {
    values[i] = static_value(run, rule.keys[i], l);
  }
  return values;
}

void renew_values(const RunState& run, const DispatchRule& rule, const Lot& l, MachineId machine,
                  double mean_planned, RuleValues& values) {
  for (std::size_t i = 0; i < rule.keys.size() && i < values.size(); ++i) {
    if (!changes_with_time(rule.keys[i])) continue;
    values[i] = dynamic_value(run, rule, rule.keys[i], l, machine, mean_planned);
  }
}

}  // namespace planttwin::plant
