#include "erp_bridge/monitoring/drive_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <string>

#include "erp_bridge/monitoring/erp_metrics.h"

namespace planttwin::bridge {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
using What = MessageNews::What;

MessageNews news(What what, std::string_view key, std::string_view outcome = {}) {
  MessageNews made;
  made.what = what;
  made.key = key;
  made.type = "GoodsReceived";
  made.outcome = outcome;
  if (what == What::kEnded) made.seconds = 0.2;
  return made;
}

// All figures that there are.
void report_everything(DriveMetrics& metrics) {
  for (const char* key : {"taken", "refused", "set aside", "waits"}) {
    metrics.on_message(news(What::kReported, key));
    metrics.on_message(news(What::kSent, key));
  }
  metrics.on_message(news(What::kAnswered, "waits", "unknown"));
  metrics.on_message(news(What::kEnded, "taken", "acknowledged"));
  metrics.on_message(news(What::kEnded, "refused", "rejected"));
  metrics.on_message(news(What::kEnded, "set aside", "dead"));
  metrics.on_strike("drop");
}

std::string erp_page() {
  ErpMetrics metrics;
  metrics.on_request({"GET", "/stock", 200, 0.001});
  metrics.on_booking({"key", "GoodsReceived", "", "booked", ""});
  return metrics.text(1, 4096);
}

TEST(DriveMetrics, CountMessagesByTypeAndEnd) {
  DriveMetrics metrics;
  report_everything(metrics);
  const std::string page = metrics.text({.plant_seconds = 90.5, .events = 7, .open = 1});
  for (const char* line : {
           "planttwin_messages_reported_total{type=\"GoodsReceived\"} 4\n",
           "planttwin_messages_sent_total{type=\"GoodsReceived\"} 4\n",
           "planttwin_messages_acknowledged_total{type=\"GoodsReceived\"} 1\n",
           "planttwin_messages_rejected_total{type=\"GoodsReceived\"} 1\n",
           "planttwin_messages_dead_total{type=\"GoodsReceived\"} 1\n",
           "planttwin_messages_unknown_total{type=\"GoodsReceived\"} 1\n",
           "planttwin_sending_faults_total{kind=\"unknown\"} 1\n",
           "planttwin_faults_struck_total{kind=\"drop\"} 1\n",
           "planttwin_messages_open 1\n",
           "planttwin_posting_latency_seconds_bucket{le=\"0.1\"} 0\n",
           "planttwin_posting_latency_seconds_bucket{le=\"0.25\"} 1\n",
           "planttwin_posting_latency_seconds_count 1\n",
           "planttwin_plant_time_seconds 90.5\n",
           "planttwin_plant_events_total 7\n",
           "planttwin_circuit_open 0\n",
           "# TYPE planttwin_messages_open gauge\n",
           "# HELP planttwin_messages_reported_total Messages that the plant has reported.\n",
       }) {
    EXPECT_THAT(page, HasSubstr(line));
  }
}

TEST(DriveMetrics, ShowNoLatencyOfWhatAnEarlierLifeHasEnded) {
  DriveMetrics metrics;
  metrics.on_message(news(What::kReported, "old"));
  MessageNews end = news(What::kEnded, "old", "acknowledged");
  end.earlier = true;
  metrics.on_message(end);
  const std::string page = metrics.text({});
  EXPECT_THAT(page, HasSubstr("planttwin_messages_acknowledged_total{type=\"GoodsReceived\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("planttwin_posting_latency_seconds_count 0\n"));
  EXPECT_THAT(page, HasSubstr("planttwin_messages_open 0\n"));
  EXPECT_THAT(page, HasSubstr("planttwin_messages_oldest_age_seconds 0\n"));
}

TEST(DriveHealth, SaysWhatIsWrong) {
  EXPECT_THAT(drive_trouble({}, 1e6), IsEmpty());  // nothing waits
  EXPECT_THAT(drive_trouble({.open = 1}, 30), IsEmpty());
  EXPECT_THAT(drive_trouble({.open = 1}, 61), HasSubstr("none was acknowledged"));
  EXPECT_THAT(drive_trouble({.circuit_open = true}, 0), HasSubstr("does not answer"));
  EXPECT_THAT(drive_trouble({.failed = true}, 0), HasSubstr("can't go on"));
}

std::set<std::string> names_in(const std::string& text, const char* pattern) {
  const std::regex name(pattern);
  std::set<std::string> names;
  for (std::sregex_iterator at(text.begin(), text.end(), name), end; at != end; ++at) {
    names.insert((*at)[1]);
  }
  return names;
}

void collect_queries(const nlohmann::json& node, std::string& queries) {
  if (node.is_object() && node.contains("expr")) queries += node["expr"].get<std::string>() + "\n";
  if (!node.is_structured()) return;
  for (const auto& child : node) collect_queries(child, queries);
}

// Every query of the dashboard names a metric that is there, and every metric has its query.
TEST(Dashboard, AsksForMetricsThatThereAre) {
  DriveMetrics metrics;
  report_everything(metrics);
  std::set<std::string> served =
      names_in(metrics.text({}) + erp_page(), "# TYPE (planttwin_[a-z_]+) ");
  std::ifstream file(std::string(PLANTTWIN_SOURCE_DIR) + "/data/dashboards/planttwin.json");
  const nlohmann::json dashboard = nlohmann::json::parse(file);
  EXPECT_EQ(dashboard["__inputs"][0]["name"], "DS_PROMETHEUS");
  std::string queries;
  collect_queries(dashboard["panels"], queries);
  std::set<std::string> asked;
  for (const std::string& name : names_in(queries, "(planttwin_[a-z_]+)")) {
    asked.insert(std::regex_replace(name, std::regex("_(bucket|sum|count)$"), ""));
  }
  EXPECT_EQ(asked, served);
  EXPECT_THAT(served, SizeIs(22));
}

}  // namespace
}  // namespace planttwin::bridge
