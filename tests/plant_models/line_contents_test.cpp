// What stands on an indexing line or in a vessel: at the start, at the way out, and when scrapped.

#include <gtest/gtest.h>

#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

// Lots go over M, which takes 10 min, and N, which takes 30 min.
std::string plant(const std::string& m, const std::string& n = "", const std::string& more = "") {
  return R"({"id": "P", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "M")" +
         m + R"(}, {"id": "N")" + n + R"(}], "routings": [{"id": "PART", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"},
      {"id": 20, "work_center": "N", "time": "30 min", "per": "lot"}]}])" +
         more + "}";
}

std::string lots(int count, const std::string& more) {
  return R"({"start": "2025-01-01T00:00:00Z", "orders": [{"id": "A", "product": "PART",
    "quantity": ")" +
         std::to_string(count) + R"( pcs", "lot_size": "1 pcs"}])" + more + "}";
}

TEST(IndexingLine, LetsOnlyFinishedLotsOntoItsOutputPlace) {
  // Lots leave the line of two stations at 20, 30, 40 ... min. N has no room but its own place: the
  // second waits beside the line, the third on it; no lot skips a station.
  const Timeline t(plant(R"(, "indexing_line": {"stations": 2}, "output_places": 1)",
                         R"(, "queue_capacity": 0)"),
                   lots(5, R"(, "horizon": "110 min")"));
  // N works from 20, 50, 80 min on. The line: out at 20, 30 (waits beside it) and 40 (stays on the
  // line until 50, when the place beside it is free); the next cycle ends at 60.
  std::vector<double> left;
  for (const plant::PlantEvent& e : t.events(EventType::kOperationCompleted)) {
    if (e.operation == 0) left.push_back(Timeline::minutes(e.time));
  }
  EXPECT_EQ(left, (Minutes{20, 30, 40, 60, 90}));
  EXPECT_EQ(t.lots(EventType::kLotCompleted), (Lots{"A.1", "A.2"}));
}

TEST(IndexingLine, HasEmptyStationsWhereLotsWereScrapped) {
  // The line stops at 15 min with two lots on it, which are lost; the next come from 20 min on.
  const Timeline t(plant(R"(, "indexing_line": {"stations": 2},
                         "options": {"interrupted_work": "scrap"})"),
                   lots(4, R"(, "horizon": "3 h", "disruptions": [{"id": "STOP",
      "kind": "machine_down", "machine": "M/1", "at": "15 min", "duration": "5 min"}])"));
  EXPECT_EQ(t.lots(EventType::kLotScrapped), (Lots{"A.2", "A.1"}));
  EXPECT_EQ(t.completed(), (std::map<std::string, double>{{"A.3", 70}, {"A.4", 100}}));
}

TEST(InitialLots, OnAnIndexingLineStandOneBehindTheOther) {
  // The cycle in progress takes 4 more minutes: the first leaves the line then, the second at 14.
  const Timeline t(plant(R"(, "indexing_line": {"stations": 2})", R"(, "machines": 2)"),
                   lots(2, R"(, "horizon": "1 h", "initial_state": {"lots": [
      {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
       "remaining": "4 min"},
      {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
       "remaining": "3 min"}]})"));
  EXPECT_EQ(t.completed(), (std::map<std::string, double>{{"A.1", 34}, {"A.2", 44}}));
}

TEST(InitialLots, OfABatchGoOnTogether) {
  const Timeline t(plant(R"(, "batch": {"maximum": 2, "minimum": 2})", R"(, "machines": 2)"),
                   lots(2, R"(, "until": "done", "initial_state": {"lots": [
      {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
       "remaining": "4 min"},
      {"order": "A", "quantity": "1 pcs", "operation": 10, "place": "machine", "machine": "M/1",
       "remaining": "4 min"}]})"));
  EXPECT_EQ(t.completed(), (std::map<std::string, double>{{"A.1", 34}, {"A.2", 34}}));
}

}  // namespace
}  // namespace planttwin::testing
