#include "plant_models/run/dedication.h"

namespace planttwin::plant {

void remember_machine(RunState& run, LotSlot slot, MachineId machine) {
  const Lot& l = run.lot(slot);
  std::vector<MachineVisit>& visits = run.machine_visits[slot.index()];
  for (MachineVisit& visit : visits) {
    if (visit.operation != l.operation) continue;
    visit.machine = machine;
    return;
  }
  visits.push_back({l.operation, machine});
}

MachineId dedicated_machine(const RunState& run, LotSlot slot) {
  const OperationIndex earlier = run.operation(run.lot(slot)).same_machine_as;
  if (earlier < 0) return {};
  for (const MachineVisit& visit : run.machine_visits[slot.index()]) {
    if (visit.operation == earlier) return visit.machine;
  }
  return {};
}

}  // namespace planttwin::plant
