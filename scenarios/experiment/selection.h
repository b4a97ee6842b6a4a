#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "scenarios/experiment/experiment_file.h"
#include "scenarios/experiment/replication.h"

namespace planttwin::experiment {

// Where a selection stands.
struct Standing {
  std::size_t best = 0;                // variant with the best mean among those that remain
  std::vector<std::size_t> remaining;  // those that may still be best, by number
  double probability = 0;              // with which the best, or one as good, is chosen
  bool certain = false;                // as was asked for
  std::vector<std::size_t> wanted;     // replications that each variant is to have; empty: enough
};

// Looks for the best variant, stage by stage. The same data in the same stages give the same
// answers. A variant with a replication that has no such figure is out.
class Selector {
 public:
  Selector() = default;
  virtual ~Selector() = default;
  Selector(const Selector&) = delete;
  Selector& operator=(const Selector&) = delete;

  // `variants` have what was wanted last, at first all of them the same number.
  virtual Standing judge(const std::vector<Replicated>& variants) = 0;
};

// Kim-Nelson: S.-H. Kim and B. L. Nelson, "A fully sequential procedure for indifference-zone
// selection in simulation", ACM TOMACS 11 (2001) 251-273, with c = 1. It allows for common random
// numbers; judging only after stages can't raise its error.
//
// OCBA: C.-H. Chen, J. Lin, E. Yuecesan and S. E. Chick, "Simulation budget allocation for further
// enhancing the efficiency of ordinal optimization", Discrete Event Dynamic Systems 10 (2000)
// 251-270; the probability is their bound of Bonferroni, for variants with independent draws.
std::unique_ptr<Selector> make_selector(const Experiment& experiment);

}  // namespace planttwin::experiment
