#include "scenarios/compare/experiment_figures.h"

#include <cmath>
#include <cstdlib>
#include <utility>

#include "scenarios/experiment/estimate.h"

namespace planttwin::compare {
namespace {

constexpr std::int64_t kMost = 1'000'000'000;  // replications, or batches

bool is_null(const sim::JsonValue& value) {
  return value.node().kind == sim::JsonNode::Kind::kNull;
}

// A number, or nothing where the file says null.
std::optional<double> number_or_null(const sim::JsonValue& value) {
  if (value.muted() || is_null(value)) return std::nullopt;
  if (!value.node().is_number()) {
    value.error("expected a number or null, found " + value.node().description());
    return std::nullopt;
  }
  return std::strtod(value.node().text.c_str(), nullptr);
}

Sample sample_of(std::vector<std::optional<double>> values) {
  std::vector<double> known;
  for (const std::optional<double>& value : values) {
    if (value) known.push_back(*value);
  }
  const experiment::Moments found = experiment::moments(known);
  return {.n = found.count,
          .mean = found.mean,
          .sd = found.standard_deviation,
          .values = std::move(values)};
}

std::vector<std::optional<double>> read_values(sim::JsonReader& in) {
  const std::optional<sim::JsonValue> given = in.value("values");
  if (!given || is_null(*given)) return {};
  std::vector<std::optional<double>> values;
  for (const sim::JsonValue& value : given->elements()) values.push_back(number_or_null(value));
  return values;
}

Sample read_sample(sim::JsonReader& in) {
  Sample sample;
  sample.n = in.integer("n", {0, kMost});
  const std::optional<double> mean = number_or_null(in.required_value("mean"));
  const std::optional<double> sd = number_or_null(in.required_value("sd"));
  if (sample.n > 0 && !mean) in.error("mean", "is missing though \"n\" is not 0");
  if (sample.n > 1 && !sd) in.error("sd", "is missing though \"n\" is more than 1");
  if (sd.value_or(0) < 0) in.error("sd", "must not be negative");
  sample.mean = mean.value_or(0);
  sample.sd = sd.value_or(0);
  std::vector<std::optional<double>> values = read_values(in);
  return values.empty() ? sample : sample_of(std::move(values));
}

std::vector<Figure> read_kpis(sim::JsonReader& in) {
  constexpr sim::NamedValue<Better> kBetter[] = {{"more", Better::kMore}, {"less", Better::kLess}};
  std::vector<Figure> kpis;
  for (sim::JsonReader& entry : in.objects("kpis")) {
    Figure kpi;
    kpi.kpi = entry.id();
    kpi.pointer = entry.required_string("pointer");
    const std::optional<sim::JsonValue> better = entry.value("better");
    if (better && !is_null(*better)) {
      kpi.better = better->enumeration(kBetter).value_or(Better::kUnsaid);
    }
    kpis.push_back(std::move(kpi));
  }
  return kpis;
}

struct Variant {
  std::string id;
  std::int64_t replications = 0;
  std::int64_t ended_badly = 0;  // of these
};

// Of zeros and ones: their variance follows from how many there are of each.
Figure ended_badly(const Variant& variant) {
  Figure figure;
  figure.variant = variant.id;
  figure.kpi = kEndedBadly;
  figure.better = Better::kLess;
  figure.replications = variant.replications;
  figure.sample.n = variant.replications;
  if (variant.replications < 1) return figure;
  const auto n = static_cast<double>(variant.replications);
  const double share = static_cast<double>(variant.ended_badly) / n;
  figure.sample.mean = share;
  if (n > 1) figure.sample.sd = std::sqrt(share * (1 - share) * n / (n - 1));
  return figure;
}

void read_variant(sim::JsonReader& in, const std::vector<Figure>& kpis, ComparedFile& file) {
  Variant variant{.id = in.id(),
                  .replications = in.integer("replications", {0, kMost}),
                  .ended_badly = in.integer("ended_badly", {0, kMost})};
  if (variant.ended_badly > variant.replications) {
    in.error("ended_badly", "is more than \"replications\"");
  }
  sim::JsonReader found = in.object("kpis");
  for (Figure figure : kpis) {
    sim::JsonReader sample = found.object(figure.kpi);
    figure.variant = variant.id;
    figure.replications = variant.replications;
    figure.sample = read_sample(sample);
    file.figures.push_back(std::move(figure));
  }
  file.figures.push_back(ended_badly(variant));
}

}  // namespace

void read_experiment_figures(sim::JsonReader& in, ComparedFile& file) {
  file.id = in.required_string("experiment");
  file.seed = static_cast<std::uint64_t>(in.integer("seed", {0, INT64_MAX}));
  file.replicated = in.optional_string("method", "replications") == "replications";
  file.antithetic = in.boolean("antithetic", false);
  const std::vector<Figure> kpis = read_kpis(in);
  if (kpis.empty()) in.error("kpis", "there is no figure to compare");
  for (sim::JsonReader& variant : in.objects("variants")) read_variant(variant, kpis, file);
}

}  // namespace planttwin::compare
