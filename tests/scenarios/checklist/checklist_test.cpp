#include "scenarios/checklist/checklist.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "sim/json_document.h"

namespace planttwin::scenario {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

sim::JsonNode json(const std::string& text) {
  sim::Diagnostics diagnostics;
  const auto document = sim::JsonDocument::parse(text, "text", diagnostics);
  EXPECT_TRUE(document) << diagnostics.text();
  return document->root();
}

ChecklistRun clean_run() {
  return {.id = "a-1",
          .folder = "clean",
          .stack = "my ERP",
          .result = json(R"({"scenario": "s", "passed": true,
            "reconciliation": {"postings": 5, "against_stack": 0, "by_class": {"missing": 0,
              "late": 0}},
            "integration": {"faults": [{"id": "f", "kind": "latency", "struck": 4, "healed": 4,
              "surfaced": 0}]},
            "expectations": [{"name": "p95", "pointer": "/integration/to_erp/latency_s/p95",
              "passed": true, "actual": 1, "limit": 2}]})"),
          .reconciliation = json(R"({"list": []})"),
          .flows = {{"MaterialIssued", 3, 3, 0}, {"Scrapped", 2, 2, 0}}};
}

ChecklistRun lossy_run() {
  return {.id = "b-1",
          .folder = "lossy",
          .stack = "<script>alert(1)</script>",
          .result = json(R"({"scenario": "s", "passed": false,
            "reconciliation": {"postings": 3, "against_stack": 1, "by_class": {"missing": 1,
              "late": 0}},
            "integration": {"faults": [{"id": "g", "kind": "drop", "struck": 1, "healed": 0,
              "surfaced": 1}]},
            "expectations": [{"name": "p95", "pointer": "/integration/to_erp/latency_s/p95",
              "passed": false, "actual": 3, "limit": 2}]})"),
          .reconciliation = json(R"({"list": [{"class": "missing", "against_stack": true,
            "key": "b-1/MaterialIssued/O/10/1"}, {"class": "late", "against_stack": false,
            "key": "b-1/Scrapped/O/10/1"}]})"),
          .flows = {{"MaterialIssued", 3, 3, 0}, {"GoodsReceived", 2, 1, 1}}};
}

// What went wrong is laid at the fault that was injected, but for a document without a key.
ChecklistRun disturbed_run() {
  return {.id = "c-1",
          .folder = "disturbed",
          .stack = "my ERP",
          .result = json(R"({"scenario": "s", "passed": true,
            "reconciliation": {"postings": 3, "against_stack": 3, "by_class": {"in_flight": 2}},
            "integration": {"faults": [{"id": "g", "kind": "drop", "struck": 2, "healed": 0,
              "surfaced": 2}]}, "expectations": []})"),
          .reconciliation = json(R"({"list": [
            {"class": "in_flight", "against_stack": true, "fault": "g",
              "key": "c-1/GoodsReceived/1"},
            {"class": "in_flight", "against_stack": true, "fault": "g", "key": "c-1/Scrapped/1"},
            {"class": "orphan", "against_stack": true, "fault": "stack", "key": null,
              "detail": "Scrapped of 3 pcs SEAL at STORE"}]})"),
          .flows = {{"GoodsReceived", 2, 1, 0}, {"Scrapped", 2, 1, 0}}};
}

constexpr std::array<std::string_view, 3> kKinds = {"latency", "drop", "refused"};

// "state: figures" of a row.
std::string row(const sim::JsonNode& checklist, const std::string& section,
                const std::string& what) {
  for (const sim::JsonNode& each : checklist.member("sections")->elements) {
    if (each.member("id")->text != section) continue;
    for (const sim::JsonNode& found : each.member("rows")->elements) {
      if (found.member("what")->text != what) continue;
      std::string text = found.member("state")->text + ": " + found.member("figures")->text;
      for (const sim::JsonNode& run : found.member("runs")->elements) text += " " + run.text;
      return text;
    }
  }
  return "none";
}

TEST(Checklist, SaysWhatRunsHaveShownAndWhatNone) {
  const sim::JsonNode found = checklist({clean_run(), lossy_run()}, kKinds);
  EXPECT_FALSE(found.member("ready")->boolean);
  EXPECT_EQ(row(found, "flows", "MaterialIssued"), "faulty: 6 sent, 1 finding a-1 b-1");
  EXPECT_EQ(row(found, "flows", "Scrapped"), "works: 2 sent a-1");
  EXPECT_EQ(row(found, "flows", "GoodsReceived"), "disturbed: 2 sent, 1 refused b-1");
  EXPECT_EQ(row(found, "flows", "Shipped"), "untested: ");
  EXPECT_EQ(row(found, "objectives", "p95"), "missed: /integration/to_erp/latency_s/p95 a-1 b-1");
  EXPECT_EQ(row(found, "faults", "latency"), "healed: 4 struck, 0 surfaced a-1");
  EXPECT_EQ(row(found, "faults", "drop"), "surfaced: 1 struck, 1 surfaced b-1");
  EXPECT_EQ(row(found, "faults", "refused"), "untested: ");
  EXPECT_EQ(row(found, "defects", "missing"), "found: 1 b-1");
  EXPECT_EQ(row(found, "defects", "late"), "not_found: ");
}

TEST(Checklist, TellsInjectedFaultsFromTheStack) {
  const sim::JsonNode found = checklist({disturbed_run()}, kKinds);
  EXPECT_EQ(row(found, "flows", "GoodsReceived"),
            "disturbed: 2 sent, 1 open, 1 laid at injected faults c-1");
  EXPECT_EQ(row(found, "flows", "Scrapped"),
            "faulty: 2 sent, 1 open, 1 finding, 1 laid at injected faults c-1");
  EXPECT_EQ(row(found, "flows", "Telemetry"), "none");  // a stack never hears of it
}

TEST(Checklist, IsReadyWhenNothingThatWasTestedHasFailed) {
  EXPECT_TRUE(checklist({clean_run()}, kKinds).member("ready")->boolean);
}

TEST(Checklist, HasNoNameAsMarkup) {
  const std::string page = checklist_page(checklist({clean_run(), lossy_run()}, kKinds));
  EXPECT_THAT(page, Not(HasSubstr("<script>alert")));
  EXPECT_THAT(page, HasSubstr("MaterialIssued"));
}

}  // namespace
}  // namespace planttwin::scenario
