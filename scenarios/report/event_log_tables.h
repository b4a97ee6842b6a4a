#pragma once

#include <filesystem>
#include <string>

#include "plant_models/run/run_state.h"
#include "sim/database.h"

namespace planttwin::scenario {

struct LogTitle;

// The version of the tables of events.sqlite.
inline constexpr int kLogSchema = 2;

// An empty log file with its tables, in WAL mode; an older file of that name is removed.
std::filesystem::path empty_log_file(const std::filesystem::path& file);
void create_log_tables(sim::Database& database);

// What the plant and the scenario are: meta data and the dictionaries that don't grow.
void write_log_dictionaries(sim::Database& database, const LogTitle& title,
                            const plant::RunState& run);

}  // namespace planttwin::scenario
