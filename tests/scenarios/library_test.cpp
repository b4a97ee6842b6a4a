#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "plant_models/run/run_state.h"
#include "scenarios/result.h"
#include "scenarios/scenario.h"
#include "tests/scenarios/program.h"

// The shipped scenarios. Tests run in the root of the repository.
namespace planttwin::scenario {
namespace {

const std::vector<std::string> kLibrary{
    "01_one_machine",   "02_unreliable_line", "03_job_shop",     "04_three_plants",
    "05_batch_plant",   "06_packaging_line",  "07_wafer_fab",    "08_order_to_completion",
    "09_wan_outage",    "10_quality_hold",    "11_machine_down", "12_what_if_third_shift",
    "13_buffer_sizing", "14_dispatch_rules"};

std::string path_of(const std::string& id) { return "scenarios/library/" + id + "/scenario.json"; }

class ShippedScenario : public ::testing::TestWithParam<std::string> {};

struct Trial {
  std::string scenario;
  std::uint64_t seed = 1;
};

void PrintTo(const Trial& trial, std::ostream* out) {
  *out << trial.scenario << " with seed " << trial.seed;
}

class ShippedExpectations : public ::testing::TestWithParam<Trial> {};

// What a scenario demands is no accident of its own seed.
TEST_P(ShippedExpectations, AreMet) {
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam().scenario));
  if (scenario.erp) {  // a landscape needs a process of its own
    const testing::TemporaryFolder folder;
    const testing::ProgramOutcome outcome = testing::run_program(
        {"run", std::filesystem::absolute(path_of(GetParam().scenario)).string(), "--seed",
         std::to_string(GetParam().seed), "--trace", "none"},
        folder.path());
    EXPECT_EQ(outcome.exit_code, 0) << outcome.standard_output << outcome.standard_error;
    return;
  }
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = GetParam().seed});
  const plant::RunEnd end = run.run();
  sim::JsonNode result = make_result(scenario, run, end);
  for (const Expectation& expectation : scenario.expectations) {
    EXPECT_TRUE(judge(expectation, result).passed) << expectation.name;
  }
  add_verdict(scenario, end, result);
  EXPECT_TRUE(passed(result)) << name_of(end.reason);
}

// Sanitizers look for what every seed exercises, and are slow.
#ifdef NDEBUG
constexpr std::uint64_t kSeeds = 5;
#else
constexpr std::uint64_t kSeeds = 1;
#endif

std::vector<Trial> all_trials() {
  std::vector<Trial> trials;
  for (const std::string& id : kLibrary) {
    for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) trials.push_back({id, seed});
  }
  return trials;
}

INSTANTIATE_TEST_SUITE_P(Library, ShippedExpectations, ::testing::ValuesIn(all_trials()));

// Three to six demands each: fewer teach nothing, more hide what matters.
TEST_P(ShippedScenario, StatesItsExpectations) {
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam()));
  EXPECT_EQ(scenario.id, GetParam());
  EXPECT_GE(scenario.expectations.size(), 3u);
  EXPECT_LE(scenario.expectations.size(), 6u);
}

// The budget is 0.2 s; ten times that is left for a busy machine and a build with sanitizers.
TEST_P(ShippedScenario, ComesToItsFirstEventSoon) {
  const auto begin = std::chrono::steady_clock::now();
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam()));
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
  run.run(sim::Time::from_start(sim::Duration::microseconds(1)));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(2));
}

// Per product: what was in process at the start and what was released is what was completed and
// scrapped and what is still in process, to the last step of its unit.
TEST_P(ShippedScenario, LosesNothingInProcess) {
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam()));
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
  run.run();
  std::int64_t released = 0;
  for (std::size_t i = 0; i < scenario.plant.materials.size(); ++i) {
    const plant::ProductStatistics& product = run.state().statistics.products[i];
    EXPECT_EQ(product.wip_start + product.released,
              product.completed + product.scrapped + product.wip.level())
        << scenario.plant.materials[i].id;
    released += product.released;
  }
  // Without its ERP a plant that the ERP plans has nothing to do.
  const bool waits_for_erp = scenario.erp && scenario.erp->stack && scenario.erp->stack->planning;
  if (!waits_for_erp) {
    EXPECT_GT(released, 0);
  }
}

