#include "erp_bridge/mapping/jq_programs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <tuple>

namespace planttwin::bridge {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

std::string error_of(JqPrograms& programs, std::size_t program, std::string_view json) {
  try {
    programs.run(program, json);
  } catch (const JqError& error) {
    return error.what();
  }
  return "no error";
}

std::string fault_of(const std::string& program, const std::string& definitions = "") {
  JqPrograms programs(definitions);
  programs.add(program);
  const std::vector<JqPrograms::Fault> faults = programs.check();
  return faults.size() == 1 ? faults.front().text : std::to_string(faults.size()) + " faults";
}

TEST(JqPrograms, GiveAllTheirResultsInOrder) {
  JqPrograms programs("");
  const std::size_t each = programs.add(".[]"), none = programs.add("empty");
  EXPECT_THAT(programs.run(each, R"([1, "a", {"b": null}])"),
              ElementsAre("1", "\"a\"", R"({"b":null})"));
  EXPECT_EQ(programs.first(each, "[7, 8]"), "7");
  EXPECT_THAT(programs.run(none, "1"), IsEmpty());
  EXPECT_EQ(programs.first(none, "1"), "null");
}

TEST(JqPrograms, KeepTextsAsTheyAre) {
  JqPrograms programs("");
  const std::size_t same = programs.add(".");
  const std::string text = "\"M\u00fcller \u4e2d \U0001F529 \\\\ \\\" \\n \\u0000\"";
  EXPECT_EQ(programs.first(same, text), text);
}

struct Truth {
  const char* result;
  bool holds;
};
class TruthOfResults : public ::testing::TestWithParam<Truth> {};
INSTANTIATE_TEST_SUITE_P(, TruthOfResults,
                         ::testing::Values(Truth{"null", false}, Truth{"false", false},
                                           Truth{"true", true}, Truth{"0", true},
                                           Truth{"\"\"", true}, Truth{"[]", true},
                                           Truth{"empty", false}, Truth{"(false, true)", false}));

TEST_P(TruthOfResults, IsThatOfJq) {
  JqPrograms programs("");
  EXPECT_EQ(programs.holds(programs.add(GetParam().result), "null"), GetParam().holds);
}

TEST(JqPrograms, ShareTheirDefinitions) {
  JqPrograms programs("def double: 2 * .; def twice(f): f | f;  # to the end of the line");
  const std::size_t first = programs.add("double # of a number"),
                    second = programs.add("twice(double)");
  EXPECT_THAT(programs.check(), IsEmpty());
  EXPECT_EQ(programs.first(first, "3"), "6");
  EXPECT_EQ(programs.first(second, "3"), "12");
}

TEST(JqPrograms, HaveDefinitionsOfTheirOwn) {
  JqPrograms programs("def f: 1;");
  const std::size_t own = programs.add("def f: 2; f"), shared = programs.add("f");
  EXPECT_THAT(programs.check(), IsEmpty());
  EXPECT_EQ(programs.first(own, "null"), "2");
  EXPECT_EQ(programs.first(shared, "null"), "1");
}

TEST(JqPrograms, SayWhatHasFailedAndGoOn) {
  JqPrograms programs("");
  const std::size_t sum = programs.add("1 + ."), own = programs.add("error(.)");
  EXPECT_EQ(error_of(programs, sum, "{}"), "number (1) and object ({}) cannot be added");
  EXPECT_EQ(error_of(programs, own, "\"no such lot\""), "no such lot");
  EXPECT_EQ(error_of(programs, own, R"({"code":7})"), R"({"code":7})");
  EXPECT_THAT(error_of(programs, sum, "{"), HasSubstr("while parsing"));
  EXPECT_EQ(programs.first(sum, "2"), "3");
}

TEST(JqPrograms, AreFaultyByNumber) {
  JqPrograms programs("def known: 1;");
  programs.add("known");
  programs.add("unknown");
  programs.add(".a | | .b");
  const std::vector<JqPrograms::Fault> faults = programs.check();
  ASSERT_THAT(faults, SizeIs(2));
  EXPECT_EQ(faults[0].program, 1u);
  EXPECT_EQ(faults[0].text, "unknown/0 is not defined in line 1: unknown");
  EXPECT_EQ(faults[1].program, 2u);
  EXPECT_EQ(faults[1].text, "syntax error, unexpected '|' in line 1: .a | | .b");
}

TEST(JqPrograms, CountTheirOwnLines) {
  EXPECT_THAT(fault_of(".a |\n.b |\nmissing", "def a: 1;\ndef b: 2;\n\n"),
              HasSubstr("in line 3: missing"));
}

TEST(JqPrograms, AreNotBlamedForTheDefinitions) {
  JqPrograms programs("def a: 1;\ndef b: | 2;");
  programs.add(".");
  programs.add("also_wrong");
  const std::vector<JqPrograms::Fault> faults = programs.check();
  ASSERT_THAT(faults, SizeIs(1));
  EXPECT_EQ(faults[0].program, 2u);
  EXPECT_THAT(faults[0].text, HasSubstr("unexpected '|' in line 2"));
}

// jq binds names only where they are used.
TEST(JqPrograms, SayWhenTheFaultIsInADefinitionThatTheyUse) {
  EXPECT_EQ(fault_of("b", "def a: 1;\ndef b: c;"),
            "c/0 is not defined in line 2 of the definitions: def b: c;");
}

// By itself jq takes an empty program for ".", and what is no program among others.
class NoPrograms : public ::testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(, NoPrograms,
                         ::testing::Values("", "  ", "# a remark", "def f: 1;", ".a)", "(.a", "\"a",
                                           "1; 2", "if . then 1"));

TEST_P(NoPrograms, AreFaults) { EXPECT_THAT(fault_of(GetParam()), Not(HasSubstr("0 faults"))); }

// Expected values by `date -u -d TEXT +%s` of GNU coreutils.
struct Instant {
  const char* text;
  const char* seconds;
};
class TimesOfPrograms : public ::testing::TestWithParam<std::tuple<const char*, Instant>> {};
INSTANTIATE_TEST_SUITE_P(
    , TimesOfPrograms,
    ::testing::Combine(::testing::Values("UTC", "America/New_York", "Europe/Berlin", "Asia/Tokyo"),
                       ::testing::Values(Instant{"1970-01-01T00:00:00Z", "0"},
                                         Instant{"1969-12-31T23:59:59Z", "-1"},
                                         Instant{"2025-05-05T00:00:00Z", "1746403200"},
                                         Instant{"2024-02-29T12:30:45Z", "1709209845"},
                                         Instant{"2025-01-31T23:00:00Z", "1738364400"},
                                         Instant{"2000-03-01T00:00:00Z", "951868800"},
                                         Instant{"2100-12-31T00:00:00Z", "4133894400"})));

TEST_P(TimesOfPrograms, DoNotDependOnTheMachinesZone) {
  const auto& [zone, instant] = GetParam();
  const char* before = std::getenv("TZ");
  const std::string old = before == nullptr ? "" : before;
  setenv("TZ", zone, 1);
  tzset();
  JqPrograms programs("");
  const std::size_t seconds = programs.add("fromdate"),
                    there_and_back =
                        programs.add("strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime | todate");
  const std::string text = "\"" + std::string(instant.text) + "\"";
  EXPECT_EQ(programs.first(seconds, text), instant.seconds);
  EXPECT_EQ(programs.first(there_and_back, text), text);
  before == nullptr ? unsetenv("TZ") : setenv("TZ", old.c_str(), 1);
  tzset();
}

TEST(JqPrograms, HaveNoModules) {
  EXPECT_THAT(fault_of("import \"a\" as $a; .", ""), HasSubstr("unexpected import"));
  EXPECT_THAT(fault_of("include \"/a\"; .", ""), HasSubstr("unexpected include"));
  JqPrograms programs("include \"a\";");
  programs.add(".");
  EXPECT_THAT(programs.check(), SizeIs(1));
  EXPECT_THROW(programs.run(0, "1"), JqError);
}

TEST(JqPrograms, CanBeManyAndLong) {
  JqPrograms programs("");
  for (int i = 0; i < 500; ++i) programs.add(std::to_string(i) + " + .");
  EXPECT_THAT(programs.check(), IsEmpty());
  EXPECT_EQ(programs.first(499, "1"), "500");
}

}  // namespace
}  // namespace planttwin::bridge
