#pragma once

#include <cstdint>
#include <string>

#include "scenarios/experiment/experiment_file.h"
#include "sim/json_reader.h"
#include "sim/json_value.h"

// Members that experiment and study files have in common. Errors are recorded in the reader's
// diagnostics.
namespace planttwin::experiment {

inline constexpr sim::NamedValue<Kpi::Better> kBetter[] = {{"more", Kpi::Better::kMore},
                                                           {"less", Kpi::Better::kLess}};

// "$schema", the id under `key`, "title", "scenario", and "seed", the first of so many.
void read_heading(sim::JsonReader& in, const char* key, std::int64_t seeds, Experiment& experiment);

// Whether a pointer of a figure may be one.
void check_pointer(const sim::JsonValue& place, const std::string& pointer);

// "pointer" of a figure, and its place. The id is left to the caller.
Kpi read_pointer(sim::JsonReader& in, const std::string& file);

}  // namespace planttwin::experiment
