#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "sim/json_document.h"
#include "tests/scenarios/program.h"

namespace planttwin::experiment {

// A queue in front of a machine with random times; M/M/1 of 80 % load.
inline const std::string kQueue = R"({
  "scenario": "queue", "start": "2025-01-06T06:00Z", "horizon": "3 d", "warm_up": "6 h",
  "sources": [{"id": "CUSTOMERS", "kind": "interarrival", "product": "PART", "quantity": "1 pcs",
               "interarrival": {"exponential": {"mean": "10 min"}}}],
  "plant": {"id": "SHOP", "unit": "pcs", "materials": [{"id": "PART"}],
    "work_centers": [{"id": "LATHE", "machines": 1}],
    "routings": [{"id": "PART", "operations": [{"id": 10, "work_center": "LATHE", "per": "lot",
      "time": {"exponential": {"mean": "8 min"}}}]}]}})";

inline const std::string kKpis = R"("kpis": [
  {"id": "wait", "pointer": "/products/PART/wait_s/mean", "better": "less"},
  {"id": "throughput", "pointer": "/kpis/throughput_per_h", "better": "more"}])";

inline const std::string kVariants = R"(, "variants": [{"id": "one"}, {"id": "same"},
  {"id": "two", "changes": {"/plant/work_centers/LATHE/machines": 2}},
  {"id": "slow", "changes": {"/plant/routings/PART/operations/10/time": "9 min"}}])";

// Experiments with that queue in a folder of their own, run as a user would.
class QueueExperiment : public ::testing::Test {
 protected:
  QueueExperiment() { folder_.write("queue.json", kQueue); }

  void write(const std::string& members) const {
    folder_.write("experiment.json",
                  R"({"experiment": "lathes", "scenario": "queue.json", )" + members + "}");
  }
  static std::vector<std::string> arguments(const std::vector<std::string>& more) {
    std::vector<std::string> all = {"experiment", "experiment.json"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  }
  testing::ProgramOutcome run(const std::string& members,
                              const std::vector<std::string>& more = {}) const {
    write(members);
    return testing::run_program(arguments(more), folder_.path());
  }
  std::string text(const std::string& out = "runs/lathes") const {
    return testing::read_text(folder_.file(out + "/experiment.json"));
  }
  // A number of the result; not a number when it is not there.
  double number(const std::string& pointer, const std::string& out = "runs/lathes") const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file(out + "/experiment.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr || !found->is_number() ? NAN : std::stod(found->text);
  }
  std::string word(const std::string& pointer, const std::string& out = "runs/lathes") const {
    sim::Diagnostics diagnostics;
    const auto document =
        sim::JsonDocument::load(folder_.file(out + "/experiment.json"), diagnostics);
    const sim::JsonNode* found = document ? document->find(pointer) : nullptr;
    return found == nullptr ? "" : found->text;
  }

  testing::TemporaryFolder folder_;
};

}  // namespace planttwin::experiment
