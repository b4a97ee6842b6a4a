#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/scenario_documents.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"
#include "sim/json_node.h"

namespace planttwin::experiment {

// A figure of result.json that an experiment asks for.
struct Kpi {
  enum class Better : std::uint8_t { kUnsaid, kMore, kLess };
  std::string id;  // the pointer, when the file has none
  std::string pointer;
  Better better = Better::kUnsaid;
  std::vector<double> quantiles;  // of the replications, each between 0 and 1
  sim::Diagnostic place;          // of the pointer, without a message
};

// What is changed in the scenario: nothing, in the base.
struct Variant {
  std::string id;
  std::string title;  // the id when the file has none
  std::vector<scenario::InputEdit> changes;
  std::vector<std::size_t> levels;  // by factor, for a point of the grid; otherwise empty
};

// Something that is tried at several levels.
struct Factor {
  struct Level {
    std::string id;
    std::vector<scenario::InputEdit> changes;
    std::optional<sim::Decimal> value;  // of a level that is a number
  };
  std::string id;
  std::vector<Level> levels;  // at least two
};

// How many replications each variant has: `at_least`, and more, stage by stage, until the
// half-width of every figure is at most `half_width` of its mean, or there are `at_most`.
struct Replications {
  std::int64_t at_least = 20;
  std::int64_t at_most = 20;
  double half_width = 0;  // 0: not asked for
};

// Which variant is best by a figure, spending replications where they matter.
struct Selection {
  enum class Method : std::uint8_t {
    kKimNelson,  // the best, or one within `indifference` of it, with the stated probability
    kOcba,       // the best that `budget` replications can tell
  };
  Method method = Method::kKimNelson;
  std::size_t kpi = 0;
  double probability = 0.95;
  double indifference = 0;  // in units of the figure; Kim-Nelson
  std::int64_t budget = 0;  // replications of all variants together; OCBA
  std::int64_t stage = 10;  // of each that remains, or of all together
};

// An experiment file: which variants of a scenario are compared, by which figures, how surely. The
// first variant is the base. Points of a grid of factors are variants, too, after the others.
struct Experiment {
  std::string id;
  std::string title;
  std::string file;
  std::string scenario;  // path
  std::uint64_t seed = 1;
  double confidence = 0.95;
  bool antithetic = false;    // a replication is the mean of a run and its mirror image
  std::int64_t batches = 0;   // of one long run, in place of replications; 0: replications
  bool find_warm_up = false;  // by MSER-5; otherwise the scenario's
  Replications replications;
  std::optional<Selection> selection;
  std::vector<Kpi> kpis;
  std::vector<Factor> factors;
  int resolution = 0;  // of a fractional grid; 0: a full one
  std::vector<Variant> variants;
};

// How many replications the first stage makes, of all variants together.
std::int64_t first_stage(const Experiment& experiment);

// All errors are recorded; the experiment may be used only when there was none. The scenario is not
// looked at.
Experiment read_experiment(const sim::JsonDocument& document, const std::string& path,
                           sim::Diagnostics& diagnostics);
Experiment load_experiment(const std::string& path, sim::Diagnostics& diagnostics);

}  // namespace planttwin::experiment
