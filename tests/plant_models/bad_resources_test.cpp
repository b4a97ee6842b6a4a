#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

// Broken files: work centers, people, shifts and transport that do not fit together. Every error is
// expected with line, column, JSON pointer and message, and no other error.
struct BadResources {
  std::string name;
  std::string text;
  std::vector<std::string> errors;
};

std::ostream& operator<<(std::ostream& out, const BadResources& bad) { return out << bad.name; }

const std::vector<BadResources> kCases = {
    {"ZeroMachines",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1", "machines": 0}],)"}.text(),
     {"4:43: /work_centers/M1/machines: found the number 0; expected an integer from 1 to "
      "1000000"}},
    {"AbsurdlyManyMachines",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1", "machines": 1000001}],)"}.text(),
     {"4:43: /work_centers/M1/machines: found the number 1000001; expected an integer from 1 to "
      "1000000"}},
    {"TooManyMachinesTogether",
     PlantText{.work_centers =
                   R"("work_centers": [{"id": "M1"}, {"id": "M2", "machines": 1000000}],)"}
         .text(),
     {"4:57: /work_centers/M2/machines: the plant has more than 1000000 machines"}},
    {"NegativeCapacity",
     PlantText{.work_centers = R"("work_centers": [{"id": "M1", "queue_capacity": -1}],)"}.text(),
     {"4:49: /work_centers/M1/queue_capacity: found the number -1; expected an integer from 0 to "
      "1000000"}},
    {"UnknownBuffer",
     PlantText{.others = R"("buffers": [{"id": "RACK", "capacity": 5}],)",
               .work_centers = R"("work_centers": [{"id": "M1", "buffer": "RAKC"}],)"}
         .text(),
     {R"(4:41: /work_centers/M1/buffer: no buffer "RAKC"; nearest: "RACK")"}},
    {"BufferCalledLikeAWorkCenter",
     PlantText{.others = R"("buffers": [{"id": "M1", "capacity": 5}],)"}.text(),
     {R"(4:18: /work_centers/M1: the buffer "M1" is called like the work center; refer to it by "buffer" or rename it)"}},
    {"BatchMinimumAboveMaximum",
     PlantText{.work_centers =
                   R"("work_centers": [{"id": "M1", "batch": {"minimum": 5, "maximum": 4}}],)"}
         .text(),
     {"4:52: /work_centers/M1/batch/minimum: found 5; expected at most the maximum of 4"}},
    {"BatchWaitWithoutLimit",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "batch": {"maximum": 4, "limit": "partial_after_wait"}}],)"}
         .text(),
     {R"(4:40: /work_centers/M1/batch: the member "wait_limit" is missing)"}},
    {"IndexingLineWithBatches",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "indexing_line": {"stations": 3}, "batch": {"maximum": 4}}],)"}
         .text(),
     {R"(4:48: /work_centers/M1/indexing_line: an indexing line moves single lots; leave out "batch")"}},
    {"IndexingLineWithACascade",
     PlantText{
         .work_centers = R"("work_centers": [{"id": "M1", "indexing_line": {"stations": 3}}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "9 min", "per": "lot", "cascade": {"per": "unit", "interval": "1 min"}})"}
         .text(),
     {"4:48: /work_centers/M1/indexing_line: the stations of an indexing line hold one lot each, "
      "but operation 10 of A has a cascade"}},
    {"IndexingLineLoadedBesideIt",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "indexing_line": {"stations": 3}, "options": {"loading": "beside_machine"}}],)"}
         .text(),
     {R"(4:48: /work_centers/M1/indexing_line: lots are loaded on the stations of an indexing line; set "loading": "on_machine")"}},
    {"UnknownDispatchRule",
     PlantText{.work_centers =
                   R"("work_centers": [{"id": "M1", "dispatch": ["priority", "stp"]}],)"}
         .text(),
     {R"(4:56: /work_centers/M1/dispatch/1: found "stp"; expected one of fifo, lifo, spt, lpt, edd, slack, slack_per_operation, critical_ratio, atc, wspt, mwkr, lwkr, mopnr, setup, priority, release, minimum_run, queue_time_limited, queue_time_slack; nearest: "spt")"}},
    {"RepeatedRuleOfTheGroup",
     PlantText{
         .others =
             R"("machine_groups": [{"id": "G", "maintenance": [{"id": "PM", "trigger": "units", "units": 9, "duration": "1 h"}]}],)",
         .work_centers =
             R"("work_centers": [{"id": "M1", "group": "G", "maintenance": [{"id": "PM", "trigger": "cycles", "cycles": 9, "duration": "1 h"}]}],)"}
         .text(),
     {R"(4:40: /work_centers/M1/group: "PM" is in the group, too; rename it)"}},
    {"UnknownMachineGroup",
     PlantText{.others = R"("machine_groups": [{"id": "ETCH"}],)",
               .work_centers = R"("work_centers": [{"id": "M1", "group": "ETHC"}],)"}
         .text(),
     {R"(4:40: /work_centers/M1/group: no machine group "ETHC"; nearest: "ETCH")"}},
    {"CascadeWithoutInterval",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "cascade": {"per": "unit", "interval": "0 s"}})"}
         .text(),
     {"6:103: /routings/A/operations/10/cascade/interval: found 0 s; expected a duration above "
      "zero"}},
    {"ReturnToALaterMachine",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "same_machine_as": 20}, {"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:83: /routings/A/operations/10/same_machine_as: expected an operation before this one"}},
    {"BatchInLotsAndPieces",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "batch", "batch": {"minimum": 2, "maximum": "4 pcs"}})"}
         .text(),
     {"6:87: /routings/A/operations/10/batch/minimum: minimum and maximum are both numbers of lots "
      "or both quantities"}},
    {"QueueTimeLimitBackwards",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"}, {"id": 20, "work_center": "M1", "time": "1 min", "per": "lot", "queue_time_limits": [{"until": 10, "within": "1 h"}]})"}
         .text(),
     {"6:160: /routings/A/operations/20/queue_time_limits/0/until: expected an operation after "
      "this one"}},
    {"SamplingAboveOne",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "sampling": 1.5})"}
         .text(),
     {"6:76: /routings/A/operations/10/sampling: found the number 1.5; expected a number from 0 to "
      "1"}},
    {"SetupToUnknownFamily",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "setup": {"changes": [{"to": "GRN", "time": "5 min"}]}}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "setup_family": "GREEN"})"}
         .text(),
     {R"(4:60: /work_centers/M1/setup/changes/0/to: no setup family "GRN")"}},
    {"SetupChangeTwice",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "setup": {"changes": [{"to": "G", "time": "5 min"}, {"to": "G", "time": "6 min"}]}}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "setup_family": "G"})"}
         .text(),
     {"4:83: /work_centers/M1/setup/changes/1: this change of setup is listed twice"}},
    {"FailureWithUnknownClockAlone",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "failures": [{"id": "F", "clock": "cycle", "cycles_to_failure": 9, "repair": "1 h"}]}],)"}
         .text(),
     {R"(4:65: /work_centers/M1/failures/F/clock: found "cycle"; expected one of operating, operating_and_setup, calendar, cycles; nearest: "cycles")"}},
    {"FailsAllTheTime",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "failures": [{"id": "F", "time_to_failure": "0 h", "repair": "1 h"}]}],)"}
         .text(),
     {"4:75: /work_centers/M1/failures/F/time_to_failure: the mean is 0 s; expected a time above "
      "zero"}},
    {"FailureStartOnAnOperatingClock",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "failures": [{"id": "F", "next_from": "failure_start", "time_to_failure": "9 h", "repair": "1 h"}]}],)"}
         .text(),
     {"4:69: /work_centers/M1/failures/F/next_from: failure_start needs the calendar clock: "
      "other clocks rest while down"}},
    {"MaintenanceWithoutInterval",
     PlantText{
         .work_centers =
             R"("work_centers": [{"id": "M1", "maintenance": [{"id": "F", "trigger": "calendar", "duration": "1 h"}]}],)"}
         .text(),
     {R"(4:47: /work_centers/M1/maintenance/F: the member "interval" is missing)"}},
    {"UnknownSkill",
     PlantText{
         .others = R"("labor": [{"id": "L", "size": 1, "skills": ["weld"]}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "labor": [{"skill": "wield"}]})"}
         .text(),
     {R"(6:84: /routings/A/operations/10/labor/0/skill: no skill "wield"; nearest: "weld")"}},
    {"MorePeopleThanExist",
     PlantText{
         .others = R"("labor": [{"id": "L", "size": 2}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "labor": [{"skill": "L", "count": 3}]})"}
         .text(),
     {R"(6:73: /routings/A/operations/10/labor: needs 3 people with the skill "L"; there are 2)"}},
    {"MoreToolsThanExist",
     PlantText{
         .others = R"("tools": [{"id": "T", "count": 1}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "tools": [{"tool": "T"}, {"tool": "T"}]})"}
         .text(),
     {R"(6:73: /routings/A/operations/10/tools: needs 2 of the tool "T"; there are 1)"}},
    {"CrewLargerThanPool",
     PlantText{
         .others = R"("labor": [{"id": "L", "size": 1}],)",
         .work_centers =
             R"("work_centers": [{"id": "M1", "failures": [{"id": "F", "time_to_failure": "9 h", "repair": "1 h", "crew": {"pool": "L", "count": 2}}]}],)"}
         .text(),
     {R"(4:43: /work_centers/M1/failures: "F" needs 2 people of the labor pool "L"; there are 1)"}},
    {"SiteNotSaid",
     PlantText{.others = R"("sites": [{"id": "S1"}, {"id": "S2"}],)",
               .work_centers = R"("work_centers": [{"id": "M1"}],)"}
         .text(),
     {R"(4:18: /work_centers/M1: the member "site" is missing; the plant has several sites)"}},
    {"ShiftWithoutTime",
     PlantText{.others = R"("shifts": [{"id": "S"}],)"}.text(),
     {"2:12: /shifts/S: a shift needs patterns of local time or windows counted from the start"}},
    {"BreakOutsideTheShift",
     PlantText{
         .others =
             R"("shifts": [{"id": "S", "patterns": [{"days": ["mon"], "from": "06:00", "to": "14:00", "breaks": [{"from": "13:50", "to": "14:10"}]}]}],)"}
         .text(),
     {"2:98: /shifts/S/patterns/0/breaks/0: the break is not within the shift"}},
    {"ShiftsOverlapOverTheWeekend",
     PlantText{
         .others =
             R"("shifts": [{"id": "S", "patterns": [{"days": ["mon"], "from": "05:00", "to": "14:00"}, {"days": ["sun"], "from": "22:00", "to": "06:00"}]}],)"}
         .text(),
     {"2:37: /shifts/S/patterns/0: the pattern overlaps another time of the same shift"}},
    {"NoSuchDayOrHour",
     PlantText{
         .others =
             R"("shifts": [{"id": "S", "patterns": [{"days": ["mo"], "from": "25:00", "to": "14:00"}], "holidays": ["2025-02-30"]}],)"}
         .text(),
     {R"(2:47: /shifts/S/patterns/0/days/0: found "mo"; expected one of mon, tue, wed, thu, fri, sat, sun; nearest: "mon")",
      R"(2:62: /shifts/S/patterns/0/from: found "25:00"; expected a time of day such as "06:00")",
      R"(2:101: /shifts/S/holidays/0: there is no date "2025-02-30")"}},
    {"WindowBeyondTheCycle",
     PlantText{
         .others =
             R"("shifts": [{"id": "S", "cycle": "10 min", "windows": [{"from": "5 min", "to": "15 min"}]}],)"}
         .text(),
     {"2:79: /shifts/S/windows/0/to: found 15 min; expected at most 10 min"}},
    {"EdgeThatNoFleetServes",
     PlantText{
         .others =
             R"("network": {"nodes": [{"id": "N1"}, {"id": "N2"}], "edges": [{"id": "E", "from": "N1", "to": "N2", "length": "5 m"}]},)"}
         .text(),
     {R"(2:62: /network/edges/E: no fleet serves this edge of kind "aisle")"}},
    {"EdgeToItselfAndEdgeToTheMoon",
     PlantText{.others = R"("network": {"nodes": [{"id": "N1"}, {"id": "N2"}], "edges": [
{"id": "LOOP", "from": "N1", "to": "N1", "length": "5 m"},
{"id": "MOON", "from": "N1", "to": "N2", "length": "384400 km"}]},)"}
         .text(),
     {R"(3:36: /network/edges/LOOP/to: the edge ends where it begins)",
      R"(4:52: /network/edges/MOON/length: expected at most 100000 km)"}},
    {"NoWayBetweenWorkCenters",
     PlantText{
         .others = R"("network": {"nodes": [{"id": "N1"}, {"id": "N2"}]},)",
         .work_centers =
             R"("work_centers": [{"id": "M1", "node": "N1"}, {"id": "M2", "node": "N2"}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"}, {"id": 20, "work_center": "M2", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:1: /routings/A/operations/10: no way in the transport network from the work center "M1" to the work center "M2" of operation 20)"}},
    {"CarrierCannotComeHome",
     PlantText{
         .others =
             R"("network": {"nodes": [{"id": "N1"}, {"id": "N2"}], "edges": [{"id": "E", "from": "N1", "to": "N2", "length": "5 m", "one_way": true}], "fleets": [{"id": "AGV", "speed": "1 m/s", "home": "N1"}]},)"}
         .text(),
     {R"(2:147: /network/fleets/AGV: no way back to the home "N1" from the node "N2")"}},
    {"UnknownNode",
     PlantText{
         .others =
             R"("network": {"nodes": [{"id": "N1"}, {"id": "N2"}], "edges": [{"id": "E", "from": "N1", "to": "N2", "length": "5 m"}], "fleets": [{"id": "AGV", "speed": "1 m/s", "home": "N3"}]},)"}
         .text(),
     {R"(2:170: /network/fleets/AGV/home: no node "N3"; nearest: "N1", "N2")"}},
    {"MaterialInTwoLoops",
     PlantText{
         .others =
             R"("release_loops": [{"id": "L1", "limit": 3, "products": ["A"]}, {"id": "L2", "limit": 3, "products": ["A"]}],)"}
         .text(),
     {R"(2:102: /release_loops/L2/products/0: the product belongs to the release loop "L1" already)"}},
    {"ReplenishmentFromNowhere",
     PlantText{
         .others =
             R"("locations": [{"id": "W"}], "replenishments": [{"id": "R", "kind": "reorder_point", "material": "B", "location": "W", "reorder_point": "1 pcs", "order_quantity": "0 pcs"}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "pcs"}],)"}
         .text(),
     {R"(2:48: /replenishments/R: no supplier is given, and the material "B" has no routing to make it by)",
      "2:163: /replenishments/R/order_quantity: expected a quantity above zero"}},
    {"ManyErrorsAtOnce",
     PlantText{
         .others = R"("labor": [{"id": "L", "size": 0}],)",
         .materials = R"("materials": [{"id": "A", "unit": "kg", "shelf_life": "0 d"}],)",
         .work_centers =
             R"("work_centers": [{"id": "M1", "machines": 1.5, "speed": 0, "kynd": "lathe"}],)",
         .operations =
             R"({"id": 10, "work_center": "M2", "time": {"uniform": {"min": "5 min", "max": "1 min"}}, "per": "pcs", "yield": 2})"}
         .text(),
     {"2:31: /labor/L/size: found the number 0; expected an integer from 1 to 1000000",
      "3:55: /materials/A/shelf_life: found 0 s; expected a duration above zero",
      R"(4:43: /work_centers/M1/machines: found the number 1.5; expected an integer from 1 to 1000000)",
      "4:57: /work_centers/M1/speed: found the number 0; expected a number above zero",
      R"(4:60: /work_centers/M1/kynd: unknown member "kynd"; nearest: "kind")",
      R"(6:27: /routings/A/operations/10/work_center: no work center "M2"; nearest: "M1")",
      "6:53: /routings/A/operations/10/time/uniform: max must not be below min",
      R"(6:95: /routings/A/operations/10/per: found "pcs"; expected one of lot, unit, batch)",
      R"(6:111: /routings/A/operations/10/yield: found the number 2; expected a number from 0 to 1)"}},
};

class BadResourcesFiles : public testing::TestWithParam<BadResources> {};

TEST_P(BadResourcesFiles, YieldEveryErrorInItsPlace) {
  std::string expected;
  for (const std::string& error : GetParam().errors) expected += "plant.json:" + error + "\n";
  EXPECT_EQ(load_plant_text(GetParam().text).errors, expected);
}

INSTANTIATE_TEST_SUITE_P(Loader, BadResourcesFiles, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace planttwin::plant
