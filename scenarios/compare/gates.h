#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenarios/compare/compared_file.h"
#include "sim/diagnostics.h"
#include "sim/json_document.h"

namespace planttwin::compare {

// How far a figure may move. `name` is the id of a KPI, or a pointer into result.json in which "*"
// stands for any element.
struct Gate {
  std::string name;
  std::optional<Better> better;              // instead of what the file or planttwin says
  std::optional<double> tolerance;           // as a fraction of the base
  std::optional<double> tolerance_absolute;  // in the unit of the figure
  sim::Diagnostic place;                     // of the name, for errors; without a message
};

// The rules of a comparison. Of the gates that name a figure, a later one overrides what an earlier
// one says.
struct Gates {
  double tolerance = 0;  // of all figures, as a fraction of the base
  std::vector<Gate> gates;
};

// What holds for one figure.
struct GateOfFigure {
  Better better = Better::kUnsaid;
  double tolerance = 0;
  double tolerance_absolute = 0;
  bool asked_for = false;  // a gate names it

  // A difference up to this size, in the unit of the figure, is tolerated: the larger of the two.
  double limit(double base) const;
};
GateOfFigure gate_of(const Gates& gates, const Figure& figure);

// Reads a gates file. Errors are recorded; the gates may be used only when there was none.
Gates read_gates(const sim::JsonDocument& document, const std::string& path,
                 sim::Diagnostics& diagnostics);
Gates load_gates(const std::string& path, sim::Diagnostics& diagnostics);

// Adds what --tolerance says: "0.02" of all figures, "throughput=0.02" of one.
void add_tolerances(const std::vector<std::string>& arguments, Gates& gates,
                    sim::Diagnostics& diagnostics);

// Records each gate that names no figure of either file.
void check_gates(const Gates& gates, const ComparedFile& base, const ComparedFile& candidate,
                 sim::Diagnostics& diagnostics);

}  // namespace planttwin::compare
