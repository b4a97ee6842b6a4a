#include "sim/distribution_reader.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "sim/distribution_table.h"
#include "sim/json_document.h"

namespace planttwin::sim {
namespace {

constexpr double kHour = 3'600e6;  // in microseconds

// The distribution that a text stands for, and what was wrong with it.
template <class Face>
struct Reading {
  Face distribution;
  std::string errors;
};

Reading<DurationDistribution> read_times(const std::string& json,
                                         const DistributionPlace& place = {}) {
  Diagnostics diagnostics;
  const std::optional<JsonDocument> document = JsonDocument::parse(json, "plant.json", diagnostics);
  if (!document) return {{}, diagnostics.text()};
  auto result = read_duration_distribution(JsonValue(*document, diagnostics), place);
  return {result, diagnostics.text()};
}

Reading<NumberDistribution> read_numbers(const std::string& json,
                                         const DistributionPlace& place = {}) {
  Diagnostics diagnostics;
  const std::optional<JsonDocument> document = JsonDocument::parse(json, "plant.json", diagnostics);
  if (!document) return {{}, diagnostics.text()};
  auto result = read_number_distribution(JsonValue(*document, diagnostics), place);
  return {result, diagnostics.text()};
}

struct Good {
  std::string json;
  double mean;
  double variance;
};

std::ostream& operator<<(std::ostream& out, const Good& tested) { return out << tested.json; }

class GoodTimes : public testing::TestWithParam<Good> {};

// Means in hours, variances in square hours, from the formulas of each kind.
INSTANTIATE_TEST_SUITE_P(
    Reader, GoodTimes,
    testing::Values(
        Good{R"("8 h")", 8, 0}, Good{R"({"constant": "90 min"})", 1.5, 0},
        Good{R"({"exponential": {"mean": "8 h"}})", 8, 64},
        Good{R"({"uniform": {"min": "2 h", "max": "8 h"}})", 5, 3},
        Good{R"({"triangular": {"min": "0 h", "mode": "3 h", "max": "6 h"}})", 3, 1.5},
        Good{R"({"normal": {"mean": "100 h", "sd": "2 h"}})", 100, 4},
        Good{R"({"lognormal": {"mean": "10 h", "sd": "3 h"}})", 10, 9},
        Good{R"({"gamma": {"mean": "12 h", "sd": "3 h"}})", 12, 9},
        Good{R"({"gamma": {"shape": 2.5, "scale": "4 h"}})", 10, 40},
        Good{R"({"erlang": {"k": 4, "mean": "8 h"}})", 8, 16},
        Good{R"({"weibull": {"shape": 1, "scale": "3 h"}})", 3, 9},
        Good{R"({"weibull": {"shape": 0.5, "mean": "6 h"}})", 6, 180},
        Good{R"({"beta": {"alpha": 2, "beta": 3, "min": "0 h", "max": "10 h"}})", 4, 4},
        Good{R"({"geometric": {"probability": 0.25, "cycle": "2 h"}})", 8, 48},
        Good{R"({"discrete": {"values": ["1 h", "5 h"], "probabilities": [0.75, 0.25]}})", 2, 3},
        Good{R"({"empirical": {"values": ["1 h", "5 h"], "weights": [3, 1]}})", 2, 3},
        Good{R"({"empirical": {"values": ["1 h", "5 h"]}})", 3, 4},
        Good{R"({"shifted": {"by": "1 h", "distribution": {"exponential": {"mean": "2 h"}}}})", 3,
             4},
        Good{R"({"truncated": {"min": "2 h", "distribution": {"exponential": {"mean": "1 h"}}}})",
             3, 1},
        Good{R"({"mixture": {"weights": [1, 3],
                             "distributions": ["0 h", {"exponential": {"mean": "4 h"}}]}})",
             3, 15}));

TEST_P(GoodTimes, HaveTheMeanAndVarianceOfTheirFormula) {
  const auto [distribution, errors] = read_times(GetParam().json);
  EXPECT_EQ(errors, "") << GetParam().json;
  const Distribution& read = distribution.in_microseconds();
  EXPECT_NEAR(read.mean() / kHour, GetParam().mean, 1e-9);
  EXPECT_NEAR(read.variance() / (kHour * kHour), GetParam().variance, 1e-9);
}

TEST(Reader, TakesPlainNumbersForQuantities) {
  const auto [distribution, errors] = read_numbers(R"({"geometric": {"probability": 0.1}})");
  EXPECT_EQ(errors, "");
  EXPECT_NEAR(distribution.mean(), 10, 1e-12);
  EXPECT_EQ(read_numbers("2.5").distribution.mean(), 2.5);
  EXPECT_NEAR(read_numbers(R"({"beta": {"alpha": 1, "beta": 3}})").distribution.mean(), 0.25,
              1e-12);
}

