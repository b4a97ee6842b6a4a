#include "scenarios/report/junit.h"

#include <gtest/gtest.h>

#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

std::string report_of(const std::string& result, double wall_s = 0) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(result, "result.json", diagnostics);
  EXPECT_TRUE(document.has_value()) << diagnostics.text();
  return document ? junit_report(document->root(), wall_s) : std::string();
}

// The form that CI servers read, https://github.com/testmoapp/junitxml.
TEST(Junit, HasACaseForTheEndAndOneForEachExpectation) {
  EXPECT_EQ(report_of(R"({
    "scenario": "press",
    "end": {"reason": "horizon"},
    "expectations": [
      {"name": "fast", "passed": true, "pointer": "/kpis/a", "actual": 1, "limit": 2},
      {"name": "never late", "passed": false, "pointer": "/kpis/b", "actual": 3.5, "limit": 2}]})",
                      1.5),
            R"(<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="press" tests="3" failures="1" errors="0" skipped="0" time="1.500">
    <testcase classname="press" name="the run ends" time="0"/>
    <testcase classname="press" name="fast" time="0"/>
    <testcase classname="press" name="never late" time="0">
      <failure message="/kpis/b is 3.5; the limit is 2"/>
    </testcase>
  </testsuite>
</testsuites>
)");
}

TEST(Junit, ARunThatEndsInADeadlockFails) {
  const std::string xml = report_of(R"({"scenario": "press", "end": {"reason": "deadlock"}})");
  EXPECT_NE(xml.find(R"(failures="1")"), std::string::npos) << xml;
  EXPECT_NE(xml.find(R"(message="the run ended as: deadlock")"), std::string::npos) << xml;
}

TEST(Junit, NamesNeverBecomeMarkupAndControlCharactersAreReplaced) {
  const std::string xml = report_of(R"({
    "scenario": "press",
    "end": {"reason": "completed"},
    "expectations": [{"name": "<\"a\" & b>\u0001\n", "passed": true, "pointer": "/kpis/a",
                      "actual": 1, "limit": 2}]})");
  EXPECT_NE(xml.find(R"(name="&lt;&quot;a&quot; &amp; b&gt;?&#10;")"), std::string::npos) << xml;
}

TEST(Junit, AValueThatIsMissingIsSaidToHaveNoData) {
  const std::string xml = report_of(R"({
    "scenario": "press",
    "end": {"reason": "horizon"},
    "expectations": [{"name": "a", "passed": false, "pointer": "/kpis/a", "actual": null,
                      "limit": 2}]})");
  EXPECT_NE(xml.find("/kpis/a is no data; the limit is 2"), std::string::npos) << xml;
}

}  // namespace
}  // namespace planttwin::scenario
