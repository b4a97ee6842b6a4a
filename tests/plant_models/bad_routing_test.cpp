#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

#include "tests/plant_models/loading.h"

namespace planttwin::plant {
namespace {

// A work center that knows where its components lie.
constexpr const char* kSupplied =
    R"("locations": [{"id": "STORE"}], "work_centers": [{"id": "M1", "supply": "STORE"}],)";

// Broken files: routings and BOMs whose parts do not fit together. Every error is expected with
// line, column, JSON pointer and message, and no other error.
struct BadRouting {
  std::string name;
  std::string text;
  std::vector<std::string> errors;
};

std::ostream& operator<<(std::ostream& out, const BadRouting& bad) { return out << bad.name; }

const std::vector<BadRouting> kCases = {
    {"EmptyRouting",
     PlantText{.operations = R"()"}.text(),
     {"5:40: /routings/A/operations: found an empty array; a routing needs at least one "
      "operation"}},
    {"NoOperations",
     R"({"id": "P", "materials": [{"id": "A", "unit": "pcs"}], "work_centers": [{"id": "M"}],
"routings": [{"id": "A"}]})",
     {R"(2:14: /routings/A: the member "operations" is missing)"}},
    {"UnknownWorkCenter",
     PlantText{.operations = R"({"id": 10, "work_center": "M4", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:27: /routings/A/operations/10/work_center: no work center "M4"; nearest: "M1", "M2", "M3")"}},
    {"WorkCenterTwice",
     PlantText{.operations =
                   R"({"id": 10, "work_centers": ["M1", "M1"], "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:28: /routings/A/operations/10/work_centers: the work center "M1" is listed twice)"}},
    {"NoWorkCenters",
     PlantText{.operations = R"({"id": 10, "work_centers": [], "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:28: /routings/A/operations/10/work_centers: found an empty array; expected at least one "
      "work center"}},
    {"BothWorkCenterAndWorkCenters",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "work_centers": ["M2"], "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:27: /routings/A/operations/10/work_center: an operation has either work_center or "
      "work_centers, not both"}},
    {"OperationTwice",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"}, {"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:72: /routings/A/operations/10/id: the id "10" is used twice; first at 6:8)"}},
    {"OperationNumberIsText",
     PlantText{.operations = R"({"id": "ten", "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:8: /routings/A/operations/ten/id: found the string "ten"; expected an integer from 1 to 1000000000)"}},
    {"UnknownOperation",
     PlantText{.operations =
                   R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "next": 30},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:72: /routings/A/operations/10/next: no operation "30"; nearest: "10", "20")"}},
    {"ProbabilityAboveOne",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "rework": {"probability": 1.5, "to": 10}})"}
         .text(),
     {"6:90: /routings/A/operations/10/rework/probability: found the number 1.5; expected a "
      "number from 0 to 1"}},
    {"ProbabilitiesDoNotAddUp",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "next": [{"to": 20, "probability": 0.5}, {"to": "end", "probability": 0.4}]},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:72: /routings/A/operations/10/next: the probabilities of the ways add up to 0.9; "
      "expected 1"}},
    {"ProbabilityMissing",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "next": [{"to": 20}, {"to": "end", "probability": 0.4}]},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:73: /routings/A/operations/10/next/0: the member "probability" is missing)"}},
    {"ReworkBesideWays",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "next": [{"to": 20, "probability": 0.5}, {"to": "end", "probability": 0.5}], "rework": {"probability": 0.1, "to": 10}},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:151: /routings/A/operations/10/rework: the ways of "next" have probabilities: add the rework to them instead)"}},
    {"NobodyComesThere",
     PlantText{.operations =
                   R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "next": 30},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"7:1: /routings/A/operations/20: no lot ever comes to operation 20"}},
    {"EndlessRework",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot", "rework": {"probability": 1, "to": 10}},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:1: /routings/A/operations/10: the end cannot be reached from 10, 20: lots circle for "
      "ever, 10 -> 20 -> 10",
      "8:1: /routings/A/operations/30: no lot ever comes to operation 30"}},
    {"EndlessCycleWithTail",
     PlantText{.operations = R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot", "next": 20})"}
         .text(),
     {"7:1: /routings/A/operations/20: the end cannot be reached from 10, 20, 30: lots circle "
      "for ever, 20 -> 30 -> 20"}},
    {"BranchLeavesForTheEnd",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "parallel": {"branches": [20, 30], "join": 40}},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot", "next": "end"},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot", "next": 40},
{"id": 40, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:1: /routings/A/operations/10: a way from branch 20 leads to the end and not to the join "
      "40"}},
    {"BranchRunsIntoAnother",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "parallel": {"branches": [20, 30], "join": 40}},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot", "next": 40},
{"id": 40, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:1: /routings/A/operations/10: a way from branch 20 leads to operation 30, outside the "
      "branch, before the join 40"}},
    {"ReworkIntoABranch",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "parallel": {"branches": [20, 30], "join": 40}},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot", "next": 40},
{"id": 30, "work_center": "M1", "time": "1 min", "per": "lot", "next": 40},
{"id": 40, "work_center": "M1", "time": "1 min", "per": "lot", "rework": {"probability": 0.1, "to": 20}})"}
         .text(),
     {"6:1: /routings/A/operations/10: operation 40 sends lots into the branch at 20"}},
    {"OneBranch",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "parallel": {"branches": [20], "join": 20}},
{"id": 20, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:89: /routings/A/operations/10/parallel/branches: expected at least two branches"}},
    {"TimeBesidePhases",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "phases": [{"id": "X", "duration": "1 min"}]})"}
         .text(),
     {R"(6:41: /routings/A/operations/10/time: the phases say how long the operation takes; leave out "time")"}},
    {"InspectionWithoutSampleSize",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "inspection": {"scope": "sample", "on_defect": "scrap"}})"}
         .text(),
     {R"(6:78: /routings/A/operations/10/inspection: the member "sample_size" is missing)"}},
    {"AcceptanceNumberTooLarge",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "inspection": {"scope": "sample", "sample_size": 3, "acceptance_number": 3, "on_defect": "scrap"}})"}
         .text(),
     {"6:137: /routings/A/operations/10/inspection/acceptance_number: found 3; expected less "
      "than the sample size of 3"}},
    {"UnknownInspectionScopeAlone",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "inspection": {"scope": "samle", "sample_size": 3, "on_defect": "scrap"}})"}
         .text(),
     {R"(6:88: /routings/A/operations/10/inspection/scope: found "samle"; expected one of every_unit, every_nth_unit, sample; nearest: "sample")"}},
    {"UnknownDefectCause",
     PlantText{
         .others = R"("defect_causes": [{"id": "DENT"}],)",
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot", "defects": [{"cause": "DEMT", "probability": 0.1}]})"}
         .text(),
     {R"(6:86: /routings/A/operations/10/defects/0/cause: no defect cause "DEMT"; nearest: "DENT")"}},
    {"RoutingOfUnknownMaterial",
     PlantText{.materials = R"("materials": [{"id": "B", "unit": "pcs"}],)"}.text(),
     {R"(5:14: /routings/A: no material is called "A"; say by "material" what the routing makes)"}},
    {"RevisionsOverlap",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"}]}, {"id": "A2", "material": "A", "operations": [
{"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {R"(6:67: /routings/A2: in force at the same time as "A" for the same material)"}},
    {"PeriodBackwards",
     PlantText{
         .operations =
             R"({"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"}], "effective_from": "2026-01-01T00:00Z", "effective_to": "2025-01-01T00:00Z"}, {"id": "B", "material": "A", "operations": [
{"id": 10, "work_center": "M1", "time": "1 min", "per": "lot"})"}
         .text(),
     {"6:121: /routings/A/effective_to: expected an instant after effective_from"}},
    {"BomCycle",
     PlantText{
         .others =
             R"("boms": [{"id": "A", "items": [{"component": "B", "quantity": "1 pcs"}]}, {"id": "B", "items": [{"component": "C", "quantity": "1 pcs"}]}, {"id": "C", "items": [{"component": "A", "quantity": "1 pcs"}]}],)",
         .materials =
             R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "pcs", "phantom": true}, {"id": "C", "unit": "pcs", "phantom": true}],)",
         .work_centers = kSupplied}
         .text(),
     {"2:10: /boms/A: a material cannot be a component of itself: A -> B -> C -> A"}},
    {"BomQuantityInAnotherUnit",
     PlantText{
         .others = R"("boms": [{"id": "A", "items": [{"component": "B", "quantity": "2 pcs"}]}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)",
         .work_centers = kSupplied}
         .text(),
     {R"(2:63: /boms/A/items/0/quantity: found the unit "pcs"; expected "kg")"}},
    {"BomOfWhatIsNotMade",
     PlantText{
         .others = R"("boms": [{"id": "B", "items": [{"component": "A", "quantity": "0 pcs"}]}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)"}
         .text(),
     {R"(2:10: /boms/B: the material "B" has a BOM but no routing, and is no phantom: it can never be made)",
      "2:63: /boms/B/items/0/quantity: expected a quantity above zero"}},
    {"ComponentsWithoutAPlace",
     PlantText{
         .others = R"("boms": [{"id": "A", "items": [{"component": "B", "quantity": "2 kg"}]}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)"}
         .text(),
     {R"(2:46: /boms/A/items/0/component: is needed at operation 10, whose work center "M1" has no "supply": the location where its components lie)"}},
    {"BomItemAtUnknownOperation",
     PlantText{
         .others =
             R"("boms": [{"id": "A", "items": [{"component": "B", "quantity": "2 kg", "operation": 15, "scrap_factor": 2}]}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)",
         .work_centers = kSupplied}
         .text(),
     {R"(2:84: /boms/A/items/0/operation: no operation "15" in routing "A"; nearest: "10")",
      "2:104: /boms/A/items/0/scrap_factor: found the number 2; expected a number from 0 to 1"}},
    {"BomItemInUnknownPhase",
     PlantText{
         .others =
             R"("boms": [{"id": "A", "items": [{"component": "B", "quantity": "2 kg", "phase": "FIL"}]}],)",
         .materials = R"("materials": [{"id": "A", "unit": "pcs"}, {"id": "B", "unit": "kg"}],)",
         .work_centers = kSupplied,
         .operations =
             R"({"id": 10, "work_center": "M1", "phases": [{"id": "FILL", "duration": "1 min"}]})"}
         .text(),
     {R"(2:80: /boms/A/items/0/phase: no phase "FIL" in operation 10; nearest: "FILL")"}},
};

class BadRoutingFiles : public testing::TestWithParam<BadRouting> {};

TEST_P(BadRoutingFiles, YieldEveryErrorInItsPlace) {
  std::string expected;
  for (const std::string& error : GetParam().errors) expected += "plant.json:" + error + "\n";
  EXPECT_EQ(load_plant_text(GetParam().text).errors, expected);
}

INSTANTIATE_TEST_SUITE_P(Loader, BadRoutingFiles, testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace planttwin::plant
