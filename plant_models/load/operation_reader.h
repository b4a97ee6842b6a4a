#pragma once

#include "plant_models/load/plant_reading.h"

namespace planttwin::plant {

using OperationTable = sim::IdTable<Id<struct OperationTag>>;

// Reads the operations of a routing. Positions of operations follow the file; ways to other
// operations are resolved by number. `operations` names all operations of the routing, which makes
// `product`.
std::vector<Operation> read_operations(const PlantReading& reading,
                                       std::vector<sim::JsonReader>& readers,
                                       const OperationTable& operations, MaterialId product);

// The inspection of an operation, its member "inspection".
std::optional<Inspection> read_inspection(const PlantReading& reading, sim::JsonReader& operation,
                                          const OperationTable& operations);

// An operation that a value names by its number; the first one after an error.
OperationIndex read_operation(const OperationTable& operations, const sim::JsonValue& value);

}  // namespace planttwin::plant
