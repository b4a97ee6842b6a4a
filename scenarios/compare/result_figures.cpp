#include "scenarios/compare/result_figures.h"

#include <cmath>
#include <cstdlib>

#include "scenarios/compare/known_figures.h"
#include "scenarios/expectation.h"

namespace planttwin::compare {
namespace {

Figure figure_at(const std::string& pointer) {
  Figure figure;
  figure.kpi = figure.pointer = pointer;
  figure.better = known_figure(pointer).better;
  return figure;
}

Figure truth_at(const std::string& pointer, bool truth) {
  Figure figure = figure_at(pointer);
  figure.yes_or_no = true;
  figure.sample.n = 1;
  figure.sample.mean = truth ? 1 : 0;
  return figure;
}

Figure number_at(const std::string& pointer, const std::string& text) {
  Figure figure = figure_at(pointer);
  const double value = std::strtod(text.c_str(), nullptr);
  figure.sample.n = 1;
  figure.sample.mean = known_figure(pointer).size_counts ? std::abs(value) : value;
  return figure;
}

// Lists are no figures: how an end came about, and expectations, which have names of their own.
void collect(const sim::JsonNode& node, const std::string& pointer, std::vector<Figure>& figures) {
  if (node.is_number()) {
    figures.push_back(number_at(pointer, node.text));
  } else if (node.kind == sim::JsonNode::Kind::kNull) {
    figures.push_back(figure_at(pointer));
  } else if (node.kind == sim::JsonNode::Kind::kBoolean) {
    figures.push_back(truth_at(pointer, node.boolean));
  }
  for (const sim::JsonMember& member : node.members) {
    collect(member.value, pointer + "/" + sim::escape_pointer(member.name), figures);
  }
}

}  // namespace

std::vector<Figure> figures_of_result(const sim::JsonNode& result) {
  std::vector<Figure> figures;
  collect(result, "", figures);
  for (const scenario::ExpectationResult& outcome : scenario::read_expectation_results(result)) {
    figures.push_back(
        truth_at("/expectations/" + sim::escape_pointer(outcome.name) + "/passed", outcome.passed));
  }
  return figures;
}

}  // namespace planttwin::compare
