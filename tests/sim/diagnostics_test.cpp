#include "sim/diagnostics.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace planttwin::sim {
namespace {

using Names = std::vector<std::string>;

TEST(Diagnostic, IsWrittenAsFileLineColumnPointerAndMessage) {
  const Diagnostic diagnostic{"data/plants/pump.json",
                              {.line = 41, .column = 18},
                              "/routings/PUMP/operations/20/work_center",
                              "no work center \"WC-LATHE-9\""};
  EXPECT_EQ(diagnostic.text(),
            "data/plants/pump.json:41:18: /routings/PUMP/operations/20/work_center: "
            "no work center \"WC-LATHE-9\"");
}

TEST(Diagnostic, OfAWholeFileHasNoLine) {
  EXPECT_EQ((Diagnostic{"a.json", {}, "", "no such file"}.text()), "a.json: no such file");
}

TEST(Diagnostics, AreSortedByPlaceAndNamedOnce) {
  Diagnostics diagnostics;
  diagnostics.add({"b.json", {1, 1}, "", "third"});
  diagnostics.add({"a.json", {10, 2}, "", "second"});
  diagnostics.add({"a.json", {9, 5}, "", "first"});
  diagnostics.add({"a.json", {9, 5}, "", "first"});
  EXPECT_EQ(diagnostics.text(), "a.json:9:5: first\na.json:10:2: second\nb.json:1:1: third\n");
}

TEST(Diagnostics, BeyondTheLimitAreCountedOnly) {
  Diagnostics diagnostics;
  for (int i = 1; i <= 250; ++i) diagnostics.add({"a.json", {i, 1}, "", "wrong"});
  EXPECT_EQ(diagnostics.all().size(), Diagnostics::kLimit);
  EXPECT_EQ(diagnostics.count(), 250u);
  EXPECT_TRUE(diagnostics.text().ends_with("a.json:200:1: wrong\nand 50 more errors\n"));
}

TEST(Diagnostics, ThrowAnInputErrorThatCarriesThem) {
  Diagnostics diagnostics;
  EXPECT_NO_THROW(diagnostics.throw_if_any());
  diagnostics.add({"a.json", {1, 2}, "/x", "wrong"});
  try {
    diagnostics.throw_if_any();
    FAIL() << "nothing was thrown";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "a.json:1:2: /x: wrong\n");
    EXPECT_EQ(error.diagnostics().count(), 1u);
  }
}

TEST(NearestNames, ComeInOrderOfDistanceAndThenOfDefinition) {
  const Names known = {"MILL", "WC-LATHE-1", "WC-LATHE-2", "WC-LATHE-19"};
  EXPECT_EQ(nearest_names("WC-LATHE-9", known), (Names{"WC-LATHE-1", "WC-LATHE-2", "WC-LATHE-19"}));
}

TEST(NearestNames, IgnoreCase) { EXPECT_EQ(nearest_names("lathe", {"LATHE"}), Names{"LATHE"}); }

TEST(NearestNames, CountASwapOfNeighboursAsOneEdit) {
  EXPECT_EQ(nearest_names("work_cetner", {"machine", "work_center"}), Names{"work_center"});
  EXPECT_EQ(nearest_names("spt", {"stp"}), Names{"stp"});  // two replacements would be too many
}

TEST(NearestNames, AreNoneWhenNothingIsSensible) {
  EXPECT_TRUE(nearest_names("X", {"A", "B"}).empty());
  EXPECT_TRUE(nearest_names("quantity", {"id", "setup", "machines"}).empty());
  EXPECT_EQ(nearest_clause("X", {"A"}), "");
}

TEST(NearestNames, IncludeOneThatContinuesTheOther) {
  EXPECT_EQ(nearest_names("run", {"run_per_unit"}), Names{"run_per_unit"});
}

TEST(Quoted, EscapesControlCharactersAndShortensLongText) {
  EXPECT_EQ(in_quotes("a\"b\n"), "\"a\\\"b\\u000a\"");
  const std::string quoted_long = in_quotes(std::string(79, 'x') + "\xC3\xA4y");
  EXPECT_EQ(quoted_long, "\"" + std::string(79, 'x') + "...\"");  // the umlaut is not cut in two
}

}  // namespace
}  // namespace planttwin::sim
