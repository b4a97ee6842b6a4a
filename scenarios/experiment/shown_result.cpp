#include "scenarios/experiment/shown_result.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

#include "scenarios/experiment/estimate.h"
#include "scenarios/json_build.h"

namespace planttwin::experiment {
namespace {

using scenario::json_integer;
using scenario::json_null;
using scenario::json_number;
using scenario::json_string;
using scenario::JsonArray;
using scenario::JsonObject;
using sim::JsonNode;

constexpr std::size_t kMostVariants = 50;
constexpr std::size_t kMostValues = 100'000;  // in the table of replications
constexpr std::size_t kLeastRows = 20;        // of it, for each variant

// Shape is checked: what is asked for is there.
const JsonNode& at(const JsonNode& node, std::string_view name) { return *node.member(name); }

std::optional<double> number_of(const JsonNode& node) {
  if (!node.is_number()) return std::nullopt;
  return std::strtod(node.text.c_str(), nullptr);
}

std::int64_t integer_of(const JsonNode& node) {
  return static_cast<std::int64_t>(number_of(node).value_or(0));
}

const JsonNode& figure_of(const JsonNode& variant, const std::string& kpi) {
  return at(at(variant, "kpis"), kpi);
}

// The figure of the selection, or the first one that is better in some direction, or the first.
const JsonNode& ranked_by(const JsonNode& result) {
  const std::vector<JsonNode>& kpis = at(result, "kpis").elements;
  const JsonNode* selection = result.member("selection");
  for (const JsonNode& kpi : kpis) {
    if (selection != nullptr && at(*selection, "kpi").text == at(kpi, "id").text) return kpi;
  }
  for (const JsonNode& kpi : kpis) {
    if (at(kpi, "better").kind == JsonNode::Kind::kString) return kpi;
  }
  return kpis.front();
}

// Numbers of the variants that are shown, in the order of the file: the base, the one that was
// selected, and the best.
std::vector<std::size_t> shown_variants(const JsonNode& result) {
  const std::vector<JsonNode>& variants = at(result, "variants").elements;
  const JsonNode& kpi = ranked_by(result);
  const bool less = at(kpi, "better").text == "less";
  const JsonNode* selection = result.member("selection");
  const std::string best = selection == nullptr ? "" : at(*selection, "best").text;
  std::vector<double> rank;
  for (const JsonNode& variant : variants) {
    const auto mean = number_of(at(figure_of(variant, at(kpi, "id").text), "mean"));
    const bool first =
        &variant == &variants.front() || (!best.empty() && at(variant, "id").text == best);
    rank.push_back(first  ? -std::numeric_limits<double>::infinity()
                   : mean ? (less ? *mean : -*mean)
                          : std::numeric_limits<double>::infinity());
  }
  std::vector<std::size_t> shown(variants.size());
  std::iota(shown.begin(), shown.end(), std::size_t{0});
  std::stable_sort(shown.begin(), shown.end(),
                   [&](std::size_t one, std::size_t other) { return rank[one] < rank[other]; });
  shown.resize(std::min(shown.size(), kMostVariants));
  std::sort(shown.begin(), shown.end());
  return shown;
}

JsonNode with_rows(const JsonNode& figure, std::size_t rows) {
  JsonNode cut = figure;
  std::vector<JsonNode>& values = cut.member("values")->elements;
  values.resize(std::min(values.size(), rows));
  return cut;
}

JsonNode with_rows_of_all(const JsonNode& variant, std::size_t rows) {
  JsonObject cut;
  for (const sim::JsonMember& member : variant.members) {
    if (member.name != "kpis") {
      cut.add(member.name, member.value);
      continue;
    }
    JsonObject figures;
    for (const sim::JsonMember& figure : member.value.members) {
      figures.add(figure.name, with_rows(figure.value, rows));
    }
    cut.add("kpis", std::move(figures));
  }
  return cut.take();
}

JsonNode in_all(const JsonNode& result) {
  std::int64_t replications = 0, ended_badly = 0;
  JsonArray correlated;
  for (const JsonNode& variant : at(result, "variants").elements) {
    replications += integer_of(at(variant, "replications"));
    ended_badly += integer_of(at(variant, "ended_badly"));
    for (const sim::JsonMember& figure : at(variant, "kpis").members) {
      const JsonNode* lag = figure.value.member("lag1");
      const auto n = static_cast<double>(integer_of(at(figure.value, "n")));
      if (lag == nullptr || number_of(*lag).value_or(0) < correlated_from(n)) continue;
      correlated.add(JsonObject()
                         .add("variant", at(variant, "id"))
                         .add("kpi", json_string(figure.name))
                         .add("lag1", *lag)
                         .take());
    }
  }
  const auto variants = static_cast<std::int64_t>(at(result, "variants").elements.size());
  return JsonObject()
      .add("variants", json_integer(variants))
      .add("replications", json_integer(replications))
      .add("ended_badly", json_integer(ended_badly))
      .add("correlated", correlated.take())
      .take();
}

// Every number of replications up to 40, then steps of a twentieth.
std::size_t next_count(std::size_t count) { return count + std::max<std::size_t>(1, count / 20); }

std::vector<double> data_of(const JsonNode& figure) {
  std::vector<double> data;
  for (const JsonNode& value : at(figure, "values").elements) {
    if (const auto number = number_of(value)) data.push_back(*number);
  }
  return data;
}

JsonNode convergence_of(const JsonNode& figure, Intervals& intervals) {
  JsonArray counts, half_widths;
  double mean = 0, squares = 0;  // Welford, Technometrics 4 (1962) 419
  std::size_t next = 2;
  const std::vector<double> data = data_of(figure);
  for (std::size_t n = 1; n <= data.size(); ++n) {
    const auto count = static_cast<double>(n);
    const double off = data[n - 1] - mean;
    mean += off / count;
    squares += off * (data[n - 1] - mean);
    if (n < 2 || (n < next && n < data.size())) continue;
    counts.add(json_integer(static_cast<std::int64_t>(n)));
    half_widths.add(json_number(intervals.half_width(
        {static_cast<std::int64_t>(n), mean, std::sqrt(squares / (count - 1))})));
    next = next_count(n);
  }
  return JsonObject().add("n", counts.take()).add("half_width", half_widths.take()).take();
}

}  // namespace

JsonNode shown_result(const JsonNode& result) {
  const std::vector<std::size_t> shown = shown_variants(result);
  const std::size_t columns = shown.size() * at(result, "kpis").elements.size();
  const std::size_t rows = std::max(kLeastRows, kMostValues / columns);
  Intervals intervals(1 - number_of(at(result, "confidence")).value_or(0.95));
  JsonArray variants, convergence;
  for (const std::size_t number : shown) {
    const JsonNode& variant = at(result, "variants").elements[number];
    variants.add(with_rows_of_all(variant, rows));
    JsonObject figures;
    for (const sim::JsonMember& figure : at(variant, "kpis").members) {
      figures.add(figure.name, convergence_of(figure.value, intervals));
    }
    convergence.add(figures.take());
  }
  JsonObject cut;
  for (const sim::JsonMember& member : result.members) {
    cut.add(member.name, member.name == "variants" ? variants.take() : member.value);
  }
  return JsonObject()
      .add("result", std::move(cut))
      .add("in_all", in_all(result))
      .add("ranked_by", at(ranked_by(result), "id"))
      .add("convergence", convergence.take())
      .take();
}

}  // namespace planttwin::experiment
