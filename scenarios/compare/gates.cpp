#include "scenarios/compare/gates.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/decimal.h"
#include "sim/json_reader.h"

namespace planttwin::compare {
namespace {

bool names(const Gate& gate, const Figure& figure) {
  return gate.name == figure.kpi || fits(gate.name, figure.pointer);
}

std::string read_name(sim::JsonReader& in) {
  const bool by_pointer = in.has("pointer");
  if (in.has("id") == by_pointer) {
    in.error("expected either \"id\", of a KPI of an experiment, or \"pointer\", into result.json");
    in.value("id");
    in.value("pointer");
    return "";
  }
  std::string name = by_pointer ? in.required_string("pointer") : in.id();
  if (by_pointer && !name.empty() && name[0] != '/') {
    in.error("pointer", "a pointer begins with a slash, such as \"/kpis/throughput_per_h\"");
  }
  return name;
}

Gate read_gate(sim::JsonReader& in, const std::string& file) {
  constexpr sim::NamedValue<Better> kBetter[] = {
      {"more", Better::kMore}, {"less", Better::kLess}, {"same", Better::kSame}};
  Gate gate;
  gate.name = read_name(in);
  gate.place = {file, in.node().position, in.pointer(), ""};
  if (in.has("better")) gate.better = in.enumeration("better", kBetter);
  if (in.has("tolerance")) gate.tolerance = in.fraction("tolerance").to_double();
  if (in.has("tolerance_absolute")) {
    gate.tolerance_absolute = in.decimal("tolerance_absolute").to_double();
    if (*gate.tolerance_absolute < 0) in.error("tolerance_absolute", "must not be negative");
  }
  in.finish();
  return gate;
}

void read(sim::JsonReader& in, const std::string& file, Gates& gates) {
  in.optional_string("$schema");
  in.optional_string("title");
  if (in.has("tolerance")) gates.tolerance = in.fraction("tolerance").to_double();
  std::set<std::string> seen;
  for (sim::JsonReader& entry : in.plain_objects("gates")) {
    Gate gate = read_gate(entry, file);
    if (!gate.name.empty() && !seen.insert(gate.name).second) {
      entry.error("a second gate of " + sim::in_quotes(gate.name));
    }
    gates.gates.push_back(std::move(gate));
  }
  if (!in.has("gates")) in.error("there are no \"gates\"");
  in.finish();
}

std::vector<std::string> known_names(const ComparedFile& base, const ComparedFile& candidate) {
  std::set<std::string> known;
  for (const ComparedFile* file : {&base, &candidate}) {
    for (const Figure& figure : file->figures) {
      known.insert(figure.kpi);
      if (!figure.pointer.empty()) known.insert(figure.pointer);
    }
  }
  return {known.begin(), known.end()};
}

}  // namespace

double GateOfFigure::limit(double base) const {
  return std::max(tolerance * std::abs(base), tolerance_absolute);
}

GateOfFigure gate_of(const Gates& gates, const Figure& figure) {
  GateOfFigure found{.better = figure.better, .tolerance = gates.tolerance};
  for (const Gate& gate : gates.gates) {
    if (!names(gate, figure)) continue;
    found.asked_for = true;
    if (gate.better) found.better = *gate.better;
    // A gate with a tolerance of its own doesn't also have that of all others.
    if (gate.tolerance || gate.tolerance_absolute) {
      found.tolerance = gate.tolerance.value_or(0);
      found.tolerance_absolute = gate.tolerance_absolute.value_or(0);
    }
  }
  return found;
}

Gates read_gates(const sim::JsonDocument& document, const std::string& path,
                 sim::Diagnostics& diagnostics) {
  Gates gates;
  sim::JsonReader in(document, diagnostics);
  read(in, path, gates);
  return gates;
}

Gates load_gates(const std::string& path, sim::Diagnostics& diagnostics) {
  const auto document = sim::JsonDocument::load(path, diagnostics);
  return document ? read_gates(*document, path, diagnostics) : Gates();
}

void add_tolerances(const std::vector<std::string>& arguments, Gates& gates,
                    sim::Diagnostics& diagnostics) {
  for (const std::string& argument : arguments) {
    const std::size_t equals = argument.rfind('=');
    const std::string name = equals == std::string::npos ? "" : argument.substr(0, equals);
    const std::string number = equals == std::string::npos ? argument : argument.substr(equals + 1);
    const sim::Diagnostic place{"--tolerance", {}, "", ""};
    const sim::Parsed<sim::Decimal> read = sim::parse_decimal(number);
    const double tolerance = read.ok() ? read.value().to_double() : -1;
    if (tolerance < 0 || tolerance > 1 || equals == 0) {
      sim::Diagnostic wrong = place;
      wrong.message =
          "expected a fraction from 0 to 1, such as 0.02, or that of a figure, such as "
          "throughput=0.02; found " +
          sim::in_quotes(argument);
      diagnostics.add(std::move(wrong));
    } else if (name.empty()) {
      gates.tolerance = tolerance;
    } else {
      Gate gate;
      gate.name = name;
      gate.tolerance = tolerance;
      gate.place = place;
      gates.gates.push_back(std::move(gate));
    }
  }
}

void check_gates(const Gates& gates, const ComparedFile& base, const ComparedFile& candidate,
                 sim::Diagnostics& diagnostics) {
  for (const Gate& gate : gates.gates) {
    const auto has = [&](const ComparedFile& file) {
      return std::any_of(file.figures.begin(), file.figures.end(),
                         [&](const Figure& figure) { return names(gate, figure); });
    };
    if (has(base) || has(candidate)) continue;
    sim::Diagnostic wrong = gate.place;
    wrong.message = "no figure " + sim::in_quotes(gate.name) +
                    sim::nearest_clause(gate.name, known_names(base, candidate));
    if (base.kind == FileKind::kResult && gate.name[0] != '/') {
      wrong.message +=
          "; figures of a result are named by pointers, such as "
          "\"/kpis/throughput_per_h\"";
    }
    diagnostics.add(std::move(wrong));
  }
}

}  // namespace planttwin::compare
