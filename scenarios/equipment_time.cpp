#include "scenarios/equipment_time.h"

#include "scenarios/fraction.h"

namespace planttwin::scenario {

using plant::MachineStateCode;

void EquipmentTime::add(const plant::MachineStatistics& machine, sim::Time now) {
  const auto in = [&](MachineStateCode state) {
    return machine.clock.time_in(static_cast<int>(state), now).count();
  };
  window += (now - machine.clock.start()).count();
  off_shift += in(MachineStateCode::kOffShift);
  maintenance += in(MachineStateCode::kMaintenance);
  processing += in(MachineStateCode::kProcessing);
  setup += in(MachineStateCode::kSetup);
  loading += in(MachineStateCode::kLoading);
  down += in(MachineStateCode::kDown) + in(MachineStateCode::kWaitingCrew);
  ideal += machine.ideal_us;
  failures += machine.failures;
  repairs += machine.repairs;
  repair_time += machine.repair_us;
  units_good += machine.units_good;
  units_total += machine.units_total;
}

std::optional<double> EquipmentTime::utilization() const {
  return fraction(processing + setup + loading, window - off_shift);
}

std::optional<double> EquipmentTime::availability() const {
  return fraction(processing, planned_busy());
}

std::optional<double> EquipmentTime::effectiveness() const { return fraction(ideal, processing); }

std::optional<double> EquipmentTime::quality_ratio() const {
  return fraction(units_good, units_total);
}

std::optional<double> EquipmentTime::oee() const {
  const auto a = availability();
  const auto e = effectiveness();
  const auto q = quality_ratio();
  return a && e && q ? std::optional(*a * *e * *q) : std::nullopt;
}

std::optional<double> EquipmentTime::mtbf_s() const {
  return seconds_each(planned_busy() - down, failures);
}

std::optional<double> EquipmentTime::mttr_s() const { return seconds_each(repair_time, repairs); }

EquipmentTime equipment_time(const plant::RunState& run, const plant::WorkCenter& work_center,
                             sim::Time now) {
  EquipmentTime sum;
  for (std::size_t i = 0; i < work_center.machine_count; ++i) {
    sum.add(run.statistics.machines[work_center.first_machine + i], now);
  }
  return sum;
}

EquipmentTime equipment_time(const plant::RunState& run, sim::Time now) {
  EquipmentTime sum;
  for (const plant::MachineStatistics& machine : run.statistics.machines) sum.add(machine, now);
  return sum;
}

}  // namespace planttwin::scenario
