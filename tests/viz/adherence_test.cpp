#include "viz/scene/adherence.h"

#include <gtest/gtest.h>

#include "plant_models/run/plant_run.h"
#include "scenarios/report/event_log.h"
#include "tests/support/simulation.h"
#include "tests/support/temporary_file.h"

namespace planttwin::view {
namespace {

using playback::History;

// Two operations of 60 minutes for a lot on machines that nobody else uses, so what is left to do
// is known: 2 h before the first, 1 h after it.
constexpr const char* kPlant = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "M"}],
  "work_centers": [{"id": "A", "machines": 9}, {"id": "B", "machines": 9}],
  "routings": [{"id": "M", "operations": [
    {"id": 10, "work_center": "A", "time": "60 min", "per": "lot"},
    {"id": 20, "work_center": "B", "time": "60 min", "per": "lot"}]}]})";

std::string order(const std::string& id, const std::string& due, const std::string& more = "") {
  return R"({"id": ")" + id + R"(", "product": "M", "quantity": "1 pcs")" +
         (due.empty() ? "" : R"(, "due": ")" + due + "\"") + more + "}";
}

// Two orders without priority, after all that is looked at.
constexpr const char* kLaterOrders = R"(,
  {"id": "X", "product": "M", "quantity": "1 pcs", "release": "8 h"},
  {"id": "Y", "product": "M", "quantity": "1 pcs", "release": "8 h"})";

History history_of(const std::string& orders) {
  const testing::Simulation simulation(
      kPlant, R"({"start": "2025-01-06T00:00Z", "horizon": "10 h", "orders": [)" + orders +
                  kLaterOrders + "]}");
  const testing::TemporaryFolder folder;
  plant::PlantRun run = simulation.start();
  scenario::EventLog log(folder.file("events.sqlite"), {.scenario = "s", .version = "9.9.9"},
                         run.state());
  run.add_sink(log);
  run.run();
  log.finish(run.now(), "horizon");
  return History::read(folder.file("events.sqlite"));
}

std::string_view adherence_at(const History& history, int minutes) {
  const std::int64_t now = minutes * 60'000'000LL;
  const playback::FloorState state = history.at(now);
  if (state.lots.size() != 1) return "not one lot";
  return kAdherenceNames[static_cast<std::size_t>(adherence_of(history, state.lots[0], now))];
}

struct Case {
  const char* due;
  const char* more;
  int minutes;
  const char* expected;
};
class AdherenceOfALot : public ::testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(
    , AdherenceOfALot,
    ::testing::Values(Case{"", "", 30, "no due date"}, Case{"", R"(, "priority": 2)", 30, "hot"},
                      Case{"3 h", "", 0, "on time"},
                      Case{"100 min", "", 0, "late"},  // 120 min of work
                      Case{"3 h", "", 61, "early"},    // half of the work, a third of the time
                      Case{"3 h", R"(, "priority": 1)", 61, "hot"},
                      Case{"125 min", "", 62, "on time"},  // half of both
                      Case{"115 min", "", 61, "late"},     // 60 min of work, 54 left
                      Case{"115 min", R"(, "priority": 1)", 61, "late"}));

TEST_P(AdherenceOfALot, IsJudgedByTimeAndWorkLeft) {
  const Case& c = GetParam();
  EXPECT_EQ(adherence_at(history_of(order("O", c.due, c.more)), c.minutes), c.expected);
}

TEST(SlackOfALot, IsTheTimeLeftBeyondItsWork) {
  const History history = history_of(order("O", "3 h"));
  const std::int64_t now = 61LL * 60'000'000;
  EXPECT_EQ(slack_of(history, history.at(now).lots.at(0), now), (180 - 61 - 60) * 60'000'000LL);
}

}  // namespace
}  // namespace planttwin::view
