#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "plant_models/model/options.h"
#include "plant_models/model/shift.h"
#include "sim/distribution.h"
#include "sim/time.h"

namespace planttwin::plant {

// The people a repair or a maintenance needs; an invalid pool: nobody.
struct CrewNeed {
  LaborPoolId pool;
  std::int32_t count = 1;
};

// One way in which a machine fails. Every machine of the work center has its own clock.
struct FailureMode {
  std::string id;
  FailureClock clock = FailureClock::kOperating;
  sim::DurationDistribution time_to_failure;       // for clocks of time
  std::optional<sim::DurationDistribution> first;  // to the first failure, where it differs
  sim::NumberDistribution cycles_to_failure;       // for kCycles
  sim::DurationDistribution repair;
  CrewNeed crew;
  NextFailureFrom next_from = NextFailureFrom::kRepairEnd;
  FailureWhileStopped while_stopped = FailureWhileStopped::kDeferred;
  RepairTime repair_time = RepairTime::kContinuous;
};

enum class MaintenanceTrigger : std::uint8_t {
  kCalendar,       // every `interval`, from `first`
  kOperatingTime,  // after so much processing time
  kCycles,         // after so many operations
  kUnits,          // after so many units, counted as operations are complete
  kPlanned,        // in stated windows
};

// Preventive maintenance of each machine of a work center.
struct Maintenance {
  std::string id;
  MaintenanceTrigger trigger = MaintenanceTrigger::kCalendar;
  sim::Duration interval;
  std::optional<sim::DurationDistribution> first;  // kCalendar: to the first one
  std::int64_t cycles = 0;                         // operations or whole units
  std::int64_t first_cycles = 0;                   // to the first one; 0: as later
  std::vector<WorkInterval> windows;               // for kPlanned
  sim::DurationDistribution duration;              // not for kPlanned
  CrewNeed crew;
  MaintenanceStart start = MaintenanceStart::kAfterOperation;
  // An idle machine takes maintenance that is due within this time (opportunistic); 0: never.
  sim::Duration opportunity;
  bool renews_failure_clocks = false;
  bool restores_condition = true;
};

// Wear: every operation lowers the condition, which slows the machine or spoils units, until
// maintenance restores it.
struct Degradation {
  double speed_loss_per_cycle = 0;  // speed = max(speed_floor, 1 - cycles x loss)
  double speed_floor = 0.1;
  double defect_growth_per_cycle = 0;  // defect probability x (1 + cycles x growth), at most 1
  bool active() const { return speed_loss_per_cycle > 0 || defect_growth_per_cycle > 0; }
};

}  // namespace planttwin::plant
