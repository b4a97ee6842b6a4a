// Streams of orders, release loops and revisions in force at the release.

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/plant_models/timeline.h"

namespace planttwin::testing {
namespace {

using plant::EventType;

constexpr const char* kPlant = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "A"}, {"id": "B"}],
  "work_centers": [{"id": "M"}],
  "routings": [
    {"id": "A", "operations": [
      {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
    {"id": "B", "operations": [
      {"id": 10, "work_center": "M", "time": "1 min", "per": "lot"}]}]})";

std::string source(const std::string& keys, const std::string& horizon = "100 min") {
  return R"({"start": "2025-01-06T00:00:00Z", "horizon": ")" + horizon +
         R"(", "sources": [{"id": "S", )" + keys + "}]}";
}

Minutes releases(const std::string& keys) {
  return Timeline(kPlant, source(keys)).times(EventType::kOrderReleased);
}

TEST(Sources, BeginAfterOneInterarrivalTimeUnlessToldOtherwise) {
  const std::string keys = R"("product": "A", "quantity": "1 pcs", "interarrival": "30 min")";
  EXPECT_EQ(releases(keys), (Minutes{30, 60, 90}));
  EXPECT_EQ(releases(keys + R"(, "first": "5 min")"), (Minutes{5, 35, 65, 95}));
}

TEST(Sources, EndAtTheirTimeOrNumber) {
  const std::string keys = R"("product": "A", "quantity": "1 pcs", "interarrival": "20 min")";
  EXPECT_EQ(releases(keys + R"(, "until": "60 min")"), (Minutes{20, 40}));  // 60 is not before 60
  EXPECT_EQ(releases(keys + R"(, "limit": 3)"), (Minutes{20, 40, 60}));
}

TEST(Sources, DivideTheirOrdersIntoLots) {
  const Timeline t(kPlant, source(R"("product": "A", "quantity": "7 pcs", "lot_size": "3 pcs",
    "interarrival": "60 min")"));
  ASSERT_EQ(t.events(EventType::kLotCreated).size(), 3U);
  EXPECT_EQ(t.events(EventType::kLotCreated)[1].quantity.count(), 3);
  EXPECT_EQ(t.events(EventType::kLotCreated)[2].quantity.count(), 1);
}

// Of 1000 orders a quarter is for A: 250, standard deviation sqrt(1000 0.25 0.75) = 13.7.
TEST(Sources, MixProductsByTheirWeights) {
  const Timeline t(kPlant, source(R"("products": [{"product": "A", "weight": 1},
    {"product": "B", "weight": 3}], "quantity": "1 pcs", "interarrival": "1 min", "limit": 1000)",
                                  "2000 min"));
  std::map<std::size_t, int> orders;
  for (const plant::PlantEvent& event : t.events(EventType::kOrderReleased)) {
    ++orders[event.material.index()];
  }
  EXPECT_NEAR(orders[0], 250, 4 * 13.7);
  EXPECT_EQ(orders[0] + orders[1], 1000);
}

// Orders of one to three pieces, equally likely: mean 2, variance 2/3.
TEST(Sources, DrawWholeQuantities) {
  const Timeline t(kPlant, source(R"("product": "B", "quantity_draw": {"discrete": {
    "values": [1, 2, 3], "probabilities": [0.25, 0.5, 0.25]}}, "interarrival": "1 min",
    "limit": 400)",
                                  "500 min"));
  double sum = 0;
  for (const plant::PlantEvent& event : t.events(EventType::kOrderReleased)) {
    EXPECT_GE(event.quantity.count(), 1);
    EXPECT_LE(event.quantity.count(), 3);
    sum += static_cast<double>(event.quantity.count());
  }
  EXPECT_NEAR(sum / 400, 2, 4 * 0.707 / 20);
}