TEST(Reader, AllowsNegativeValuesOnlyWhereTheyMakeSense) {
  const std::string json = R"({"normal": {"mean": "1 h", "sd": "1 h", "truncate": false}})";
  EXPECT_NE(read_times(json).errors, "");
  const auto [distribution, errors] = read_times(json, {.directory = "", .may_be_negative = true});
  EXPECT_EQ(errors, "");
  EXPECT_TRUE(distribution.may_be_negative());
}

TEST(Reader, TheOrderOfMembersChangesNoSample) {
  Draw first = RandomSource(1).draw({});
  Draw second = RandomSource(1).draw({});
  EXPECT_EQ(read_times(R"({"gamma": {"shape": 2, "scale": "1 h"}})").distribution.sample(first),
            read_times(R"({"gamma": {"scale": "1 h", "shape": 2}})").distribution.sample(second));
}

struct Bad {
  std::string json;
  int line;
  int column;
  std::string words;  // of the message
};

std::ostream& operator<<(std::ostream& out, const Bad& tested) { return out << tested.json; }

class BadTimes : public testing::TestWithParam<Bad> {};

INSTANTIATE_TEST_SUITE_P(
    Reader, BadTimes,
    testing::Values(
        Bad{R"(8)", 1, 1, "unit"}, Bad{R"("8")", 1, 1, "unit"}, Bad{R"(true)", 1, 1, "expected"},
        Bad{R"({})", 1, 1, "one member"},
        Bad{R"({"exponential": {"mean": "8 h"}, "normal": {}})", 1, 1, "one member"},
        Bad{"{\n  \"exponentail\": {}}", 2, 3, "\"exponential\""},
        Bad{R"({"exponential": "8 h"})", 1, 17, "object"},
        Bad{R"({"exponential": {}})", 1, 17, "mean"},
        Bad{R"({"exponential": {"mean": "-8 h"}})", 1, 26, ""},
        Bad{R"({"exponential": {"mean": "0 h"}})", 1, 26, ""},
        Bad{R"({"exponential": {"mean": 8}})", 1, 26, "unit"},
        Bad{R"({"exponential": {"mean": "8 h", "men": 1}})", 1, 33, "men"},
        Bad{R"({"uniform": {"min": "8 h", "max": "2 h"}})", 1, 13, "max must not be below min"},
        Bad{R"({"triangular": {"min": "1 h", "mode": "5 h", "max": "2 h"}})", 1, 16, "mode"},
        Bad{R"({"normal": {"mean": "8 h", "sd": "-1 h"}})", 1, 34, ""},
        Bad{R"({"lognormal": {"mean": "0 s", "sd": "1 h"}})", 1, 24, ""},
        Bad{R"({"gamma": {"shape": -1, "scale": "1 h"}})", 1, 21, "negative"},
        Bad{R"({"erlang": {"k": 0, "mean": "1 h"}})", 1, 18, ""},
        Bad{R"({"weibull": {"shape": 0, "scale": "1 h"}})", 1, 23, "positive"},
        Bad{R"({"beta": {"alpha": 1, "beta": 1, "max": "1 h"}})", 1, 10, "min"},
        Bad{R"({"geometric": {"probability": 1.5, "cycle": "1 h"}})", 1, 31, ""},
        Bad{R"({"geometric": {"probability": 0, "cycle": "1 h"}})", 1, 15, "positive"},
        Bad{R"({"discrete": {"values": ["1 h"], "probabilities": [0.5]}})", 1, 51, "add up to 1"},
        Bad{R"({"discrete": {"values": ["1 h"], "probabilities": [2]}})", 1, 52, ""},
        Bad{R"({"empirical": {"values": ["1 h", "2 h"], "weights": [1]}})", 1, 15, "as many"},
        Bad{R"({"empirical": {"values": ["1 h"], "weights": [0]}})", 1, 15, "all be 0"},
        Bad{R"({"empirical": {"values": "1 h"}})", 1, 26, "array"},
        Bad{R"({"empirical": {"values": []}})", 1, 15, "at least one"},
        Bad{R"({"empirical": {"file": "no_such.csv"}})", 1, 24, "no such file"},
        Bad{R"({"empirical": {"file": "/etc/hosts"}})", 1, 24, "relative"},
        Bad{R"({"shifted": {"by": "-9 h", "distribution": "8 h"}})", 1, 1, "below 0"},
        Bad{R"({"truncated": {"min": "9 h", "distribution": "8 h"}})", 1, 15, "0.1 %"},
        Bad{R"({"mixture": {"weights": [1, 1], "distributions": ["8 h"]}})", 1, 13, "as many"},
        Bad{R"({"mixture": {"weights": [1], "distributions": [{"unifrom": {}}]}})", 1, 49,
            "\"uniform\""},
        Bad{R"("-1 h")", 1, 1, "below 0"}));

