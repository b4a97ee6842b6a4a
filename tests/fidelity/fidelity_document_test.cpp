#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "tests/fidelity/fidelity_report.h"
#include "tests/fidelity/models.h"
#include "tests/support/shared_data.h"

namespace planttwin::testing {
namespace {

std::vector<std::string> tested_titles() {
  std::vector<std::string> titles;
  for (const StatisticalCase& made : all_statistical_cases()) titles.push_back(made.title);
  const Json lines = validation_file("lines_deterministic.json");
  for (const Json& fields : lines.at("cases")) {
    titles.push_back(fields.at("name").get<std::string>() + ": " +
                     fields.at("model").get<std::string>());
  }
  const Json shops = validation_file("job_shop_fisher_thompson.json");
  for (const auto& [name, instance] : shops.at("instances").items()) {
    titles.push_back("Job shop " + name + " of Fisher and Thompson");
  }
  std::sort(titles.begin(), titles.end());
  return titles;
}

// Digits may differ; cases may not. scripts/update-fidelity writes the document anew.
TEST(FidelityDocument, ListsTheCasesThatAreTested) {
  if (validation_folder().empty()) GTEST_SKIP() << missing_data_text("validation");
  if (std::getenv("PLANTTWIN_SHARED") != nullptr) {
    GTEST_SKIP() << "NOT TESTED: PLANTTWIN_SHARED names other cases than the document is about.";
  }
  EXPECT_EQ(documented_titles(), tested_titles()) << "run scripts/update-fidelity";
}

}  // namespace
}  // namespace planttwin::testing
