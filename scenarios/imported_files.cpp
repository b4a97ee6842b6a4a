#include "scenarios/imported_files.h"

#include "plant_models/load/plant_loader.h"
#include "plant_models/load/run_input_loader.h"
#include "scenarios/exit_code.h"
#include "scenarios/json_build.h"
#include "scenarios/output_files.h"
#include "sim/json_document.h"

namespace planttwin::scenario {

namespace fs = std::filesystem;

namespace {

std::vector<fs::path> write_one_file(const Imported& imported, const fs::path& file) {
  require_writable(file);
  write_text_file(file, sim::pretty_json(imported.scenario(imported.plant)));
  return {file};
}

std::vector<fs::path> write_folder(const Imported& imported, const fs::path& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw UsageError("cannot write to " + folder.string() + ": " + error.message());
  const fs::path plant_file = folder / "plant.json";
  const fs::path scenario_file = folder / "scenario.json";
  require_writable(plant_file);
  write_text_file(plant_file, sim::pretty_json(imported.plant));
  write_text_file(scenario_file, sim::pretty_json(imported.scenario(json_string("plant.json"))));
  return {plant_file, scenario_file};
}

}  // namespace

void check_imported(const Imported& imported) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(
      sim::pretty_json(imported.scenario(imported.plant)), "the imported scenario", diagnostics);
  if (document) {
    sim::JsonReader in(*document, diagnostics);
    const sim::UtcInstant start = in.instant("start");
    const plant::Plant plant =
        plant::load_plant(in.object("plant"), {.start = start, .directory = {}}, diagnostics);
    if (diagnostics.empty()) plant::load_run_input(in, plant, {}, diagnostics);
  }
  diagnostics.throw_if_any();
}

std::vector<fs::path> write_imported(const Imported& imported, const fs::path& out) {
  return out.extension() == ".json" ? write_one_file(imported, out) : write_folder(imported, out);
}

}  // namespace planttwin::scenario