TEST_P(BadTimes, YieldOneDiagnosticAtTheirPlace) {
  Diagnostics diagnostics;
  const std::optional<JsonDocument> document =
      JsonDocument::parse(GetParam().json, "plant.json", diagnostics);
  ASSERT_TRUE(document) << diagnostics.text();
  read_duration_distribution(JsonValue(*document, diagnostics));
  ASSERT_EQ(diagnostics.count(), 1U) << GetParam().json << "\n" << diagnostics.text();
  const Diagnostic found = diagnostics.all().front();
  EXPECT_EQ(found.position.line, GetParam().line) << found.text();
  EXPECT_EQ(found.position.column, GetParam().column) << GetParam().json << "\n" << found.text();
  EXPECT_NE(found.message.find(GetParam().words), std::string::npos) << found.text();
}

TEST(Reader, ReturnsTheConstantZeroForWhatCannotBeMade) {
  const auto [distribution, errors] = read_times(R"({"uniform": {"min": "8 h", "max": "2 h"}})");
  EXPECT_NE(errors, "");
  EXPECT_TRUE(distribution.is_constant());
  EXPECT_EQ(distribution.mean(), Duration());
}

TEST(Reader, NamesThePointerOfANestedDistribution) {
  const auto [distribution, errors] =
      read_times(R"({"shifted": {"by": "1 h", "distribution": {"exponential": {"mean": 2}}}})");
  EXPECT_NE(errors.find("/shifted/distribution/exponential/mean"), std::string::npos) << errors;
}

TEST(Reader, ReportsEveryErrorAtOnce) {
  Diagnostics diagnostics;
  const auto document = JsonDocument::parse(
      R"({"mixture": {"weights": [-1, "x"],
                      "distributions": [8, {"uniform": {"min": 1, "max": 2}}]}})",
      "plant.json", diagnostics);
  ASSERT_TRUE(document);
  read_duration_distribution(JsonValue(*document, diagnostics));
  EXPECT_EQ(diagnostics.count(), 5U) << diagnostics.text();
}

TEST(Reader, RefusesTruncationsThatTogetherKeepTooLittle) {
  // Each keeps 4.98 % of what the one inside leaves; the third would leave 0.0124 %.
  std::string json = R"({"exponential": {"mean": "1 h"}})";
  for (const char* min : {"3 h", "6 h", "9 h"}) {
    json = R"({"truncated": {"min": ")" + std::string(min) + R"(", "distribution": )" + json + "}}";
  }
  EXPECT_NE(read_times(json).errors.find("0.1 %"), std::string::npos);
}

TEST(ValueTable, ReadsValuesWeightsHeadingAndRemarks) {
  const Parsed<ValueTable> table =
      parse_value_table("# repairs of 2019\nvalue,weight\n12 min, 3\r\n\n1 h;0.5 # long\n30 s\n",
                        AmountKind::kDuration);
  ASSERT_TRUE(table.ok()) << table.error();
  EXPECT_EQ(table.value().values, (std::vector<double>{720e6, kHour, 30e6}));
  EXPECT_EQ(table.value().weights, (std::vector<double>{3, 0.5, 1}));
}

TEST(ValueTable, NamesTheLineOfAnError) {
  for (const std::string text : {"1 h\n5\n", "1 h\n1 h,-2\n", "1 h\n1 h,2,3\n", "1 h\nvalue\n"}) {
    const Parsed<ValueTable> table = parse_value_table(text, AmountKind::kDuration);
    ASSERT_FALSE(table.ok()) << text;
    EXPECT_EQ(table.error().rfind("line 2: ", 0), 0U) << table.error();
  }
  EXPECT_FALSE(parse_value_table("value\n", AmountKind::kNumber).ok());
}

TEST(ValueTable, IsReadFromAFileBesideTheOneThatNamesIt) {
  const std::filesystem::path directory =
      std::filesystem::path(testing::TempDir()) / "planttwin_value_table";
  std::filesystem::create_directories(directory);
  std::ofstream(directory / "times.csv") << "value\n1 h\n3 h\n";
  const auto [distribution, errors] =
      read_times(R"({"empirical": {"file": "times.csv"}})",
                 {.directory = directory, .may_be_negative = false});
  EXPECT_EQ(errors, "");
  EXPECT_EQ(distribution.mean(), Duration::hours(2));
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace planttwin::sim
