#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/run_input_loader.h"
#include "sim/json_document.h"

// Loads plants and run inputs from texts, for tests.
namespace planttwin::plant {

inline sim::UtcInstant instant(std::string_view text) { return sim::parse_instant(text).value(); }

// A plant, or what was wrong with it.
struct LoadedPlant {
  Plant plant;
  std::string errors;
};

inline LoadedPlant load_plant_text(std::string_view text,
                                   std::string_view start = "2025-03-03T00:00:00Z") {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, "plant.json", diagnostics);
  if (!document) return {{}, diagnostics.text()};
  Plant plant = load_plant(*document, {.start = instant(start), .directory = {}}, diagnostics);
  return {std::move(plant), diagnostics.text()};
}

// A plant that must be good.
inline Plant good_plant(std::string_view text, std::string_view start = "2025-03-03T00:00:00Z") {
  LoadedPlant loaded = load_plant_text(text, start);
  EXPECT_EQ(loaded.errors, "");
  return std::move(loaded.plant);
}

struct LoadedInput {
  RunInput input;
  std::string errors;
};

inline LoadedInput load_input_text(const Plant& plant, std::string_view text) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, "scenario.json", diagnostics);
  if (!document) return {{}, diagnostics.text()};
  sim::JsonReader in(*document, diagnostics);
  RunInput input = load_run_input(in, plant, {}, diagnostics);
  in.finish();
  return {std::move(input), diagnostics.text()};
}

inline RunInput good_input(const Plant& plant, std::string_view text) {
  LoadedInput loaded = load_input_text(plant, text);
  EXPECT_EQ(loaded.errors, "");
  return std::move(loaded.input);
}

// A small plant of which a test replaces parts. Every part begins at column 1 of a line of its own:
// `others` is line 2, `materials` line 3, `work_centers` line 4, `operations` line 6, as long as
// those before it have one line.
struct PlantText {
  std::string others = "";  // further members, each with a comma behind it
  std::string materials = R"("materials": [{"id": "A", "unit": "pcs"}],)";
  std::string work_centers = R"("work_centers": [{"id": "M1"}, {"id": "M2"}, {"id": "M3"}],)";
  std::string operations = R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"})";

  std::string text() const {
    return "{\"id\": \"P\",\n" + others + "\n" + materials + "\n" + work_centers +
           "\n\"routings\": [{\"id\": \"A\", \"operations\": [\n" + operations + "\n]}]}\n";
  }
};

}  // namespace planttwin::plant
