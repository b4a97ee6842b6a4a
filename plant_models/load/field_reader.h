#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "plant_models/load/plant_reading.h"
#include "plant_models/model/breakdown.h"

// Readers of single fields that many parts of a plant file have.
namespace planttwin::plant {

// Beyond these, a file is taken for a mistake.
inline constexpr std::int32_t kMostMachines = 1'000'000;
inline constexpr std::int32_t kMostLots = 1'000'000;     // in a buffer, a batch, a loop
inline constexpr std::int32_t kMostPeople = 1'000'000;   // in a pool; also tools of a kind
inline constexpr std::int32_t kMostOperations = 10'000;  // in a routing
inline constexpr std::size_t kMostNodes = 2'000;
inline constexpr sim::Length kLongestEdge = sim::Length::metres(100'000'000);

// Whether a material and its unit are known, so that quantities of it can be read.
inline bool has_unit(const Plant& plant, MaterialId material) {
  return material.valid() && !plant.material(material).unit.name.empty();
}

std::int32_t read_count(sim::JsonReader& in, std::string_view key, sim::IntegerRange range);
std::int32_t read_count(sim::JsonReader& in, std::string_view key, sim::IntegerRange range,
                        std::int32_t fallback);
std::optional<std::int32_t> read_optional_count(sim::JsonReader& in, std::string_view key,
                                                sim::IntegerRange range);
// A choice that decides which other members belong to an object: the first of the table when it is
// absent, nothing after an error. Then the rest of the object cannot be judged: leave it
// unfinished.
template <class Table>
auto read_choice(sim::JsonReader& in, std::string_view key, const Table& table) {
  const std::optional<sim::JsonValue> value = in.value(key);
  return value ? value->enumeration(table) : std::optional(std::begin(table)->value);
}

double read_fraction(sim::JsonReader& in, std::string_view key);
double read_fraction(sim::JsonReader& in, std::string_view key, double fallback);
// A number above zero.
double read_positive(sim::JsonReader& in, std::string_view key, double fallback);

sim::DurationDistribution read_time(const PlantReading& reading, sim::JsonReader& in,
                                    std::string_view key);
// Zero when the member is absent.
sim::DurationDistribution read_time_or_zero(const PlantReading& reading, sim::JsonReader& in,
                                            std::string_view key);
std::optional<sim::DurationDistribution> read_optional_time(const PlantReading& reading,
                                                            sim::JsonReader& in,
                                                            std::string_view key);
// A time that may not always be zero, such as the time between failures or arrivals.
sim::DurationDistribution read_positive_time(const sim::DistributionPlace& place,
                                             const sim::Diagnostics& diagnostics,
                                             sim::JsonReader& in, std::string_view key);

// The member "site". May be absent when the plant has one site.
SiteId read_site(const PlantReading& reading, sim::JsonReader& in);
// An instant as time from the scenario's start.
sim::Time read_instant(const PlantReading& reading, sim::JsonReader& in, std::string_view key,
                       sim::Time fallback);
// The member "crew": people of a pool.
CrewNeed read_crew(const PlantReading& reading, sim::JsonReader& in);
// The member "position": {"x": "3 m", "y": "1.5 m"}.
std::optional<Position> read_position(sim::JsonReader& in);
// The member "dispatch", a rule or a list of rules, and "atc_lookahead".
DispatchRule read_dispatch_rule(sim::JsonReader& in, const DispatchRule& fallback);
// [from, to), both counted from the start, within `limit`.
WorkInterval read_window(sim::JsonReader& in, sim::Duration limit);

// Choices of a work center; what is absent keeps its fallback. Does not finish the reader.
WorkCenterOptions read_work_center_options(sim::JsonReader& in, const WorkCenterOptions& fallback);

}  // namespace planttwin::plant
