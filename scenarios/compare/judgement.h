#pragma once

#include <string>
#include <vector>

#include "scenarios/compare/comparison.h"

namespace planttwin::compare {

struct Judgement {
  double alpha = 0.05;
  std::size_t together = 0;              // comparisons by statistics, judged together
  std::vector<Comparison> comparisons;   // worst first
  std::vector<std::string> new_figures;  // of the candidate alone, which are not compared

  std::size_t count(Verdict verdict) const;
};

// Compares what both files have. What the base has and the candidate lacks is worse. The
// probability that anything is said to differ, or to be worse, without being so is alpha at most.
Judgement judge(const ComparedFile& base, const ComparedFile& candidate, const Gates& gates,
                double alpha);

}  // namespace planttwin::compare
