#include "plant_models/import/smt2020.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/small_fab.h"

namespace planttwin::plant::smt2020 {
namespace {

using planttwin::testing::FabFiles;
using planttwin::testing::small_fab;
using planttwin::testing::tabbed;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

struct FabReading {
  Fab fab;
  sim::Diagnostics errors;
  sim::Diagnostics remarks;
};

FabReading read(const FabFiles& files) {
  FabReading reading;
  const auto text_of = [&](const std::string& name) -> std::optional<std::string> {
    const auto file = files.find(name);
    return file == files.end() ? std::nullopt : std::optional(file->second);
  };
  reading.fab = read_fab(text_of, "data", reading.errors, reading.remarks);
  return reading;
}

Fab read_good(const FabFiles& files) {
  FabReading reading = read(files);
  EXPECT_TRUE(reading.errors.empty()) << reading.errors.text();
  EXPECT_TRUE(reading.remarks.empty()) << reading.remarks.text();
  return std::move(reading.fab);
}

// The small fab with a piece of one of its files replaced.
FabFiles changed(const std::string& file, const std::string& from, const std::string& to) {
  FabFiles files = small_fab();
  std::string& text = files.at(file);
  const std::size_t place = text.find(tabbed(from));
  EXPECT_NE(place, std::string::npos) << from;
  if (place != std::string::npos) text.replace(place, from.size(), tabbed(to));
  return files;
}

TEST(Smt2020Tables, GiveToolsWithTheirGroupsAndHandlingTimes) {
  const Fab fab = read_good(small_fab());
  ASSERT_EQ(fab.families.size(), 3u);
  EXPECT_EQ(fab.families[0].id, "OVEN");
  EXPECT_EQ(fab.families[0].tools, 2);
  EXPECT_EQ(fab.families[0].unload.time, sim::Duration::minutes(2));
  EXPECT_FALSE(fab.families[0].cascading);
  EXPECT_TRUE(fab.families[1].cascading);
  EXPECT_TRUE(fab.families[2].least_setup_first);
  EXPECT_EQ(fab.families[2].location, "Annex");
  EXPECT_EQ(fab.groups[fab.families[2].group.index()].id, "Beam");
}

TEST(Smt2020Tables, GiveStepsWithTheirTimes) {
  const Fab fab = read_good(small_fab());
  const std::vector<Step>& steps = fab.route_of(ProductId(0)).steps;
  ASSERT_EQ(steps.size(), 6u);
  // 0.852 min -+ 0.0426 min / 2
  EXPECT_EQ(steps[0].process.shape, DrawShape::kUniform);
  EXPECT_EQ(steps[0].process.first.text(), "0.8307 min");
  EXPECT_EQ(steps[0].process.second.text(), "0.8733 min");
  ASSERT_TRUE(steps[0].cascade.has_value());
  EXPECT_TRUE(steps[0].cascade->per_piece);
  EXPECT_EQ(steps[1].same_tool_for, 50);
  EXPECT_EQ(steps[2].process.shape, DrawShape::kNormal);
  EXPECT_EQ(steps[2].process.second.time, sim::Duration::minutes(15));
  EXPECT_EQ(steps[2].batch->maximum, 75);
  EXPECT_EQ(steps[2].queue_time_limit->until, 40);
  EXPECT_EQ(steps[3].process.shape, DrawShape::kExponential);
  EXPECT_EQ(steps[4].rework->to, 20);
  EXPECT_EQ(steps[4].rework->percent, sim::Decimal(17, 1));
  EXPECT_EQ(steps[4].sampled_percent, sim::Decimal(25, 0));
  EXPECT_EQ(steps[5].setup_time->time, sim::Duration::minutes(15));
}

TEST(Smt2020Tables, GiveOrdersAndTheLotsInProcessWithTheTimeTheirLineAllows) {
  const Fab fab = read_good(small_fab());
  ASSERT_EQ(fab.orders.size(), 3u);
  EXPECT_EQ(sim::format_instant(fab.start()), "2019-03-04T06:00:00.000000Z");
  EXPECT_EQ(fab.orders[0].allowed, sim::Duration::hours(10 * 24 + 12));
  EXPECT_EQ(fab.orders[1].lots, 2);
  EXPECT_FALSE(fab.orders[2].interval.has_value());
  ASSERT_EQ(fab.wip.size(), 2u);
  EXPECT_EQ(fab.wip[0].line, OrderLineId(0));
  EXPECT_EQ(sim::format_instant(fab.wip[0].release), "2019-02-27T12:00:00.000000Z");
  EXPECT_EQ(sim::format_instant(fab.wip[1].release), "2019-03-02T12:30:15.000000Z");
}

TEST(Smt2020Tables, TakeDatesInShorterForms) {
  const auto start = [](const std::string& text) {
    const Fab fab = read_good(changed("order.txt", "03/04/19 06:00:00", text));
    return sim::format_instant(fab.orders[1].start);
  };
  EXPECT_EQ(start("3/4/2019 6:00"), "2019-03-04T06:00:00.000000Z");
  EXPECT_EQ(start("03/04/19"), "2019-03-04T00:00:00.000000Z");
}

TEST(Smt2020Tables, AttachCalendarsToFamiliesAndGroups) {
  const Fab fab = read_good(small_fab());
  ASSERT_EQ(fab.groups[0].stops.breakdowns.size(), 1u);
  EXPECT_EQ(fab.groups[0].stops.breakdowns[0].first->first.time, sim::Duration::days(2));
  ASSERT_EQ(fab.families[0].stops.maintenance.size(), 1u);
  EXPECT_EQ(fab.families[0].stops.maintenance[0].duration.first.text(), "5 h");
  EXPECT_EQ(fab.families[0].stops.maintenance[0].first->first.text(), "3.5 d");
  EXPECT_EQ(fab.families[1].stops.maintenance[0].pieces, 2000);
  EXPECT_EQ(fab.families[1].stops.maintenance[0].first_pieces, 1800);
}

TEST(Smt2020Tables, TellTheColumnsThatAreNotUsed) {
  const Fab fab = read_good(small_fab());
  ASSERT_EQ(fab.tables.size(), 12u);
  EXPECT_EQ(fab.tables[0].file, "data/tool.txt.1l");
  EXPECT_THAT(fab.tables[0].unused, ElementsAre("STN", "RULE"));
  EXPECT_EQ(fab.tables[0].rows, 3u);
  for (const TableUse& use : fab.tables) {
    if (use.file == "data/WIP.txt") {
      EXPECT_THAT(use.unused, ElementsAre("START", "HOTLOT", "TRACE"));
    }
    if (use.file == "data/route_b.txt") {
      EXPECT_THAT(use.unused, IsEmpty());
    }
  }
}

TEST(Smt2020Tables, AreReadWithWindowsLineEndsTrailingTabsAndComments) {
  FabFiles files = small_fab();
  for (auto& [name, text] : files) {
    std::string other = "\xEF\xBB\xBF# made by hand\r\n\r\n";
    for (const char c : text) other += c == '\n' ? "\t\t\r\n" : std::string(1, c);
    text = other + "// the end\r\n";
  }
  // A row that ended early goes on with two empty cells now.
  const Fab fab = read_good(files);
  EXPECT_EQ(fab.families.size(), 3u);
  EXPECT_EQ(fab.route_of(ProductId(0)).steps.size(), 6u);
  EXPECT_EQ(fab.wip.size(), 2u);
}

TEST(Smt2020Tables, MayHoldSeveralRoutesInAFileAndNameThemOnce) {
  FabFiles files = small_fab();
  std::string b = files["route_b.txt"];
  b.erase(0, b.find('\n') + 1);
  b.replace(b.find("r_b\t2"), 3, "");
  std::string& a = files["route_a.txt"];
  a += b;
  files["part.txt"] =
      tabbed("PART|ROUTEFILE|ROUTE\npart_a|route_a.txt|r_a\npart_b|route_a.txt|r_b\n");
  const Fab fab = read_good(files);
  EXPECT_EQ(fab.route_of(ProductId(0)).steps.size(), 6u);
  EXPECT_EQ(fab.route_of(ProductId(1)).steps.size(), 2u);
  EXPECT_EQ(fab.tables.size(), 11u);
}

// 1/3 min is no whole number of microseconds.
TEST(Smt2020Tables, RoundTimesToTheNearestMicrosecond) {
  const Fab fab =
      read_good(changed("route_b.txt", "constant|10||min", "uniform|0.3333333333|0.2|min"));
  const DrawnTime& time = fab.route_of(ProductId(1)).steps[0].process;
  EXPECT_EQ(time.first.time, sim::Duration::microseconds(14'000'000));
  EXPECT_EQ(time.second.time, sim::Duration::microseconds(26'000'000));
}

TEST(Smt2020Tables, RemarkUponWhatIsReadAndHasNoEffect) {
  const auto remarks = [](const std::string& file, const std::string& from, const std::string& to) {
    const FabReading reading = read(changed(file, from, to));
    EXPECT_TRUE(reading.errors.empty()) << reading.errors.text();
    return reading.remarks.text();
  };
  EXPECT_THAT(remarks("route_b.txt", "constant|12|", "constant|12|3"),
              HasSubstr("data/route_b.txt:3:30: PTIME2: 3 is not used"));
  EXPECT_THAT(remarks("attach.txt", "BREAK_Heat|down|stngrp|Heat|exponential|2|day\n", ""),
              HasSubstr("data/downcal.txt:2:1: DOWNCALNAME: is attached to nothing"));
  EXPECT_THAT(remarks("route_a.txt", "yes|50", "no|50"), HasSubstr("SVESTN does not say yes"));
  EXPECT_THAT(remarks("setup.txt", "|As75|45", "|Sb51|45|min|\n|As75|45"),
              HasSubstr("no step needs the setup \"Sb51\""));
  EXPECT_THAT(remarks("WIP.txt", "03/06/19 12:30:15", "03/09/19 00:00:00"),
              HasSubstr("taken as released at the start"));
}

// `to` has a mark, ^, before the cell at which the error must be reported.
struct BadFab {
  std::string name;
  std::string file;
  std::string from;
  std::string to;
  std::string error;
};

// Takes the mark out of a text and gives its line and column: "3:17".
std::string take_mark(std::string& text) {
  const std::size_t mark = text.find('^');
  text.erase(mark, 1);
  const std::string before = text.substr(0, mark);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  return std::to_string(line) + ":" + std::to_string(mark - (before.rfind('\n') + 1) + 1);
}

void PrintTo(const BadFab& fab, std::ostream* out) { *out << fab.name; }

class BadSmt2020 : public ::testing::TestWithParam<BadFab> {};

TEST_P(BadSmt2020, IsReportedWithFileLineAndColumn) {
  const BadFab& bad = GetParam();
  FabFiles files = changed(bad.file, bad.from, bad.to);
  const std::string place = take_mark(files.at(bad.file));
  EXPECT_THAT(read(files).errors.text(),
              HasSubstr("data/" + bad.file + ":" + place + ": " + bad.error));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, BadSmt2020,
    ::testing::Values(
        BadFab{"row that ends early", "attach.txt", "|1800|\n", "^\n",
               "expected 7 cells, as in the header, found 5; FOAUNITS is not there"},
        BadFab{"row that is too long", "fromto.txt", "12||min", "12||min|^x",
               "expected 6 cells, as in the header, found 7"},
        BadFab{"no number", "tool.txt.1l", "|2.0|Heat", "|^two|Heat",
               "STNQTY: expected a number, found \"two\""},
        BadFab{"no tools", "tool.txt.1l", "|3.0|Litho", "|^0|Litho",
               "STNQTY: expected a whole number from 1 to 1000000, found 0"},
        BadFab{"part of a tool", "tool.txt.1l", "|3.0|Litho", "|^1.5|Litho",
               "STNQTY: expected a whole number"},
        BadFab{"two rows for a family", "tool.txt.1l", "TRACK|TRACK", "^OVEN|TRACK",
               "STNFAM: there are two rows for the tool family \"OVEN\""},
        BadFab{"negative time", "route_a.txt", "constant|1.5", "constant|^-1.5",
               "PTIME: must not be negative, found -1.5"},
        BadFab{"unknown unit", "route_a.txt", "1.5||min", "1.5||^mim",
               "PTUNITS: no unit of time \"mim\"; known: s, sec, min"},
        BadFab{"no unit", "route_a.txt", "1.5||min", "1.5||^", "PTUNITS: is missing"},
        BadFab{"unknown distribution", "route_a.txt", "constant|1.5", "^constatn|1.5",
               "PDIST: no distribution \"constatn\"; known: constant, uniform, normal, expo"},
        BadFab{"no second number", "route_a.txt", "0.852|0.0426", "0.852|^",
               "PTIME2: this distribution needs a second number"},
        BadFab{"times below zero", "route_a.txt", "0.852|0.0426", "0.852|^2",
               "PTIME2: the spread 2 is more than twice the mean"},
        BadFab{"endless time", "route_a.txt", "constant|1.5", "constant|^1e12",
               "PTIME: longer than the longest time"},
        BadFab{"unknown family", "route_a.txt", "coat|TRACK", "coat|^TRAC",
               "STNFAM: no tool family \"TRAC\"; nearest: \"TRACK\""},
        BadFab{"unknown measure", "route_a.txt", "min|per_lot", "min|^per_lto",
               "PTPER: no measure of process times \"per_lto\"; known: per_piece, per_lot"},
        BadFab{"two rows for a step", "route_a.txt", "r_a|20", "r_a|^10",
               "STEP: there are two rows for the step 10"},
        BadFab{"batch without maximum", "route_a.txt", "50|75", "50|^", "BATCHMX: is missing"},
        BadFab{"batch bounds", "route_a.txt", "50|75", "^80|75",
               "BATCHMN: expected at most BATCHMX, 75, found 80"},
        BadFab{"both intervals", "route_a.txt", "12.5|min||", "12.5|min|^1|min",
               "PartInterval: a step has either PartInterval or BatchInterval"},
        BadFab{"interval of a lot time", "route_a.txt", "min|per_piece|||||||||||0.6",
               "min|per_lot|||||||||||^0.6", "PartInterval: expected a step with a process time"},
        BadFab{"unknown setup", "setupgrp.txt", "Ions|B11", "Ions|^B12",
               "SETUP: no setup \"B12\"; nearest: \"B11\""},
        BadFab{"unknown setup before", "setup.txt", "B11|P31", "^B111|P31",
               "CURSETUP: no setup \"B111\"; nearest: \"B11\""},
        BadFab{"step that is no step", "route_a.txt", "yes|50", "yes|^55",
               "FORSTEP: no step 55 in the route \"r_a\"; nearest: \"50\""},
        BadFab{"tool of a step before", "route_a.txt", "yes|50", "yes|^10",
               "FORSTEP: expected a step after this one, found 10"},
        BadFab{"tool of another family", "route_a.txt", "yes|50", "yes|^30",
               "FORSTEP: step 30 is done by another tool family, OVEN"},
        BadFab{"limit without a time", "route_a.txt", "|40|2|hr", "|40|^|", "CQT: is missing"},
        BadFab{"rework of all", "route_a.txt", "20|1.7|lot", "20|^100|lot",
               "REWORK: expected less than 100 percent"},
        BadFab{"more than all", "route_a.txt", "lot|25", "lot|^125",
               "StepPercent: expected at most 100 percent, found 125"},
        BadFab{"unknown route", "part.txt", "r_b", "^r_c",
               "ROUTE: no route \"r_c\" in route_b.txt; nearest: \"r_b\""},
        BadFab{"route file elsewhere", "part.txt", "route_b.txt", "^../route_b.txt",
               "ROUTEFILE: expected a file in the same folder"},
        BadFab{"unknown part", "order.txt", "Lot_B|part_b", "Lot_B|^part_bb",
               "PART: no part \"part_bb\"; nearest: \"part_b\", \"part_a\""},
        BadFab{"no date", "order.txt", "03/15/19 12:00:00", "^2019-03-15",
               "DUE: expected a date and a time as in \"01/31/18 07:29:20\", found"},
        BadFab{"no such day", "order.txt", "03/15/19", "^02/30/19", "DUE: expected a date"},
        BadFab{"due before its start", "order.txt", "03/15/19", "^03/01/19",
               "DUE: lies before START"},
        BadFab{"lot at no step", "WIP.txt", "|30|", "|^31|",
               "CURSTEP: no step 31 in the route \"r_a\""},
        BadFab{"lot of no line", "WIP.txt", "part_b|20", "part_b|^21",
               "PRIOR: no line of order.txt has the part \"part_b\" with priority 21"},
        BadFab{"unknown calendar", "attach.txt", "OVEN_clean|", "^OVEN_claen|",
               "CALNAME: no maintenance calendar \"OVEN_claen\"; nearest: \"OVEN_clean\""},
        BadFab{"unknown group", "attach.txt", "stngrp|Heat", "stngrp|^Heet",
               "RESNAME: no tool group \"Heet\"; nearest: \"Heat\""},
        BadFab{"attached twice", "attach.txt", "TRACK_rinse|pm|stnfam|TRACK|constant|1800|\n",
               "^OVEN_clean|pm|stnfam|OVEN|constant|1|day\n",
               "CALNAME: \"OVEN_clean\" is attached to \"OVEN\" twice"},
        BadFab{"first without a unit", "attach.txt", "3.5|day", "3.5|^", "FOAUNITS: is missing"},
        BadFab{"first pieces in days", "attach.txt", "1800|", "1800|^day",
               "FOAUNITS: expected pieces, found \"day\""},
        BadFab{"breakdown by another clock", "downcal.txt", "mttf_by_cal", "^mttf_by_luck",
               "DOWNCALTYPE: no kind of breakdown \"mttf_by_luck\"; known: mttf_by_cal"},
        BadFab{"no time between failures", "downcal.txt", "exponential|7", "exponential|^0",
               "MTTF: expected a time above zero"},
        BadFab{"column twice", "setupgrp.txt", "MINRUN|IGNORE", "MINRUN|^MINRUN",
               "MINRUN: there are two columns of this name"},
        BadFab{"two ways", "fromto.txt", "Bay|Annex", "Bay|^Bay",
               "TOLOC: there are two rows for this way"}));

TEST(BadSmt2020Files, AreReportedWhenAColumnIsMissing) {
  EXPECT_THAT(read(changed("pmcal.txt", "MTBPMUNITS", "MTBPUNITS")).errors.text(),
              HasSubstr("data/pmcal.txt:1:1: no column \"MTBPMUNITS\"; nearest: \"MTBPUNITS\""));
}

TEST(BadSmt2020Files, AreReportedWhenTheyAreNoUtf8) {
  EXPECT_THAT(read(changed("setup.txt", "B11|P31", "B11|P\xff")).errors.text(),
              HasSubstr("data/setup.txt:3:1: expected text in UTF-8"));
}

TEST(BadSmt2020Files, AreNamedWhenTheyAreMissing) {
  for (const auto& [name, text] : small_fab()) {
    FabFiles files = small_fab();
    files.erase(name);
    EXPECT_THAT(read(files).errors.text(),
                HasSubstr("data/" + name + ": there is no such file, or it cannot be read"));
  }
}

TEST(BadSmt2020Files, AreReportedWhenTheyAreEmpty) {
  for (const auto& [name, text] : small_fab()) {
    FabFiles files = small_fab();
    files[name] = "";
    EXPECT_THAT(read(files).errors.text(), HasSubstr("data/" + name + ": is empty"));
  }
}

TEST(BadSmt2020Files, AreReportedWhenASetupHasNoTime) {
  EXPECT_THAT(read(changed("setup.txt", "|As75|45|min|Beam\n", "")).errors.text(),
              HasSubstr("data/route_b.txt:2:50: SETUP: no setup \"As75\""));
}

// One mistake does not hide the others and is told once.
TEST(BadSmt2020Files, AreReportedAllInOnePass) {
  FabFiles files = changed("tool.txt.1l", "|2.0|Heat", "|-2|Heat");
  files["route_a.txt"].replace(files["route_a.txt"].find("coat"), 10, "coat\tTRUCK");
  files["WIP.txt"].replace(files["WIP.txt"].find("03/10/19"), 8, "never");
  files["attach.txt"].replace(files["attach.txt"].find("stngrp"), 6, "room");
  const FabReading reading = read(files);
  EXPECT_EQ(reading.errors.count(), 4u) << reading.errors.text();
  EXPECT_THAT(reading.errors.text(), Not(HasSubstr("OVEN")));
}

}  // namespace
}  // namespace planttwin::plant::smt2020