// Released at 30, due at 38 and done at 40.
TEST(Sources, GiveTheirOrdersATimeToBeDone) {
  const Timeline t(kPlant, source(R"("product": "A", "quantity": "1 pcs", "interarrival": "30 min",
    "limit": 1, "due": "8 min")"));
  ASSERT_EQ(t.events(EventType::kOrderCompleted).size(), 1U);
  EXPECT_EQ(t.events(EventType::kOrderCompleted)[0].duration, sim::Duration::minutes(2));
  EXPECT_EQ(t.run().state().statistics.orders.on_time, 0);
}

// Looks every 15 min from the start: at 0 there are none, two come and one begins; at 15 the second
// has begun (at 10) and none waits: two more; at 30 one of them waits, which is not less.
TEST(PeriodicReviews, RefillAQueueThatIsShort) {
  const Timeline t(kPlant, source(R"("kind": "periodic_review", "product": "A",
    "quantity": "1 pcs", "interval": "15 min", "work_center": "M", "refill_at": 0,
    "refill_lots": 2)",
                                  "59 min"));
  // Lots run in [0, 10), [10, 20), [20, 30), [30, 40): at 30 none waits, since the fourth begins
  // only in the decisions after the review. Then it is looked at again at 45.
  EXPECT_EQ(t.times(EventType::kOrderReleased), (Minutes{0, 0, 15, 15, 45, 45}));
}

// Two lots may be in process. The third order, of a product of the loop, waits; D is in no loop.
TEST(ReleaseLoops, HoldBackOnlyTheirProducts) {
  const Timeline t(R"({"id": "P", "unit": "pcs",
    "materials": [{"id": "A"}, {"id": "B"}, {"id": "D"}],
    "release_loops": [{"id": "L", "products": ["A", "B"], "limit": 2}],
    "work_centers": [{"id": "M", "machines": 9}],
    "routings": [
      {"id": "A", "operations": [
        {"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
      {"id": "B", "operations": [
        {"id": 10, "work_center": "M", "time": "6 min", "per": "lot"}]},
      {"id": "D", "operations": [
        {"id": 10, "work_center": "M", "time": "1 min", "per": "lot"}]}]})",
                   R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "A1", "product": "A", "quantity": "1 pcs"},
    {"id": "B1", "product": "B", "quantity": "1 pcs"},
    {"id": "A2", "product": "A", "quantity": "1 pcs"},
    {"id": "B2", "product": "B", "quantity": "1 pcs"},
    {"id": "D", "product": "D", "quantity": "1 pcs"}]})");
  EXPECT_EQ(t.times(EventType::kOrderReleased), (Minutes{0, 0, 0, 6, 10}));
  EXPECT_EQ(t.completed().at("D.1"), 1);
  EXPECT_EQ(t.completed().at("A2.1"), 16);
  EXPECT_EQ(t.completed().at("B2.1"), 16);
}

// From minute 60 on the second revision is in force: it takes 3 min instead of 10. What counts is
// the release, not the start of the work.
TEST(RoutingRevisions, AreThoseInForceAtTheRelease) {
  const Timeline t(R"({"id": "P", "unit": "pcs", "materials": [{"id": "A"}],
    "work_centers": [{"id": "M"}],
    "routings": [
      {"id": "A1", "material": "A", "revision": "1", "effective_to": "2025-01-06T01:00:00Z",
       "operations": [{"id": 10, "work_center": "M", "time": "10 min", "per": "lot"}]},
      {"id": "A2", "material": "A", "revision": "2", "effective_from": "2025-01-06T01:00:00Z",
       "operations": [{"id": 10, "work_center": "M", "time": "3 min", "per": "lot"}]}]})",
                   R"({"start": "2025-01-06T00:00:00Z", "until": "done", "orders": [
    {"id": "O1", "product": "A", "quantity": "1 pcs", "release": "55 min"},
    {"id": "O2", "product": "A", "quantity": "1 pcs", "release": "59 min"},
    {"id": "O3", "product": "A", "quantity": "1 pcs", "release": "60 min"}]})");
  EXPECT_EQ(t.completed().at("O1.1"), 65);
  EXPECT_EQ(t.completed().at("O2.1"), 75);
  EXPECT_EQ(t.completed().at("O3.1"), 78);
}

}  // namespace
}  // namespace planttwin::testing
