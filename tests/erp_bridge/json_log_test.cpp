#include "erp_bridge/monitoring/json_log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>
#include <vector>

#include "sim/output_error.h"
#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using nlohmann::json;
using planttwin::testing::TemporaryFile;
using ::testing::MatchesRegex;

std::vector<json> lines_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::vector<json> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(json::parse(line));
  return lines;
}

TEST(JsonLog, HasAnObjectALineThatItsOwnerAloneCanRead) {
  const TemporaryFile file;
  JsonLog log(file.path());
  log.write("info", "run.started", JsonFields().text("run", "a \"quoted\"\nname"));
  log.write("error", "run.failed");
  const std::vector<json> lines = lines_of(file.path());
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[0]["level"], "info");
  EXPECT_EQ(lines[0]["event"], "run.started");
  EXPECT_EQ(lines[0]["run"], "a \"quoted\"\nname");
  EXPECT_THAT(lines[0]["time"].get<std::string>(),
              MatchesRegex("[0-9-]{10}T[0-9:]{8}(\\.[0-9]+)?Z"));
  struct stat status {};
  ASSERT_EQ(stat(file.path().c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600U);
}

TEST(JsonLog, IsContinued) {
  const TemporaryFile file;
  JsonLog(file.path()).write("info", "one");
  JsonLog(file.path()).write("info", "two");
  EXPECT_EQ(lines_of(file.path()).size(), 2U);
}

TEST(JsonLog, KeepsLinesOfThreadsWhole) {
  const TemporaryFile file;
  JsonLog log(file.path());
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&log] {
      for (int line = 0; line < 200; ++line) {
        log.write("info", "line", JsonFields().text("text", std::string(500, 'x')));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(lines_of(file.path()).size(), 800U);
}

TEST(JsonLog, ThrowsWhereItCantBeWritten) {
  EXPECT_THROW(JsonLog("/nowhere/log"), sim::OutputError);
  JsonLog full("/dev/full");
  EXPECT_THROW(full.write("info", "run.started"), sim::OutputError);
}

TEST(TraceId, IsThatOfTheMessageOrMadeOfItsKey) {
  EXPECT_EQ(trace_id("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "key"),
            "0af7651916cd43dd8448eb211c80319c");
  const std::string made = trace_id("", "key");
  EXPECT_THAT(made, MatchesRegex("[0-9a-f]{32}"));
  EXPECT_EQ(trace_id("00-no-hexadecimal-digits-are-in-this-one-01", "key"), made);
  EXPECT_NE(trace_id("", "another key"), made);
}

TEST(MessageLog, SaysWhatBecameOfAMessage) {
  const TemporaryFile file;
  JsonLog log(file.path());
  MessageLog messages(log, "erp");
  MessageNews news;
  news.key = "R/GoodsReceived/1";
  news.type = "GoodsReceived";
  news.what = MessageNews::What::kAnswered;
  news.attempt = 2;
  news.outcome = "retry";
  news.code = "http_503";
  messages.on_message(news);
  news.earlier = true;
  messages.on_message(news);
  const std::vector<json> lines = lines_of(file.path());
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0]["event"], "message.answered");
  EXPECT_EQ(lines[0]["level"], "warning");
  EXPECT_EQ(lines[0]["key"], "R/GoodsReceived/1");
  EXPECT_EQ(lines[0]["trace_id"], trace_id("", "R/GoodsReceived/1"));
  EXPECT_EQ(lines[0]["connection"], "erp");
  EXPECT_EQ(lines[0]["attempt"], 2);
  EXPECT_EQ(lines[0]["outcome"], "retry");
  EXPECT_EQ(lines[0]["code"], "http_503");
}

}  // namespace
}  // namespace planttwin::bridge
