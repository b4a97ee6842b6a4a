#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "plant_models/run/names.h"
#include "plant_models/run/plant_input.h"
#include "plant_models/run/plant_run.h"
#include "sim/input_journal.h"
#include "sim/replay_driver.h"
#include "tests/support/simulation.h"

// A plant that the back office tells what to do while it runs.
namespace planttwin::testing {

// A saw that cuts plates out of sheets, ten minutes a lot.
inline constexpr const char* kSawPlant = R"({"id": "CUT", "unit": "pcs",
  "materials": [{"id": "PLATE", "control": "lot", "finished_goods": "STORE"}, {"id": "SHEET"}],
  "locations": [{"id": "STORE"}],
  "suppliers": [{"id": "MILL", "lead_time": "3 h"}],
  "customers": [{"id": "YARD", "delivery_time": "1 d"}],
  "boms": [{"id": "PLATE", "material": "PLATE", "items": [
    {"component": "SHEET", "quantity": "1 pcs"}]}],
  "work_centers": [{"id": "SAW", "supply": "STORE"}],
  "routings": [{"id": "PLATE", "material": "PLATE", "operations": [
    {"id": 10, "work_center": "SAW", "time": "10 min", "per": "lot"}]}]})";

inline std::string sheets_in_store(int sheets) {
  return R"({"start": "2025-01-01T00:00:00Z", "horizon": "1 d", "initial_state": {"stock": [
    {"material": "SHEET", "location": "STORE", "quantity": ")" +
         std::to_string(sheets) + " pcs\"}]}}";
}

inline sim::Time minute(std::int64_t number) {
  return sim::Time::from_start(sim::Duration::minutes(number));
}

// "order_released MO-1 at 30 min", of the events of these types.
class Story : public plant::EventSink {
 public:
  explicit Story(std::vector<plant::EventType> types) : types_(std::move(types)) {}
  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override {
    if (std::find(types_.begin(), types_.end(), event.type) == types_.end()) return;
    std::string line = std::string(event_name(event.type));
    if (event.order >= 0) line += " " + order_name(run, event.order);
    if (event.outside >= 0) line += " " + run.outside[static_cast<std::size_t>(event.outside)].id;
    line += " " + std::to_string(event.quantity.count()) + " at " +
            std::to_string(event.time.since_start().count() / 60'000'000) + " min";
    lines.push_back(line);
  }
  std::vector<std::string> lines;

 private:
  std::vector<plant::EventType> types_;
};

class Outside : public ::testing::Test {
 protected:
  explicit Outside(const char* plant = kSawPlant, const std::string& more = sheets_in_store(10))
      : simulation(plant, more) {}

  void tell(sim::Time at, plant::PlantInput told) {
    told.location = plant::LocationId(0);
    journal.append({sim::JournalRecord::Kind::kInput,
                    journal.next_sequence(),
                    sim::Time(),
                    at,
                    {"/erp", plant::to_bytes(told)}});
  }
  plant::PlantInput order(plant::PlantInputKind kind, const std::string& id,
                          const std::string& material, std::int64_t quantity) const {
    plant::PlantInput told;
    told.kind = kind;
    told.id = id;
    told.material = simulation.material(material);
    told.quantity = sim::Quantity::steps(quantity);
    if (kind == plant::PlantInputKind::kBuy) told.supplier = plant::SupplierId(0);
    return told;
  }
  plant::PlantRun run(Story& story) {
    plant::PlantRun made = simulation.start();
    made.add_sink(story);
    sim::ReplayDriver driver(journal.records());
    made.run_with(driver);
    return made;
  }

  Simulation simulation;
  sim::MemoryJournal journal;
};

}  // namespace planttwin::testing
