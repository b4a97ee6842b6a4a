#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>

#include "erp_bridge/exports/traffic_log.h"
#include "sim/json_document.h"

// Logs of messages on their way to an ERP.
namespace planttwin::bridge {
namespace {

using ::testing::HasSubstr;
using State = MessageTrace::State;

std::string kept(const std::string& name) {
  std::ifstream in(std::string(PLANTTWIN_SOURCE_DIR) + "/tests/fuzz/corpus/" + name,
                   std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

RecordedTraffic read(const std::string& text, TrafficFormat format) {
  sim::Diagnostics diagnostics;
  RecordedTraffic traffic = read_traffic(text, format, "log", diagnostics);
  EXPECT_EQ(diagnostics.text(), "");
  return traffic;
}

TEST(TrafficLog, OfLinesHasEachPostingOnce) {
  const std::string lines = kept("traffic/lines.jsonl").substr(1);
  RecordedTraffic traffic = read(lines, TrafficFormat::kJsonLines);
  EXPECT_EQ(traffic.messages, 5);
  EXPECT_EQ(traffic.postings.size(), 3U);
  EXPECT_EQ(traffic.repeated, 1);  // what a tap has heard
  EXPECT_EQ(traffic.altered, 0);
  EXPECT_EQ(traffic.others, 1);  // MachineState
  EXPECT_FALSE(traffic.has_answers);

  std::string other = kept("message/Shipped.json");
  other.replace(other.find("1.25"), 4, "1.5");
  traffic = read(lines + other, TrafficFormat::kJsonLines);
  EXPECT_EQ(traffic.postings.size(), 3U);
  EXPECT_EQ(traffic.altered, 1);
}

std::string har(const std::string& sent, int status, const std::string& said) {
  return R"({"log": {"entries": [{"request": {"postData": {"text": )" + sim::json_string(sent) +
         R"(}}, "response": {"status": )" + std::to_string(status) + R"(, "content": {"text": )" +
         sim::json_string(said) + "}}}]}}";
}

struct Said {
  int status;
  std::string body;
  std::optional<State> answer;
  std::string code;
};
class HarAnswer : public ::testing::TestWithParam<Said> {};

TEST_P(HarAnswer, SaysWhatHasBecomeOfAMessage) {
  const auto& [status, body, answer, code] = GetParam();
  const RecordedTraffic traffic =
      read(har(kept("message/Shipped.json"), status, body), TrafficFormat::kHar);
  ASSERT_EQ(traffic.postings.size(), 1U);
  EXPECT_EQ(traffic.postings[0].answer, answer);
  EXPECT_EQ(traffic.postings[0].code, code);
}

INSTANTIATE_TEST_SUITE_P(
    Each, HarAnswer,
    ::testing::Values(Said{200, "{}", State::kAcknowledged, ""},
                      Said{202, "", State::kAcknowledged, ""},
                      Said{422, R"({"code": "deficit"})", State::kRejected, "deficit"},
                      Said{404, "<html>", State::kRejected, "http_404"},
                      Said{503, "{}", std::nullopt, ""}, Said{429, "{}", std::nullopt, ""},
                      Said{0, "", std::nullopt, ""}));

TEST(HarLog, HasAnAnswerForEachMessageOfABatch) {
  const std::string one = kept("message/Shipped.json");
  std::string other = one;
  for (std::size_t at = 0; (at = other.find("Shipped/O-1/1", at)) != std::string::npos;) {
    other.replace(at, 13, "Shipped/O-2/1");
  }
  const RecordedTraffic traffic =
      read(har("[" + one + "," + other + "]", 200,
               R"({"results": [{"status": 200}, {"status": 409, "code": "conflict"}]})"),
           TrafficFormat::kHar);
  ASSERT_EQ(traffic.postings.size(), 2U);
  EXPECT_EQ(traffic.postings[0].answer, State::kAcknowledged);
  EXPECT_EQ(traffic.postings[1].code, "conflict");
}

TEST(TrafficLog, IsRefusedWithTheLineOfEveryFault) {
  sim::Diagnostics diagnostics;
  const std::string bad = R"({"specversion": "1.0", "type": "planttwin.Shipped.v1"})";
  read_traffic("{}\n{\n" + bad + "\n", TrafficFormat::kJsonLines, "log", diagnostics);
  EXPECT_THAT(diagnostics.text(), HasSubstr("log:2:1:"));
  EXPECT_THAT(diagnostics.text(), HasSubstr("log:3:1:"));
  sim::Diagnostics no_archive;
  read_traffic("{\"log\": 1}", TrafficFormat::kHar, "log", no_archive);
  EXPECT_THAT(no_archive.text(), HasSubstr("no HTTP archive"));
  sim::Diagnostics empty;
  read_traffic("", TrafficFormat::kHar, "log", empty);
  EXPECT_THAT(empty.text(), HasSubstr("the file is empty"));
}

}  // namespace
}  // namespace planttwin::bridge
