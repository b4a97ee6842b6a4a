// Dispatch rules: which of several waiting lots a machine takes next.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

// Three orders wait at minute 0 behind a blocker that holds the machine until minute 10.
//   A: 6 min here, then 1 min;  due 100; weight 1; priority 0
//   B: 3 min here, then 20 min; due 30;  weight 1; priority 0
//   C: 4 min here, then 5 + 5 min;  due 40;  weight 4; priority 1
// They arrive in the order A, B, C at minutes 1, 2, 3.
std::string plant(const std::string& rule) {
  return R"({"id": "RULES", "unit": "pcs",
    "materials": [{"id": "X"}, {"id": "A"}, {"id": "B"}, {"id": "C"}],
    "work_centers": [{"id": "M", "dispatch": )" +
         rule + R"(}, {"id": "NEXT", "machines": 9}],
    "routings": [
      {"id": "X", "material": "X", "operations": [
        {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
      {"id": "A", "material": "A", "operations": [
        {"id": 10, "work_center": "M", "time": "6 min", "per": "lot"},
        {"id": 20, "work_center": "NEXT", "time": "1 min", "per": "lot"}]},
      {"id": "B", "material": "B", "operations": [
        {"id": 10, "work_center": "M", "time": "3 min", "per": "lot"},
        {"id": 20, "work_center": "NEXT", "time": "20 min", "per": "lot"}]},
      {"id": "C", "material": "C", "operations": [
        {"id": 10, "work_center": "M", "time": "4 min", "per": "lot"},
        {"id": 20, "work_center": "NEXT", "time": "5 min", "per": "lot"},
        {"id": 30, "work_center": "NEXT", "time": "5 min", "per": "lot"}]}]})";
}

constexpr const char* kInput = R"({"start": "2025-01-01T00:00:00Z", "until": "done", "orders": [
  {"id": "X", "product": "X", "quantity": "1 pcs", "release": "0 min"},
  {"id": "A", "product": "A", "quantity": "1 pcs", "release": "1 min", "due": "100 min"},
  {"id": "B", "product": "B", "quantity": "1 pcs", "release": "2 min", "due": "30 min"},
  {"id": "C", "product": "C", "quantity": "1 pcs", "release": "3 min", "due": "40 min",
   "weight": 4, "priority": 1}]})";

struct RuleCase {
  const char* rule;
  const char* order;  // of the starts after X
};

void PrintTo(const RuleCase& c, std::ostream* out) { *out << c.rule; }

class DispatchRules : public ::testing::TestWithParam<RuleCase> {};

TEST_P(DispatchRules, TakeTheWaitingLotsInTheirOrder) {
  const Timeline timeline(plant(GetParam().rule), kInput);
  std::string order;
  for (const Timeline::Entry& entry : timeline.entries()) {
    if (entry.type == plant::EventType::kOperationStarted && entry.machine == "M/1") {
      order += entry.lot.substr(0, 1);
    }
  }
  EXPECT_EQ(order, "X" + std::string(GetParam().order));
}

// The decisions fall at minute 10 and when the first two are done.
//   slack d - t - R at 10:  A 100-10-7 = 83, B 30-10-23 = -3, C 40-10-14 = 16
//   critical ratio (d-t)/R: A 90/7 = 12.9, B 20/23 = 0.87, C 30/14 = 2.1
//   slack per operation:    A 83/2, B -3/2, C 16/3
//   work remaining R:       A 7, B 23, C 14;  operations: A 2, B 2, C 3
//   p/w:                    A 6, B 3, C 1
//   ATC, k = 2, mean p 13/3: w/p exp(-slack'/(26/3)), slack' = d - t - p: A 84, B 17, C 26
//       A 1/6 e^-9.7 = 1e-5; B 1/3 e^-1.96 = 0.047; C 1 e^-3 = 0.050: C first
//       then at 14 with A, B, mean p 4.5: B 1/3 e^-(13/9) > A
INSTANTIATE_TEST_SUITE_P(OfOneMachine, DispatchRules,
                         ::testing::Values(RuleCase{"\"fifo\"", "ABC"}, RuleCase{"\"lifo\"", "CBA"},
                                           RuleCase{"\"spt\"", "BCA"}, RuleCase{"\"lpt\"", "ACB"},
                                           RuleCase{"\"edd\"", "BCA"}, RuleCase{"\"slack\"", "BCA"},
                                           RuleCase{"\"slack_per_operation\"", "BCA"},
                                           RuleCase{"\"critical_ratio\"", "BCA"},
                                           RuleCase{"\"atc\"", "CBA"}, RuleCase{"\"wspt\"", "CBA"},
                                           RuleCase{"\"mwkr\"", "BCA"}, RuleCase{"\"lwkr\"", "ACB"},
                                           RuleCase{"\"mopnr\"", "CAB"},
                                           RuleCase{"\"release\"", "ABC"},
                                           RuleCase{"[\"priority\", \"spt\"]", "CBA"},
                                           RuleCase{"[\"priority\", \"lpt\"]", "CAB"}));

}  // namespace
}  // namespace planttwin::testing
