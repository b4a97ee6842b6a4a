#pragma once

#include <cstddef>
#include <vector>

#include "plant_models/run/plant_run.h"
#include "scenarios/run_slices.h"
#include "sim/time.h"

namespace planttwin::experiment {

// Lots in process over time, coarsely: the mean over each of equal parts from the start of a run
// on, with five digits, so that a curve is small wherever it is kept.
struct WipCurve {
  sim::Duration part;
  std::vector<double> lots;
  double after = 0;  // lots in process after the last part, for as long as one likes

  bool operator==(const WipCurve&) const = default;
  template <class Archive>
  void visit(Archive& archive) {
    archive(part, lots, after);
  }
};

// Runs a plant as `run_to` does, to `end` or, when that is never, until all is done, and records
// its curve: of so many parts up to a horizon, unless that has fewer microseconds; of a run until
// all is done between half as many and so many. The cuts that this takes do not change the run
// (run_slices.h). A plant that comes to its end before keeps the lots that it has then.
plant::RunEnd run_with_curve(plant::PlantRun& run, const scenario::RunTo& run_to, sim::Time end,
                             std::size_t parts, WipCurve& curve);

// The curves with the widest part that any of them has, as long as the longest. The parts of all
// are equal or differ by powers of two.
std::vector<WipCurve> aligned(std::vector<WipCurve> curves);

// The mean of several curves.
WipCurve mean_of(const std::vector<WipCurve>& curves);

// The value with so many significant digits.
double rounded(double value, int digits);

}  // namespace planttwin::experiment
