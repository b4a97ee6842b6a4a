// The SMT2020 testbed, data set HVLM, with the semantics of PySCFabSim: two years under FIFO from
// the given work in process fall inside the bands of the published results.

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "tests/fidelity/smt2020_runs.h"
#include "tests/support/shared_data.h"

namespace planttwin::testing {
namespace {

using nlohmann::json;

double days(const json& result, const std::string& name) {
  return result.at("order_classes").at(name).at("cycle_time_s").at("mean").get<double>() / 86400;
}

// The tool groups of PySCFabSim's run of two years that are busy for most of the time, as shares of
// all time: "util" and "avail" are percentages, the former of the time that the latter leaves.
std::vector<std::pair<double, std::string>> busiest_of_pyscfabsim(std::size_t count) {
  std::ifstream in(shared_data("validation/smt2020_hvlm_results.json"));
  const json measured = json::parse(in).at("measured_pyscfabsim").at("hvlm_fifo_730");
  std::vector<std::pair<double, std::string>> groups;
  for (const auto& [id, group] : measured.at("toolgroups").items()) {
    groups.emplace_back(
        group.at("util").get<double>() / 100 * group.at("avail").get<double>() / 100, id);
  }
  std::sort(groups.rbegin(), groups.rend());
  groups.resize(count);
  return groups;
}

// Bands of mean cycle times: Lot_3 64 to 71 days, Lot_4 37 to 41, hot lots 31 to 35 and 18 to 20.5,
// around what Kovacs (2022), LogiFabSim (2025) and PySCFabSim give (66 to 69.2, 38 to 40.1, 31 to
// 33.7 and 18 to 19.5 days); lots completed within 1.5 % of PySCFabSim's. The twenty busiest tool
// groups of PySCFabSim are busy for the same share of the time within one point.
TEST_F(Smt2020, TwoYearsWithTheSemanticsOfPySCFabSimAreInsideTheBands) {
  const json result = run(R"(--set '/plant/options/compatibility="pyscfabsim"')");
  struct Band {
    std::string name;
    double low, high, completed;
  };
  const json& classes = result.at("order_classes");
  for (const Band& band : {Band{"Lot_3", 64, 71, 19513}, Band{"Lot_4", 37, 41, 19863},
                           Band{"HotLot_3", 31, 35, 520}, Band{"HotLot_4", 18, 20.5, 523}}) {
    EXPECT_GE(days(result, band.name), band.low) << band.name;
    EXPECT_LE(days(result, band.name), band.high) << band.name;
    EXPECT_NEAR(classes.at(band.name).at("lots").get<double>(), band.completed,
                0.015 * band.completed)
        << band.name;
  }
  EXPECT_EQ(classes.at("SuperHotLot_3").at("lots"), 40);
  for (const auto& [share, id] : busiest_of_pyscfabsim(20)) {
    EXPECT_NEAR(busy_share(result.at("work_centers").at(id)), share, 0.01) << id;
  }
}

// Nothing can be busy, in setup, down and under maintenance for more than all of the time, and what
// goes in comes out or is in process.
TEST_F(Smt2020, AMonthOfOurOwnSemanticsAccountsForAllTimeAndAllLots) {
  const json result = run("--until '30 d'");
  for (const auto& [id, center] : result.at("work_centers").items()) {
    double sum = 0;
    for (const auto& [state, share] : center.at("states").items()) sum += share.get<double>();
    EXPECT_NEAR(sum, 1, 1e-9) << id;
  }
  for (const auto& [id, product] : result.at("products").items()) {
    EXPECT_EQ(product.at("wip_start").get<double>() + product.at("released").get<double>() -
                  product.at("completed").get<double>() - product.at("scrapped").get<double>(),
              product.at("wip_end").get<double>())
        << id;
  }
}

}  // namespace
}  // namespace planttwin::testing
