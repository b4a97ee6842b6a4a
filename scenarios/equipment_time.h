#pragma once

#include <optional>

#include "plant_models/run/run_state.h"
#include "sim/time.h"

namespace planttwin::scenario {

// How machines spent a window, summed over them, in the terms of ISO 22400-2:2014. Times in
// microseconds. docs/kpis.md says how the states of a machine map to these terms.
struct EquipmentTime {
  std::int64_t window = 0;  // machines x length of the window
  std::int64_t off_shift = 0;
  std::int64_t maintenance = 0;  // planned down time
  std::int64_t processing = 0;   // actual production time, APT
  std::int64_t setup = 0;        // actual unit setup time, AUST
  std::int64_t loading = 0;
  std::int64_t down = 0;   // with waiting for the crew
  std::int64_t ideal = 0;  // planned run time of the work done, PRI x PQ
  std::int64_t failures = 0;
  std::int64_t repairs = 0;
  std::int64_t repair_time = 0;
  std::int64_t units_good = 0;   // GQ
  std::int64_t units_total = 0;  // PQ

  void add(const plant::MachineStatistics& machine, sim::Time now);

  // The time in which the machines were meant to work, PBT.
  std::int64_t planned_busy() const { return window - off_shift - maintenance; }

  // Each is nothing where its denominator is zero.
  std::optional<double> utilization() const;    // (APT + AUST + loading) / on shift
  std::optional<double> availability() const;   // APT / PBT
  std::optional<double> effectiveness() const;  // PRI x PQ / APT
  std::optional<double> quality_ratio() const;  // GQ / PQ
  std::optional<double> oee() const;            // the product of the three above
  std::optional<double> mtbf_s() const;         // up time per failure
  std::optional<double> mttr_s() const;         // down time per ended failure
};

EquipmentTime equipment_time(const plant::RunState& run, const plant::WorkCenter& work_center,
                             sim::Time now);
EquipmentTime equipment_time(const plant::RunState& run, sim::Time now);  // all machines

}  // namespace planttwin::scenario
