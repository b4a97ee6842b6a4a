#include <gtest/gtest.h>

#include <set>

#include "tests/fidelity/models.h"
#include "tests/support/shared_data.h"

// Nothing that is published goes untested: the files say which cases there are, and every one must
// have a test of its name in this program. Within a case, the builders throw at a member that
// nothing measures.
namespace planttwin::testing {
namespace {

// A fab of its own kind, with its own tests.
constexpr const char* kFabFile = "smt2020_hvlm_results";

// What stands behind the last "/" in the names of the tests with parameters.
std::set<std::string> names_of_tests() {
  std::set<std::string> names;
  const ::testing::UnitTest& program = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < program.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *program.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string name = suite.GetTestInfo(j)->name();
      if (name.find('/') != std::string::npos) names.insert(name.substr(name.rfind('/') + 1));
    }
  }
  return names;
}

// One name per case of a file: the file and the name of the case or, without one, its number.
std::vector<std::string> names_of_cases(const std::string& file, const Json& content) {
  std::vector<std::string> names;
  if (content.contains("instances")) {
    for (const auto& [name, instance] : content["instances"].items()) {
      names.push_back(file + "_" + name);
    }
    return names;
  }
  for (const Json& fields : content.at("cases")) {
    const std::string number = numbered("", names.size() + 1);
    names.push_back(file +
                    (fields.contains("name") ? "_" + fields["name"].get<std::string>() : number));
  }
  return names;
}

TEST(PublishedCases, AreAllTested) {
  if (validation_folder().empty()) GTEST_SKIP() << missing_data_text("validation");
  const std::set<std::string> tests = names_of_tests();
  std::size_t cases = 0;
  for (const auto& entry : std::filesystem::directory_iterator(validation_folder())) {
    const std::string file = entry.path().stem();
    if (entry.path().extension() != ".json" || file == kFabFile) continue;
    for (const std::string& name : names_of_cases(file, validation_file(file + ".json"))) {
      EXPECT_TRUE(tests.contains(name)) << entry.path() << ": no test runs " << name;
      ++cases;
    }
  }
  EXPECT_GT(cases, 0U);
}

TEST(PublishedCases, HaveATestEachByName) {
  const Json numbers = {{"cases", {{{"model", "a"}}, {{"model", "b"}}}}};
  EXPECT_EQ(names_of_cases("queues", numbers),
            (std::vector<std::string>{"queues_01", "queues_02"}));
  const Json named = {{"cases", {{{"name", "Shift"}}}}};
  EXPECT_EQ(names_of_cases("lines", named), (std::vector<std::string>{"lines_Shift"}));
  const Json instances = {{"instances", {{"FT06", Json::object()}}}};
  EXPECT_EQ(names_of_cases("shop", instances), (std::vector<std::string>{"shop_FT06"}));
}

// A case that says more than its model measures would go untested in part.
TEST(PublishedCases, FailWithAMemberThatNothingMeasures) {
  const Json fields = {{"model", "M/D/1"}, {"lambda_", 0.5}, {"service", 1.0}, {"Wq95", 3.0}};
  EXPECT_THROW(build_case(fields), std::invalid_argument);
  EXPECT_THROW(build_case({{"model", "G/G/7"}}), std::invalid_argument);
}

}  // namespace
}  // namespace planttwin::testing
