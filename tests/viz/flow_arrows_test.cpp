#include "viz/scene/flow_arrows.h"

#include <gtest/gtest.h>

#include <map>

#include "tests/viz/logged_run.h"

namespace planttwin::view {
namespace {

// Every piece of the line goes through all of its work centers in their order.
TEST(Flows, AreTheLotsFromWorkCenterToWorkCenter) {
  const playback::History history = history_of("02_unreliable_line", 10);
  const std::vector<Flow> flows = flows_of(history);
  ASSERT_EQ(flows.size(), 3u);
  std::map<std::int32_t, std::int64_t> queued;
  for (const playback::FloorEvent& event : history.events()) {
    if (event.type == plant::EventType::kLotQueued) ++queued[event.work_center];
  }
  for (std::int32_t i = 0; i < 3; ++i) {
    const Flow& flow = flows[static_cast<std::size_t>(i)];
    EXPECT_EQ(flow.from, i);
    EXPECT_EQ(flow.to, i + 1);
    EXPECT_EQ(flow.lots, queued[i + 1]);
    EXPECT_GT(flow.lots, 100);
  }
}

}  // namespace
}  // namespace planttwin::view
