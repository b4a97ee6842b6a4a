#pragma once

#include <string_view>

#include "plant_models/load/plant_names.h"
#include "plant_models/load/run_input_loader.h"
#include "sim/distribution_reader.h"
#include "sim/id_table.h"

namespace planttwin::plant {

using OrderId = Id<struct OrderTag>;

// Times and quantities of a scenario beyond this are taken for a mistake.
inline constexpr sim::Duration kLongestHorizon = sim::Duration::days(36'525);  // 100 years

// A run input while it is read: what the readers of its parts share.
struct RunInputReading {
  RunInputReading(sim::JsonReader& root_reader, const Plant& known_plant,
                  const std::filesystem::path& directory, sim::Diagnostics& errors)
      : root(root_reader),
        plant(known_plant),
        diagnostics(errors),
        place{.directory = directory},
        names(names_of(known_plant)) {}

  sim::JsonReader& root;
  const Plant& plant;
  sim::Diagnostics& diagnostics;
  sim::DistributionPlace place;
  PlantNames names;
  sim::IdTable<OrderId> orders{"order"};
  RunInput input;
};

void read_orders(RunInputReading& reading);
void read_sources(RunInputReading& reading);
void read_disruptions(RunInputReading& reading);
void read_initial_state(RunInputReading& reading);

// One order, from an entry of /orders or from a rush order. Does not finish the reader.
OrderInput read_order(RunInputReading& reading, sim::JsonReader& in);

// A time of the run: a span from the start ("2 d 4 h", negative: before it) or an instant
// ("2025-03-03T06:00Z"). Within 100 years of the start; zero after an error.
sim::Time read_run_time(const RunInputReading& reading, sim::JsonReader& in, std::string_view key);
sim::Time read_run_time(const RunInputReading& reading, sim::JsonReader& in, std::string_view key,
                        sim::Time fallback);
// The same, not before the start.
sim::Time read_later_time(const RunInputReading& reading, sim::JsonReader& in,
                          std::string_view key);

// A quantity of a material above zero; zero after an error or when the material is not known.
sim::Quantity read_amount(const RunInputReading& reading, sim::JsonReader& in, std::string_view key,
                          MaterialId material);

}  // namespace planttwin::plant
