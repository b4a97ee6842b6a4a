#pragma once

#include <vector>

#include "plant_models/load/operation_reader.h"

namespace planttwin::plant {

// Reads what binds an operation to lots, machines and times around it: "batch", "cascade",
// "sampling", "same_machine_as" and "queue_time_limits". `unit` is that of the material that the
// routing makes, null when it is not known.
void read_operation_limits(sim::JsonReader& in, const OperationTable& operations,
                           OperationIndex index, const sim::Unit* unit, Operation& operation);

// Notes at which operations a lot has to remember its machine, and reports a return to the machine
// of an operation that is done elsewhere.
void check_dedications(std::vector<Operation>& operations, std::vector<sim::JsonReader>& readers);

}  // namespace planttwin::plant
