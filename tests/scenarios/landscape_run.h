#pragma once

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "sim/json_document.h"
#include "tests/scenarios/program.h"

// Runs of `planttwin run` with a landscape, in which messages need their time.
namespace planttwin::testing {

// Plates are cut of sheets, in lots of two in ten minutes a lot; then they are shipped.
inline std::string scenario(const std::string& members) {
  return R"({"scenario": "cut", "start": "2025-01-01T00:00:00Z", "horizon": "2 d", )" + members +
         R"(, "plant": {"id": "CUT", "unit": "pcs",
      "materials": [{"id": "PLATE", "control": "lot", "finished_goods": "STORE"}, {"id": "SHEET"}],
      "locations": [{"id": "STORE"}],
      "suppliers": [{"id": "MILL", "lead_time": "3 h"}],
      "customers": [{"id": "YARD", "delivery_time": "1 d"}],
      "boms": [{"id": "PLATE", "material": "PLATE", "items": [
        {"component": "SHEET", "quantity": "1 pcs"}]}],
      "work_centers": [{"id": "SAW", "supply": "STORE"}],
      "routings": [{"id": "PLATE", "material": "PLATE", "operations": [
        {"id": 10, "work_center": "SAW", "time": "10 min", "per": "lot"}]}]},
    "initial_state": {"stock": [{"material": "SHEET", "location": "STORE", "quantity": "8 pcs"}]}})";
}

inline const std::string kOrders =
    R"("orders": [{"id": "O", "product": "PLATE", "quantity": "8 pcs", "lot_size": "2 pcs"}])";

inline std::string landscape(const std::string& more_of_link = "",
                             const std::string& service = "1 ms") {
  return R"("landscape": {"hosts": [{"id": "edge"}, {"id": "erp", "service": ")" + service +
         R"("}], "links": [{"id": "wan", "between": ["edge", "erp"], "latency": "20 ms",
      "bandwidth": "1 Mbit/s")" +
         more_of_link + "}]}";
}

// Twelve plates: eight of the sheets that are there, and four have to be bought.
inline const std::string kPlanning = R"("erp": {
  "planning": {"every": "6 h", "ship_ahead": "12 h", "items": [
    {"id": "PLATE", "lead_time": "2 h", "lot_size": "2 pcs"},
    {"id": "SHEET", "lead_time": "4 h", "supplier": "MILL", "location": "STORE",
     "multiple": "5 pcs"}]},
  "demand": [
    {"id": "SO-1", "item": "PLATE", "quantity": "5 pcs", "due": "12 h", "customer": "YARD"},
    {"id": "SO-2", "item": "PLATE", "quantity": "7 pcs", "due": "30 h", "customer": "YARD"}]})";

class LandscapeRun : public ::testing::Test {
 protected:
  ProgramOutcome run(const std::string& members, const std::vector<std::string>& more = {},
                     const std::string& name = "cut.json") const {
    folder_.write(name, scenario(members));
    std::vector<std::string> arguments = {"run", name, "--trace", "none"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(arguments, folder_.path());
  }
  std::string text(const std::string& file) const { return read_text(folder_.file(file)); }
  std::string value(const std::string& pointer, const std::string& out = "runs/cut/1") const {
    sim::Diagnostics diagnostics;
    const auto document = sim::JsonDocument::load(folder_.file(out + "/result.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr ? "(nothing)" : found->text;
  }
  double number(const std::string& pointer) const { return std::stod(value(pointer)); }

  TemporaryFolder folder_;
};

}  // namespace planttwin::testing