// Per material, with figures from the very start: stock at the start and receipts are issues,
// write-offs and stock at the end, and the records of the stores say the same. What is made for
// a store is received there.
TEST_P(ShippedScenario, LosesNothingInStock) {
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam()), {{"/warm_up", R"("0 s")"}});
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
  run.run();
  const std::size_t materials = scenario.plant.materials.size();
  std::vector<std::int64_t> balance(materials);
  std::vector<std::int64_t> stored(materials);
  for (const plant::InitialStock& stock : scenario.input.initial.stock) {
    balance[stock.material.index()] += stock.quantity.count();
  }
  for (const plant::StockRun& stock : run.state().stock) {
    if (stock.in_use != 0) stored[stock.material.index()] += stock.total().count();
  }
  for (std::size_t i = 0; i < materials; ++i) {
    const std::string& id = scenario.plant.materials[i].id;
    const plant::MaterialStatistics& m = run.state().statistics.materials[i];
    EXPECT_EQ(balance[i] + m.received, m.issued + m.expired + m.stock.level()) << id;
    EXPECT_EQ(stored[i], m.stock.level()) << id;
    EXPECT_GE(m.stock.min(run.now()), 0) << id;
    const std::int64_t completed = run.state().statistics.products[i].completed;
    if (m.received > 0 && completed > 0) {
      EXPECT_EQ(m.received, completed) << id;
    }
  }
}

TEST_P(ShippedScenario, AccountsForEveryMomentOfEveryMachine) {
  const Scenario scenario = load_scenario_or_throw(path_of(GetParam()));
  plant::PlantRun run(scenario.plant, scenario.input, {.seed = 1});
  run.run();
  const sim::Duration window = run.now() - run.state().statistics.since;
  for (std::size_t i = 0; i < scenario.plant.machines.size(); ++i) {
    sim::Duration sum;
    for (int state = 0; state < plant::kMachineStates; ++state) {
      sum += run.state().statistics.machines[i].clock.time_in(state, run.now());
    }
    EXPECT_EQ(sum, window) << scenario.plant.machines[i].id;
  }
}

std::string number_of(const ::testing::TestParamInfo<std::string>& info) {
  return "Number" + info.param.substr(0, 2);
}

INSTANTIATE_TEST_SUITE_P(Library, ShippedScenario, ::testing::ValuesIn(kLibrary), number_of);

// The size that the scenario is known for, and a place for every work center in the scene.
TEST(ThreePlants, AreAPlantOfRealSize) {
  const Scenario scenario = load_scenario_or_throw(path_of("04_three_plants"));
  const plant::Plant& plant = scenario.plant;
  EXPECT_EQ(plant.sites.size(), 3u);
  std::set<std::string> zones;
  for (const plant::Site& site : plant.sites) zones.insert(site.time_zone);
  EXPECT_EQ(zones.size(), 2u);
  EXPECT_GE(plant.work_centers.size(), 40u);
  EXPECT_GE(plant.machines.size(), 100u);
  EXPECT_GE(plant.materials.size(), 80u);
  EXPECT_EQ(*std::max_element(plant.low_level_code.begin(), plant.low_level_code.end()), 4);
  std::set<plant::MaterialId> sold;
  for (const plant::OrderInput& order : scenario.input.orders) sold.insert(order.product);
  EXPECT_EQ(sold.size(), 12u);
}

TEST(ShippedPlants, GiveEveryWorkCenterOfTheLargeOnesAPosition) {
  for (const char* id :
       {"04_three_plants", "05_batch_plant", "06_packaging_line", "07_wafer_fab"}) {
    const Scenario scenario = load_scenario_or_throw(path_of(id));
    for (const plant::WorkCenter& center : scenario.plant.work_centers) {
      EXPECT_TRUE(center.position.has_value()) << id << ": " << center.id;
    }
  }
}

}  // namespace
}  // namespace planttwin::scenario
