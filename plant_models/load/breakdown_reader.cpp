#include "plant_models/load/breakdown_reader.h"

#include <algorithm>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/option_names.h"

namespace planttwin::plant {

namespace {

sim::NumberDistribution read_cycles(const PlantReading& reading, sim::JsonReader& in) {
  const std::size_t errors = reading.diagnostics.count();
  const sim::JsonValue value = in.required_value("cycles_to_failure");
  sim::NumberDistribution cycles = sim::read_number_distribution(value, reading.place);
  if (reading.diagnostics.count() == errors && cycles.mean() < 1) {
    value.error("the mean is below 1; expected at least one operation between failures");
  }
  return cycles;
}

FailureMode read_failure(const PlantReading& reading, sim::JsonReader& in) {
  FailureMode mode;
  mode.id = in.id();
  const std::optional<FailureClock> clock = read_choice(in, "clock", kFailureClockNames);
  if (!clock) return mode;
  mode.clock = *clock;
  if (mode.clock == FailureClock::kCycles) {
    mode.cycles_to_failure = read_cycles(reading, in);
  } else {
    mode.time_to_failure =
        read_positive_time(reading.place, reading.diagnostics, in, "time_to_failure");
    mode.first = read_optional_time(reading, in, "first");
  }
  mode.repair = read_time(reading, in, "repair");
  mode.crew = read_crew(reading, in);
  mode.next_from = in.enumeration("next_from", kNextFailureFromNames, NextFailureFrom::kRepairEnd);
  mode.while_stopped =
      in.enumeration("while_stopped", kFailureWhileStoppedNames, FailureWhileStopped::kDeferred);
  mode.repair_time = in.enumeration("repair_time", kRepairTimeNames, RepairTime::kContinuous);
  if (mode.repair_time == RepairTime::kCrewShifts && !in.has("crew")) {
    in.error("repair_time", "crew_shifts needs a crew");
  }
  if (mode.next_from == NextFailureFrom::kFailureStart && mode.clock != FailureClock::kCalendar) {
    in.error("next_from", "failure_start needs the calendar clock: other clocks rest while down");
  }
  in.finish();
  return mode;
}

void read_trigger(const PlantReading& reading, sim::JsonReader& in, Maintenance& rule) {
  const sim::IntegerRange counts{1, 1'000'000'000'000};
  switch (rule.trigger) {
    case MaintenanceTrigger::kCalendar:
    case MaintenanceTrigger::kOperatingTime:
      rule.interval = in.duration("interval", sim::DurationRange::positive());
      rule.first = read_optional_time(reading, in, "first");
      break;
    case MaintenanceTrigger::kCycles:
      rule.cycles = in.integer("cycles", counts);
      if (in.has("first_cycles")) rule.first_cycles = in.integer("first_cycles", counts);
      break;
    case MaintenanceTrigger::kUnits:
      rule.cycles = in.integer("units", counts);
      if (in.has("first_units")) rule.first_cycles = in.integer("first_units", counts);
      break;
    case MaintenanceTrigger::kPlanned:
      for (sim::JsonReader& window : in.plain_objects("windows")) {
        const WorkInterval interval = read_window(window, sim::kLongestSample);
        if (!rule.windows.empty() && interval.from < rule.windows.back().to) {
          window.error("the window begins before the end of the one before it");
        }
        rule.windows.push_back(interval);
      }
      if (!in.has("windows")) in.required_value("windows");
      break;
  }
}

Maintenance read_maintenance(const PlantReading& reading, sim::JsonReader& in) {
  Maintenance rule;
  rule.id = in.id();
  const auto trigger = in.required_value("trigger").enumeration(kMaintenanceTriggerNames);
  if (!trigger) return rule;
  rule.trigger = *trigger;
  read_trigger(reading, in, rule);
  if (rule.trigger != MaintenanceTrigger::kPlanned) {
    rule.duration = read_time(reading, in, "duration");
    rule.opportunity = in.duration("opportunity", sim::Duration());
  }
  rule.crew = read_crew(reading, in);
  rule.start = in.enumeration("start", kMaintenanceStartNames, MaintenanceStart::kAfterOperation);
  rule.renews_failure_clocks = in.boolean("renews_failure_clocks", false);
  rule.restores_condition = in.boolean("restores_condition", true);
  in.finish();
  return rule;
}

StopRules read_stop_rules(const PlantReading& reading, sim::JsonReader& in) {
  StopRules rules;
  for (sim::JsonReader& mode : in.objects("failures")) {
    rules.failures.push_back(read_failure(reading, mode));
  }
  for (sim::JsonReader& rule : in.objects("maintenance")) {
    rules.maintenance.push_back(read_maintenance(reading, rule));
  }
  return rules;
}

// The group's rules come after the work center's own, which must have other names.
template <class Rule>
void take_over(sim::JsonReader& in, const std::vector<Rule>& from, std::vector<Rule>& to) {
  for (const Rule& rule : from) {
    const bool twice =
        std::any_of(to.begin(), to.end(), [&](const Rule& own) { return own.id == rule.id; });
    if (twice) in.error("group", sim::in_quotes(rule.id) + " is in the group, too; rename it");
    to.push_back(rule);
  }
}

}  // namespace

void read_machine_groups(PlantReading& reading) {
  for (sim::JsonReader& in : reading.sections.machine_groups) {
    in.id();
    reading.machine_groups.push_back(read_stop_rules(reading, in));
    in.finish();
  }
}

void read_breakdowns(const PlantReading& reading, sim::JsonReader& in, WorkCenter& center) {
  StopRules own = read_stop_rules(reading, in);
  center.failures = std::move(own.failures);
  center.maintenance = std::move(own.maintenance);
  const MachineGroupId group = reading.names.machine_groups.resolve_optional(in, "group");
  if (group.valid()) {
    take_over(in, reading.machine_groups[group.index()].failures, center.failures);
    take_over(in, reading.machine_groups[group.index()].maintenance, center.maintenance);
  }
  if (std::optional<sim::JsonReader> wear = in.optional_object("degradation")) {
    Degradation& degradation = center.degradation;
    degradation.speed_loss_per_cycle = read_fraction(*wear, "speed_loss_per_cycle", 0);
    degradation.speed_floor = read_positive(*wear, "speed_floor", degradation.speed_floor);
    degradation.defect_growth_per_cycle = read_fraction(*wear, "defect_growth_per_cycle", 0);
    if (degradation.speed_floor > 1) wear->error("speed_floor", "expected at most 1");
    wear->finish();
  }
}

}  // namespace planttwin::plant
