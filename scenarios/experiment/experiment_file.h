#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/scenario_documents.h"
#include "sim/diagnostics.h"

namespace planttwin::experiment {

// A figure of result.json that an experiment asks for.
struct Kpi {
  enum class Better : std::uint8_t { kUnsaid, kMore, kLess };
  std::string id;
  std::string pointer;
  Better better = Better::kUnsaid;
  sim::Diagnostic place;  // of the pointer, without a message
};

// What is changed in the scenario: nothing, in the base.
struct Variant {
  std::string id;
  std::string title;  // the id when the file has none
  std::vector<scenario::InputEdit> changes;
};

// How many replications each variant has: `at_least`, and more, stage by stage, until the
// half-width of every figure is at most `half_width` of its mean, or there are `at_most`.
struct Replications {
  std::int64_t at_least = 20;
  std::int64_t at_most = 20;
  double half_width = 0;  // 0: not asked for
};

// An experiment file: which variants of a scenario are compared, by which figures, how surely. The
// first variant is the base.
struct Experiment {
  std::string id;
  std::string title;
  std::string file;
  std::string scenario;  // path
  std::uint64_t seed = 1;
  double confidence = 0.95;
  Replications replications;
  std::vector<Kpi> kpis;
  std::vector<Variant> variants;
};

// All errors are recorded; the experiment may be used only when there was none. The scenario is not
// looked at.
Experiment load_experiment(const std::string& path, sim::Diagnostics& diagnostics);

}  // namespace planttwin::experiment
