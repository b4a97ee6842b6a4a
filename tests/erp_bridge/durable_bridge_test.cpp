// A plant whose messages go through a durable outbox into the books, also when the process ends in
// between.

#include "erp_bridge/durable_bridge.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "erp_bridge/formats/json_format.h"
#include "tests/support/simulation.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

constexpr const char* kPlant = R"({"id": "P", "unit": "pcs",
  "materials": [{"id": "PART"}, {"id": "BOLT"}], "locations": [{"id": "STORE"}],
  "work_centers": [{"id": "A"}, {"id": "B"}],
  "routings": [{"id": "PART", "operations": [
    {"id": 10, "work_center": "A", "time": "2 min", "per": "lot"},
    {"id": 20, "work_center": "B", "time": "3 min", "per": "lot"}]}]})";
constexpr const char* kInput = R"({"start": "2025-01-01T00:00:00Z", "horizon": "2 d",
  "sources": [{"id": "S", "product": "PART", "quantity": "1 pcs", "interarrival": "5 min"}]})";

DurableBridgeOptions options_with(const std::filesystem::path& store, std::size_t batch) {
  DurableBridgeOptions options;
  options.store = store;
  options.group = 40;
  options.delivery.batch = batch;
  return options;
}

class DurableBridgeTest : public ::testing::TestWithParam<std::size_t> {
 protected:
  // Runs until a time, as the process of a life that begins with the plant's first event.
  void run(DurableBridge& bridge, plant::PlantRun& run, sim::Duration until) {
    run.add_sink(bridge);
    run.run(sim::Time::from_start(until));
  }

  testing::Simulation simulation_{kPlant, kInput};
  testing::TemporaryFolder folder_{testing::memory_directory()};
};

TEST_P(DurableBridgeTest, BooksWhatHappensInGroups) {
  DurableBridge bridge(simulation_.plant(), simulation_.input(), "R",
                       options_with(folder_.file("a"), GetParam()));
  plant::PlantRun plant = simulation_.start();
  run(bridge, plant, sim::Duration::days(2));
  bridge.finish();
  const Reconciliation audit = bridge.audit(plant.state());
  EXPECT_TRUE(audit.findings.empty());
  EXPECT_EQ(audit.residual, 0);
  EXPECT_EQ(audit.matched, bridge.reported());
  EXPECT_GT(bridge.reported(), 1000);
  EXPECT_LT(bridge.transactions(), bridge.reported() / 4);
  DeliveryStore store(folder_.file("a"));
  EXPECT_EQ(store.source_position(), bridge.reported());
  for (const OutboxEntry& entry : store.outbox()) {
    EXPECT_EQ(entry.state, DeliveryState::kAcknowledged);
    EXPECT_EQ(entry.attempts, 1);
  }
}

// The books are elsewhere and live on; what the bridge has not kept is gone.
TEST_P(DurableBridgeTest, GoesOnWhereItsStoreIsWhenItEndsAnywhere) {
  ReferenceErp erp(erp_items(simulation_.plant()));
  std::int64_t doubled = 0;
  const auto receive = [&](const std::string& payload) {
    sim::Diagnostics diagnostics;
    const std::optional<Message> message = from_json(payload, diagnostics);
    if (erp.knows(message->envelope.idempotency_key)) ++doubled;
    return erp.post(*message);
  };
  for (int hours = 5; hours <= 45; hours += 5) {
    DurableBridge bridge(simulation_.plant(), simulation_.input(), "R",
                         options_with(folder_.file("a"), GetParam()), receive);
    plant::PlantRun plant = simulation_.start();
    run(bridge, plant, sim::Duration::hours(hours));
  }
  DurableBridge bridge(simulation_.plant(), simulation_.input(), "R",
                       options_with(folder_.file("a"), GetParam()), receive);
  plant::PlantRun plant = simulation_.start();
  run(bridge, plant, sim::Duration::days(2));
  bridge.finish();
  const Reconciliation audit = bridge.audit(plant.state(), erp);
  EXPECT_TRUE(audit.findings.empty());
  EXPECT_EQ(audit.residual, 0);
  EXPECT_EQ(audit.matched, bridge.reported());
  EXPECT_EQ(static_cast<std::int64_t>(erp.documents().size()), bridge.reported());
  EXPECT_GT(doubled, 0);  // sent again, as nobody had kept that they had arrived
}

INSTANTIATE_TEST_SUITE_P(Of, DurableBridgeTest, ::testing::Values(1, 50),
                         [](const ::testing::TestParamInfo<std::size_t>& batch) {
                           return "batch_" + std::to_string(batch.param);
                         });

}  // namespace
}  // namespace planttwin::bridge
