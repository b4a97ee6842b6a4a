#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "tests/fidelity/fidelity_report.h"
#include "tests/fidelity/plant_text.h"
#include "tests/support/shared_data.h"
#include "tests/support/simulation.h"

// Non-delay schedules of the instances of Fisher and Thompson (1963): makespan and mean flow time
// of every rule that the file lists, exactly.
namespace planttwin::testing {
namespace {

constexpr double kFourDecimals = 0.5e-4;

struct Schedule {
  double makespan = 0;
  double mean_flow = 0;
};

std::string rule_key(std::string rule) {
  for (char& c : rule) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
  return rule;
}

// A time unit is a minute; every job is a product of its own with one order.
Schedule schedule(const Json& instance, const std::string& rule) {
  PlantText plant;
  plant.set("options", {{"dispatch", rule_key(rule)}});
  const int machines = instance.at("machines");
  for (int i = 1; i <= machines; ++i) plant.center("M" + std::to_string(i));
  Json input = {{"start", "2025-01-06T00:00Z"}, {"until", "done"}, {"orders", Json::array()}};
  const Json& routes = instance.at("routes_1based");
  for (std::size_t job = 0; job < routes.size(); ++job) {
    std::vector<std::string> centers;
    std::vector<Json> times;
    for (std::size_t i = 0; i < routes[job].size(); ++i) {
      centers.push_back("M" + std::to_string(routes[job][i].get<int>()));
      times.push_back(time_text(instance.at("processing")[job][i]));
    }
    const std::string id = "J" + std::to_string(job + 1);
    plant.product(id, centers, times);
    input["orders"].push_back(
        {{"id", id}, {"product", id}, {"quantity", "1 pcs"}, {"release", "0 s"}});
  }
  const Simulation simulation(plant.text(), input.dump());
  const plant::PlantRun run = simulation.finish();
  const Measured measured{simulation, run};
  Schedule result;
  result.makespan = (measured.statistics().last_completion - sim::Time()).in_seconds() / 60;
  for (std::size_t job = 0; job < routes.size(); ++job) {
    const double flow = measured.cycle_mean_s("J" + std::to_string(job + 1)) / 60;
    result.mean_flow += flow / static_cast<double>(routes.size());
  }
  return result;
}

Json published() { return validation_file("job_shop_fisher_thompson.json"); }

std::vector<std::string> names() {
  const Json file = published();
  if (file.is_null()) return {"Missing"};
  std::vector<std::string> result;
  for (const auto& [name, instance] : file.at("instances").items()) result.push_back(name);
  return result;
}

class JobShopRules : public ::testing::TestWithParam<std::string> {};

TEST_P(JobShopRules, GiveThePublishedSchedulesExactly) {
  const Json file = published();
  if (file.is_null()) GTEST_SKIP() << missing_data_text("validation");
  const Json& instance = file.at("instances").at(GetParam());
  FidelityRows rows{"job_shop_fisher_thompson_" + GetParam(),
                    "Job shop " + GetParam() + " of Fisher and Thompson",
                    "validation/job_shop_fisher_thompson.json",
                    {}};
  for (const auto& [rule, expected] : instance.at("rule_results").items()) {
    const Schedule found = schedule(instance, rule);
    const double makespan = expected.at("cmax");
    const double flow = expected.at("mean_flow");
    EXPECT_DOUBLE_EQ(found.makespan, makespan) << rule;
    EXPECT_NEAR(found.mean_flow, flow, kFourDecimals) << rule;
    EXPECT_GE(found.makespan, instance.value("optimum_makespan", 0.0)) << rule;
    rows.rows.push_back({rule + " makespan", rounded(makespan), rounded(found.makespan),
                         found.makespan == makespan});
    rows.rows.push_back({rule + " mean flow", rounded(flow), rounded(found.mean_flow),
                         std::fabs(found.mean_flow - flow) <= kFourDecimals});
  }
  write_rows(rows);
}

std::string shop_name(const ::testing::TestParamInfo<std::string>& shop) {
  return "job_shop_fisher_thompson_" + shop.param;
}

INSTANTIATE_TEST_SUITE_P(FisherThompson, JobShopRules, ::testing::ValuesIn(names()), shop_name);

}  // namespace
}  // namespace planttwin::testing
