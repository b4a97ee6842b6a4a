#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/fidelity/validation_data.h"
#include "tests/fidelity/watcher.h"
#include "tests/support/simulation.h"

namespace planttwin::testing {

// A finished replication. Times in time units of the case.
struct Observation {
  const Measured& run;
  const Watcher& watcher;

  double queue(const std::string& center) const { return run.queue_mean(center); }
  double wait(const std::string& center) const { return run.wait_mean_s(center) / 60; }
  double busy(const std::string& center) const { return run.utilization(center); }
  double state(const std::string& machine, plant::MachineStateCode code) const {
    return run.state(machine, code);
  }
  // Lots waiting or on the machines of a work center; `machines` of them.
  double present(const std::string& center, int machines = 1) const;
  double flow_time(const std::string& product) const { return run.cycle_mean_s(product) / 60; }
  double wip(const std::string& product) const { return run.wip_mean(product); }
  double rate(const std::string& product) const { return run.throughput_per_s(product) * 60; }
  // Operations begun at a work center per time unit.
  double start_rate(const std::string& center) const;
  double product_wait(const std::string& product) const;
  const plant::ProductStatistics& product(const std::string& product) const;
};

// One figure with what it should be.
struct FidelityQuantity {
  std::string name;
  double expected = 0;
  double reference_half_width = 0;  // 95 %, of a simulated reference; 0: exact
  double rounding = 0;              // of the expected value as it is written down
  std::function<double(const Observation&)> measure;
};

// How long to look, in time units. The lengths were fitted to the widths of the intervals in trial
// runs; the seed was set before the first run and is never changed.
struct Length {
  double warm_up = 0;
  double window = 0;  // of a replication
  int replications = 100;
};

// A model with figures that are compared by an interval over independent replications.
struct StatisticalCase {
  std::string name;    // of letters, digits and _
  std::string title;   // the model with its parameters
  std::string source;  // of the expected values
  std::string plant;
  std::string input;
  int replications = 0;
  double precision = 0.02;  // the widest half-width that is accepted, relative to the value
  bool watched = false;     // needs the Watcher
  std::string problem;      // why the case could not be built; empty: it was
  std::vector<FidelityQuantity> quantities;
};

// Figures by the names of their members in a case. Members that are arrays have one per element.
struct Measures {
  std::set<std::string> parameters;  // members that say what the model is
  std::map<std::string, std::function<double(const Observation&, std::size_t)>> figures;
};

// Adds a quantity for every member of the case that is no parameter. A member that is neither is
// an error: a figure would go untested.
void add_quantities(StatisticalCase& made, const Json& fields, const Measures& measures);

// Names what it is about: "M/M/c FIFO, lambda_ 0.5, mu 1, c 1".
std::string title_of(const Json& fields, const Measures& measures);

struct Estimate {
  double mean = 0;
  double standard_error = 0;
  int replications = 0;
  // Of a two-sided interval that misses with probability alpha (Student).
  double half_width(double alpha) const;
};

// Runs the replications of a case; an estimate per quantity, in their order.
std::vector<Estimate> replicate(const StatisticalCase& made);

// Whether the expected value lies in the interval around the estimate. A reference with an error
// of its own enters by the error of the difference (Welch's two-sample interval).
bool agrees(const FidelityQuantity& quantity, const Estimate& estimate, double alpha);

}  // namespace planttwin::testing
