#include "tests/fidelity/deterministic_lines.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/fidelity/case_text.h"
#include "tests/fidelity/fidelity_report.h"
#include "tests/support/shared_data.h"

// Every figure exactly; where the source gives a range, within it.
namespace planttwin::testing {
namespace {

constexpr double kTolerance = 1e-9;  // of the conversion to doubles

Json published() { return validation_file("lines_deterministic.json"); }

std::vector<std::string> names() {
  std::vector<std::string> result;
  const Json file = published();
  if (file.is_null()) return {"Missing"};
  for (const Json& fields : file.at("cases")) result.push_back(fields.at("name"));
  return result;
}

class DeterministicLine : public ::testing::TestWithParam<std::string> {};

TEST_P(DeterministicLine, GivesTheFiguresExactly) {
  const Json file = published();
  if (file.is_null()) GTEST_SKIP() << missing_data_text("validation");
  for (const Json& fields : file.at("cases")) {
    if (fields.at("name") != GetParam()) continue;
    const ExactCase made = build_deterministic_line(fields);
    const Simulation simulation(made.plant, made.input);
    const plant::PlantRun run = simulation.finish();
    FidelityRows rows{"lines_deterministic_" + GetParam(),
                      GetParam() + ": " + fields.at("model").get<std::string>(),
                      "validation/lines_deterministic.json (DREAM)",
                      {}};
    for (const auto& [name, value] : fields.items()) {
      if (name == "name" || name == "model" || name == "note") continue;
      const double found = made.figures.at(name)({simulation, run});
      const double low = value.is_array() ? value[0].get<double>() : value.get<double>();
      const double high = value.is_array() ? value[1].get<double>() : value.get<double>();
      EXPECT_GE(found, low - kTolerance) << name;
      EXPECT_LE(found, high + kTolerance) << name;
      rows.rows.push_back({name, low == high ? rounded(low) : rounded(low) + " to " + rounded(high),
                           rounded(found),
                           found >= low - kTolerance && found <= high + kTolerance});
    }
    write_rows(rows);
  }
}

std::string line_name(const ::testing::TestParamInfo<std::string>& line) {
  return "lines_deterministic_" + line.param;
}

INSTANTIATE_TEST_SUITE_P(Dream, DeterministicLine, ::testing::ValuesIn(names()), line_name);

TEST(CaseTexts, GiveTheNumberBehindAWord) {
  EXPECT_EQ(number_after("source every 0.5, queue cap 1, machine 0.25", "machine"), 0.25);
  EXPECT_EQ(number_after("batch of 4 every .5 -> M 2", " every"), 0.5);
  EXPECT_THROW(number_after("as 1, shifts", "shifts"), std::invalid_argument);
}

}  // namespace
}  // namespace planttwin::testing
