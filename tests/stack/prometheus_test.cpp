#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/program.h"
#include "tests/stack/servers.h"

// A drive and the ERP that it drives, scraped by a real Prometheus; and the log of the drive.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kKey = "an-example-key-0001";

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

// Asks until it is so; a minute at most.
bool comes(const std::function<bool()>& is_so) {
  for (int i = 0; i < 600; ++i) {
    if (is_so()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  return false;
}

class WatchedDrive : public ::testing::Test {
 protected:
  WatchedDrive() { setenv("PLANTTWIN_ERP_KEY", kKey, 1); }

  static std::vector<std::string> drive(const std::string& speed, std::vector<std::string> more) {
    std::vector<std::string> words = {
        "drive",    shipped("scenarios/library/12_real_erp/scenario.json"),
        "--stack",  shipped("data/stacks/reference-erp/stack.json"),
        "--manage", "--speed",
        speed,      "--out",
        "out",      "--quiet"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  std::string text_at(int port, const char* path) const {
    httplib::Client client("127.0.0.1", port);
    const auto answer = client.Get(path);
    return answer && answer->status == 200 ? answer->body : "";
  }
  // Complaints of promtool about a page of figures.
  std::string complaints(const std::string& page) const {
    folder_.write("page", page);
    return Program("/bin/sh", {"-c", "promtool check metrics < page 2>&1"}, folder_.path())
        .finish()
        .standard_output;
  }

  TemporaryFolder folder_;
};

// The value of a query, or a negative number while there is none.
double value_of(int prometheus, const std::string& query) {
  httplib::Client client("127.0.0.1", prometheus);
  const auto answer = client.Get("/api/v1/query", {{"query", query}}, httplib::Headers());
  if (!answer || answer->status != 200) return -1;
  const json result = json::parse(answer->body)["data"]["result"];
  return result.empty() ? -1 : std::stod(result[0]["value"][1].get<std::string>());
}

TEST_F(WatchedDrive, IsScrapedByPrometheusWithItsErp) {
  const int metrics = free_port();
  const int port = free_port();
  folder_.write("plan.json", R"({ "seed": 1, "faults": [ { "id": "slow", "kind": "latency",
      "connection": "erp", "share": 0.5, "mean": "1 ms", "jitter": "0 ms" } ] })");
  Program program(drive("600", {"--metrics", std::to_string(metrics), "--faults", "plan.json"}),
                  folder_.path());
  ASSERT_TRUE(comes([&] { return fs::exists(folder_.file("out/live/bridge.sqlite")); }));
  const std::string erp = read_text(folder_.file("out/live/parts/erp/port"));
  folder_.write("prometheus.yml",
                "global: {scrape_interval: 200ms}\nscrape_configs:\n"
                "  - job_name: planttwin\n    static_configs:\n      - targets: ['127.0.0.1:" +
                    std::to_string(metrics) + "', '127.0.0.1:" + std::to_string(std::stoi(erp)) +
                    "']\n");
  Server prometheus({"/usr/bin/prometheus", "--config.file=" + folder_.file("prometheus.yml"),
                     "--storage.tsdb.path=" + folder_.file("tsdb"),
                     "--web.listen-address=127.0.0.1:" + std::to_string(port)},
                    folder_.path() / "server", port);
  prometheus.start();
  for (const char* query :
       {"sum(planttwin_messages_acknowledged_total) > 10",
        "planttwin_posting_latency_seconds_count > 10", "planttwin_plant_time_seconds > 0",
        "planttwin_plant_events_total > 0", "planttwin_faults_struck_total{kind=\"latency\"} > 0",
        "planttwin_erp_messages_total{result=\"booked\"} > 10",
        "planttwin_erp_requests_total{path=\"/messages/batch\",status=\"200\"} > 0",
        "planttwin_erp_documents > 10", "planttwin_erp_books_size_bytes > 0"}) {
    EXPECT_TRUE(comes([&] { return value_of(port, query) > 0; })) << query;
  }
  EXPECT_EQ(value_of(port, "planttwin_bridge_failed"), 0);
  prometheus.stop();

  const std::string of_drive = text_at(metrics, "/metrics");
  EXPECT_THAT(of_drive, HasSubstr("planttwin_messages_open"));
  EXPECT_EQ(complaints(of_drive), "");
  const std::string of_erp = text_at(std::stoi(erp), "/metrics");
  EXPECT_THAT(of_erp, HasSubstr("planttwin_erp_documents"));
  EXPECT_EQ(complaints(of_erp), "");
  EXPECT_EQ(text_at(metrics, "/healthz"), "{\"status\":\"ok\"}\n");
  EXPECT_EQ(text_at(std::stoi(erp), "/healthz"), "{\"status\":\"ok\"}\n");
  kill(program.process(), SIGINT);
  EXPECT_EQ(program.finish().exit_code, 1);
}

TEST_F(WatchedDrive, LogsEveryMessageAndNoSecret) {
  const ProgramOutcome driven = run_program(drive("max", {"--log", "drive.jsonl"}), folder_.path());
  ASSERT_EQ(driven.exit_code, 0) << driven.standard_error;
  const std::string log = read_text(folder_.file("drive.jsonl"));
  EXPECT_THAT(log, Not(HasSubstr(kKey)));
  std::map<std::string, int> events;
  std::istringstream lines(log);
  for (std::string line; std::getline(lines, line);) {
    const json read = json::parse(line);
    const std::string event = read.at("event");
    ++events[event];
    if (!event.starts_with("message.")) continue;
    EXPECT_EQ(read.at("connection"), "erp");
    EXPECT_EQ(read.at("trace_id").get<std::string>().size(), 32U);
    EXPECT_FALSE(read.at("key").get<std::string>().empty());
    if (event == "message.ended") {
      EXPECT_EQ(read.at("outcome"), "acknowledged");
      EXPECT_GE(read.at("attempt"), 1);
    }
  }
  EXPECT_EQ(events["message.reported"], 483);
  EXPECT_EQ(events["message.ended"], 483);
  EXPECT_GE(events["message.sent"], 483);
  EXPECT_EQ(events["message.answered"], events["message.sent"]);
}

TEST_F(WatchedDrive, AsksForKeysBeyondThisMachine) {
  const auto error = [&](const std::vector<std::string>& more) {
    const ProgramOutcome outcome = run_program(drive("max", more), folder_.path());
    EXPECT_EQ(outcome.exit_code, 2);
    EXPECT_FALSE(fs::exists(folder_.file("out")));
    return outcome.standard_error;
  };
  EXPECT_THAT(error({"--metrics", "0.0.0.0:9464"}), HasSubstr("--metrics-keys FILE"));
  EXPECT_THAT(error({"--metrics", "port"}), HasSubstr("expected [HOST:]PORT"));
  EXPECT_THAT(error({"--metrics-keys", "keys.json"}), HasSubstr("goes with --metrics"));
}

}  // namespace
}  // namespace planttwin::testing
