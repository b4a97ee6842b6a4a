#include <gtest/gtest.h>

#include <cmath>

#include "tests/fidelity/fidelity_report.h"
#include "tests/fidelity/models.h"

// Every published and computed case with chance in it. All intervals together miss with a
// probability of at most 1 % (Bonferroni), whatever the number of cases in the files.
namespace planttwin::testing {
namespace {

constexpr double kFamilyError = 0.01;

class StatisticalFidelity : public ::testing::TestWithParam<std::size_t> {
 protected:
  const StatisticalCase& made() const { return all_statistical_cases()[GetParam()]; }
};

TEST_P(StatisticalFidelity, EveryFigureLiesInItsInterval) {
  ASSERT_EQ(made().problem, "");
  const double alpha = kFamilyError / static_cast<double>(family_size());
  const std::vector<Estimate> estimates = replicate(made());
  FidelityRows rows{made().name, made().title, made().source, {}};
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const FidelityQuantity& quantity = made().quantities[i];
    const double half_width = estimates[i].half_width(alpha);
    const bool good = agrees(quantity, estimates[i], alpha);
    EXPECT_TRUE(good) << made().title << ": " << quantity.name << " is " << estimates[i].mean
                      << " +- " << half_width << ", expected " << quantity.expected;
    EXPECT_LE(half_width, made().precision * std::fabs(quantity.expected))
        << made().title << ": the interval of " << quantity.name << " is too wide";
    std::string expected = rounded(quantity.expected);
    if (quantity.reference_half_width > 0) {
      expected += " ± " + rounded(quantity.reference_half_width);
    }
    rows.rows.push_back(
        {quantity.name, expected, rounded(estimates[i].mean) + " ± " + rounded(half_width), good});
  }
  write_rows(rows);
}

std::string case_name(const ::testing::TestParamInfo<std::size_t>& info) {
  return all_statistical_cases()[info.param].name;
}

INSTANTIATE_TEST_SUITE_P(Cases, StatisticalFidelity,
                         ::testing::Range<std::size_t>(0, all_statistical_cases().size()),
                         case_name);

TEST(Intervals, AreThoseOfStudent) {
  // Quantile 0.975 of Student's t with 9 degrees of freedom: 2.262 (any table).
  EXPECT_NEAR((Estimate{1, 0.5, 10}.half_width(0.05)), 2.262 * 0.5, 5e-4);
}

TEST(Intervals, GrowByTheErrorOfASimulatedReference) {
  FidelityQuantity quantity{"x", 12, 0, 0, nullptr};
  const Estimate estimate{10, 0.5, 1000};
  EXPECT_FALSE(agrees(quantity, estimate, 0.01));  // 2 / 0.5 = 4 errors
  quantity.reference_half_width = 1.96;
  EXPECT_TRUE(agrees(quantity, estimate, 0.01));  // 2 / hypot(0.5, 1) = 1.8 errors
}

}  // namespace
}  // namespace planttwin::testing
