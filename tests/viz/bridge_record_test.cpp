// What a view reads of the messages and the audit of a run.

#include "viz/panels/bridge_record.h"

#include <gtest/gtest.h>

#include <fstream>

#include "sim/database.h"
#include "tests/viz/logged_run.h"

namespace planttwin::view {
namespace {

TEST(BridgeRecord, IsEmptyForARunWithoutBusinessSystems) {
  const testing::TemporaryFolder folder;
  const BridgeRecord record = read_bridge_record(folder.file(""), three_plants());
  EXPECT_FALSE(record.has_audit || record.has_messages);
  EXPECT_TRUE(record.problems.empty());
}

TEST(BridgeRecord, TellsFindingsWithOrderHopAndTime) {
  const testing::TemporaryFolder folder;
  const std::string order = three_plants().order(3).name;
  std::ofstream(folder.file("reconciliation.json"))
      << R"({"list": [{"class": "duplicate", "key": "run-1/OperationCompleted/)" << order
      << R"(/10/SAW", "at_s": 3600.5, "last_right": "source", "first_wrong": "gateway",)"
      << R"( "detail": "twice"}, {"class": "foreign", "key": null, "at_s": null}]})";
  const BridgeRecord record = read_bridge_record(folder.file(""), three_plants());
  ASSERT_EQ(record.findings.size(), 2U);
  EXPECT_EQ(record.findings[0].kind, "duplicate");
  EXPECT_EQ(record.findings[0].order_number, 3);
  EXPECT_EQ(record.findings[0].hop, "gateway");
  EXPECT_EQ(record.findings[0].time, 3'600'500'000);
  EXPECT_EQ(record.findings[1].time, -1);
  EXPECT_EQ(record.findings[1].order_number, -1);
}

TEST(BridgeRecord, KnowsWhichMessagesAreUnderWay) {
  const testing::TemporaryFolder folder;
  {
    sim::Database file(folder.file("messages.sqlite"), sim::Database::Mode::kCreate);
    file.execute(
        "CREATE TABLE message(key TEXT, short_key TEXT, direction TEXT, type TEXT, partition TEXT, "
        "happened INTEGER, ended INTEGER, state TEXT);"
        "CREATE TABLE backlog(at INTEGER, to_erp INTEGER, to_plant INTEGER);"
        "INSERT INTO message VALUES('a', 'A', 'to_erp', 'T', 'O', 100, 200, 'taken'),"
        "('b', 'B', 'to_plant', 'T', 'O', 150, NULL, 'waiting');"
        "INSERT INTO backlog VALUES(100, 1, 0), (150, 1, 1), (200, 0, 1);");
  }
  const BridgeRecord record = read_bridge_record(folder.file(""), three_plants());
  ASSERT_TRUE(record.problems.empty()) << record.problems.front();
  EXPECT_EQ(record.under_way(99).size(), 0U);
  EXPECT_EQ(record.under_way(160).size(), 2U);
  EXPECT_EQ(record.under_way(200), std::vector<std::size_t>{1});
  EXPECT_EQ(record.backlog_at(170).to_plant, 1);
  EXPECT_EQ(record.backlog_at(50).to_erp, 0);
}

TEST(BridgeRecord, SaysWhatCannotBeRead) {
  const testing::TemporaryFolder folder;
  std::ofstream(folder.file("reconciliation.json")) << "{";
  std::ofstream(folder.file("messages.sqlite")) << "no database at all, but long enough to be read";
  const BridgeRecord record = read_bridge_record(folder.file(""), three_plants());
  EXPECT_EQ(record.problems.size(), 2U);
}

}  // namespace
}  // namespace planttwin::view
