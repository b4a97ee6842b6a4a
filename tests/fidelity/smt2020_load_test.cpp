// The offered load of every tool group of SMT2020 HVLM, from its tables alone: releases per minute
// times visits times the time for which a visit takes a tool, over the number of tools. A
// simulation without stops must find the tools busy for that share of the time.

#include <gtest/gtest.h>

#include <cstddef>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/fidelity/smt2020_runs.h"

namespace planttwin::testing {
namespace {

using nlohmann::json;

constexpr double kPieces = 25;  // in a lot

using Row = std::map<std::string, std::string>;

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::istringstream in(line);
  for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
  return cells;
}

std::vector<Row> read_table(const std::string& path) {
  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  const std::vector<std::string> names = cells_of(line);
  std::vector<Row> rows;
  while (std::getline(in, line)) {
    const std::vector<std::string> cells = cells_of(line);
    Row& row = rows.emplace_back();
    for (std::size_t i = 0; i < names.size() && i < cells.size(); ++i) row[names[i]] = cells[i];
  }
  return rows;
}

double number(const Row& row, const std::string& name, double otherwise) {
  const auto at = row.find(name);
  return at == row.end() || at->second.empty() ? otherwise : std::stod(at->second);
}

// Minutes for which a lot takes a tool; with the others of its batch if it goes in one.
double occupancy(const Row& step, const Row& tool) {
  double minutes = number(step, "PTIME", 0);
  if (step.at("PTPER") == "per_piece") minutes *= kPieces;
  minutes = number(step, "PartInterval", minutes / kPieces) * kPieces;
  minutes = number(step, "BatchInterval", minutes);
  const bool cascading = number(tool, "STNCAP", 1) == 2;
  return cascading ? minutes : minutes + number(tool, "LTIME", 0) + number(tool, "ULTIME", 0);
}

// Visits per lot. A lot that does a step goes back to an earlier one with a probability p, again
// and again: the steps in between are done 1 / (1 - p) times as often.
std::vector<double> visits(const std::vector<Row>& route) {
  std::vector<double> result(route.size(), 1);
  for (std::size_t i = 0; i < route.size(); ++i) {
    const double done = number(route[i], "StepPercent", 100) / 100;
    const double rework = done * number(route[i], "REWORK", 0) / 100;
    const auto back = static_cast<std::size_t>(number(route[i], "RWKSTEP", 1)) - 1;
    for (std::size_t k = back; rework > 0 && k <= i; ++k) result[k] /= 1 - rework;
  }
  for (std::size_t i = 0; i < route.size(); ++i) {
    result[i] *= number(route[i], "StepPercent", 100) / 100;
  }
  return result;
}

// With batches as large, and as small, as they may be.
struct Load {
  double least = 0, most = 0;
};

TEST_F(Smt2020, ToolsAreBusyForTheOfferedLoadThatTheTablesSay) {
  std::map<std::string, Row> tools;
  for (const Row& row : read_table(data_file("tool.txt.1l"))) tools[row.at("STNFAM")] = row;
  std::map<std::string, double> lots_per_minute;
  for (const Row& row : read_table(data_file("order.txt"))) {
    lots_per_minute[row.at("PART")] += 1 / std::stod(row.at("REPEAT"));
  }
  std::map<std::string, Load> loads;
  for (const Row& part : read_table(data_file("part.txt"))) {
    const std::vector<Row> route = read_table(data_file(part.at("ROUTEFILE")));
    const std::vector<double> count = visits(route);
    for (std::size_t i = 0; i < route.size(); ++i) {
      const Row& tool = tools.at(route[i].at("STNFAM"));
      const double load = lots_per_minute.at(part.at("PART")) * count[i] *
                          occupancy(route[i], tool) / number(tool, "STNQTY", 1);
      Load& sum = loads[route[i].at("STNFAM")];
      sum.least += load / (number(route[i], "BATCHMX", kPieces) / kPieces);
      sum.most += load / (number(route[i], "BATCHMN", kPieces) / kPieces);
    }
  }

  json scenario = imported();
  for (json& group : scenario.at("plant").at("machine_groups")) group.erase("failures");
  for (json& center : scenario.at("plant").at("work_centers")) center.erase("maintenance");
  scenario["warm_up"] = "100 d";
  write("without_stops.json", scenario);
  const json centers = run("--until '500 d'", "without_stops.json").at("work_centers");

  EXPECT_EQ(loads.size(), 106U);
  for (const auto& [id, load] : loads) {
    const double busy = busy_share(centers.at(id));
    EXPECT_GE(busy, load.least - 0.005) << id;
    EXPECT_LE(busy, load.most + 0.005) << id;
  }
}

}  // namespace
}  // namespace planttwin::testing
