// The SMT2020 testbed, data set HVLM, with the semantics of PySCFabSim: two years under FIFO from
// the given work in process fall inside the bands of the published results.

#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kData = PLANTTWIN_SOURCE_DIR "/../shared/datasets/smt2020_hvlm";

class Smt2020 : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kData)) GTEST_SKIP() << "NOT TESTED: " << kData << " is not there";
    std::string pattern = (fs::temp_directory_path() / "planttwin-smt2020-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
    command(std::string("import smt2020 ") + kData + " --out " + file("fab.json") + " --quiet");
  }
  void TearDown() override {
    if (!folder_.empty()) fs::remove_all(folder_);
  }

  std::string file(const std::string& name) const { return (folder_ / name).string(); }
  static void command(const std::string& words) {
    ASSERT_EQ(std::system((std::string(PLANTTWIN_PROGRAM) + " " + words).c_str()), 0) << words;
  }
  json run(const std::string& more) const {
    command("run " + file("fab.json") + " --trace none --quiet --out " + file("run") + " " + more);
    std::ifstream in(folder_ / "run" / "result.json");
    return json::parse(in);
  }

  fs::path folder_;
};

double days(const json& result, const std::string& name) {
  return result.at("order_classes").at(name).at("cycle_time_s").at("mean").get<double>() / 86400;
}

// Bands: Lot_3 64 to 71 days, Lot_4 37 to 41, around what Kovacs (2022), LogiFabSim (2025) and
// PySCFabSim give (66 to 68.3 and 38 to 39.7 days); lots completed within 1.5 % of PySCFabSim's.
TEST_F(Smt2020, TwoYearsWithTheSemanticsOfPySCFabSimAreInsideTheBands) {
  const json result = run(R"(--set '/plant/options/compatibility="pyscfabsim"')");
  EXPECT_GE(days(result, "Lot_3"), 64);
  EXPECT_LE(days(result, "Lot_3"), 71);
  EXPECT_GE(days(result, "Lot_4"), 37);
  EXPECT_LE(days(result, "Lot_4"), 41);
  const json& classes = result.at("order_classes");
  EXPECT_NEAR(classes.at("Lot_3").at("lots").get<double>(), 19513, 0.015 * 19513);
  EXPECT_NEAR(classes.at("Lot_4").at("lots").get<double>(), 19863, 0.015 * 19863);
  EXPECT_EQ(classes.at("SuperHotLot_3").at("lots"), 40);
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
