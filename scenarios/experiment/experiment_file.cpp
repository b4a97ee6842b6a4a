#include "scenarios/experiment/experiment_file.h"

#include <algorithm>

#include "scenarios/experiment/common_members.h"
#include "scenarios/experiment/factor_grid.h"
#include "sim/json_reader.h"

namespace planttwin::experiment {
namespace {

constexpr std::int64_t kMost = 1'000'000;         // replications of a variant
constexpr std::int64_t kMostOfSelection = 1'000;  // unless the file says another number
constexpr std::int64_t kMostInAll = 1'000'000'000;

constexpr sim::NamedValue<Selection::Method> kMethods[] = {
    {"kim_nelson", Selection::Method::kKimNelson}, {"ocba", Selection::Method::kOcba}};
constexpr sim::NamedValue<bool> kWarmUps[] = {{"scenario", false}, {"mser5", true}};

Kpi plain_kpi(const sim::JsonValue& value, const std::string& file) {
  Kpi kpi;
  kpi.pointer = value.string().value_or("");
  kpi.id = kpi.pointer;
  kpi.place = {file, value.node().position, value.pointer(), ""};
  check_pointer(value, kpi.pointer);
  return kpi;
}

Kpi read_kpi(const sim::JsonValue& value, const std::string& file) {
  sim::JsonReader in(value);
  Kpi kpi = read_pointer(in, file);
  kpi.id = in.has("id") ? in.id() : kpi.pointer;
  kpi.better = in.enumeration("better", kBetter, Kpi::Better::kUnsaid);
  for (const sim::JsonValue& quantile : in.values("quantiles")) {
    const auto share = quantile.fraction();
    if (!share) continue;
    kpi.quantiles.push_back(share->to_double());
    if (kpi.quantiles.back() <= 0 || kpi.quantiles.back() >= 1) {
      quantile.error("must be more than 0 and less than 1");
    }
  }
  in.finish();
  return kpi;
}

void read_kpis(sim::JsonReader& in, Experiment& experiment) {
  for (const sim::JsonValue& value : in.values("kpis")) {
    const bool plain = value.node().kind == sim::JsonNode::Kind::kString;
    Kpi kpi = plain ? plain_kpi(value, experiment.file) : read_kpi(value, experiment.file);
    for (const Kpi& other : experiment.kpis) {
      if (other.id == kpi.id) value.error("a second figure " + sim::in_quotes(kpi.id));
    }
    experiment.kpis.push_back(std::move(kpi));
  }
  if (experiment.kpis.empty()) in.error("kpis", "no figure is asked for");
}

Variant read_variant(sim::JsonReader& in) {
  Variant variant;
  variant.id = in.id();
  variant.title = in.optional_string("title", variant.id);
  variant.changes = read_changes(in);
  in.finish();
  return variant;
}

Replications read_replications(sim::JsonReader& in, const sim::Diagnostics& diagnostics) {
  Replications replications;
  const auto given = in.value("replications");
  const bool selects = in.has("selection");
  if (selects) replications = {.at_least = 10, .at_most = kMostOfSelection};
  if (!given) return replications;
  if (!given->node().is_object()) {
    replications.at_least = in.integer("replications", {2, kMost});
    replications.at_most =
        selects ? std::max(replications.at_least, kMostOfSelection) : replications.at_least;
    return replications;
  }
  sim::JsonReader more(*given);
  replications.at_least = more.integer("at_least", {2, kMost}, 10);
  replications.at_most = more.integer("at_most", {2, kMost});
  if (selects) {
    if (more.has("half_width")) more.error("half_width", "a selection says itself when to stop");
  } else {
    const std::size_t faults = diagnostics.count();
    replications.half_width = more.fraction("half_width").to_double();
    if (replications.half_width <= 0 && diagnostics.count() == faults) {
      more.error("half_width", "must be more than 0");
    }
  }
  if (replications.at_most < replications.at_least) {
    more.error("at_most", "is less than \"at_least\"");
  }
  more.finish();
  return replications;
}

// A probability that something holds.
double read_probability(sim::JsonReader& in, const char* key, const sim::Diagnostics& diagnostics) {
  if (!in.has(key)) return 0.95;
  const std::size_t faults = diagnostics.count();
  const double value = in.fraction(key).to_double();
  if ((value < 0.5 || value >= 1) && diagnostics.count() == faults) {
    in.error(key, "must be at least 0.5 and less than 1");
  }
  return value;
}

std::size_t read_selected_kpi(sim::JsonReader& in, const std::vector<Kpi>& kpis) {
  const sim::JsonValue named = in.required_value("kpi");
  const std::string id = named.string().value_or("");
  std::vector<std::string> known;
  for (const Kpi& kpi : kpis) known.push_back(kpi.id);
  const auto found = std::find(known.begin(), known.end(), id);
  if (found == known.end()) {
    if (!id.empty()) {
      named.error("no figure " + sim::in_quotes(id) + sim::nearest_clause(id, known));
    }
    return 0;
  }
  const auto index = static_cast<std::size_t>(found - known.begin());
  if (kpis[index].better == Kpi::Better::kUnsaid) {
    named.error("the figure does not say whether more or less is better");
  }
  return index;
}

std::optional<Selection> read_selection(sim::JsonReader& experiment, const std::vector<Kpi>& kpis,
                                        const sim::Diagnostics& diagnostics) {
  auto in = experiment.optional_object("selection");
  if (!in) return std::nullopt;
  Selection selection;
  selection.method = in->enumeration("method", kMethods, Selection::Method::kKimNelson);
  selection.kpi = read_selected_kpi(*in, kpis);
  selection.probability = read_probability(*in, "probability", diagnostics);
  selection.stage = in->integer("stage", {1, kMost}, 10);
  if (selection.method == Selection::Method::kOcba) {
    selection.budget = in->integer("budget", {2, kMostInAll});
  } else {
    const std::size_t faults = diagnostics.count();
    selection.indifference = in->decimal("indifference").to_double();
    if (selection.indifference <= 0 && diagnostics.count() == faults) {
      in->error("indifference", "must be more than 0: smaller differences do not matter");
    }
  }
  in->finish();
  return selection;
}

void read_batches(sim::JsonReader& in, Experiment& experiment) {
  auto batch_means = in.optional_object("batch_means");
  if (!batch_means) return;
  experiment.batches = batch_means->integer("batches", {2, 10'000});
  batch_means->finish();
  experiment.replications = {experiment.batches, experiment.batches, 0};
  for (const char* other : {"replications", "selection"}) {
    if (in.has(other)) {
      in.error(other, "batches of one run take the place of replications");
    }
  }
  if (experiment.antithetic) in.error("antithetic", "batches of one run have no mirror image");
}

void check_variants(sim::JsonReader& in, const Experiment& experiment) {
  if (experiment.variants.empty()) in.error("variants", "there is no variant");
  if (experiment.selection && experiment.variants.size() < 2) {
    in.error("selection", "there is nothing to select from");
  }
  const bool has_budget = experiment.selection && experiment.selection->budget > 0;
  if (has_budget && experiment.selection->budget < first_stage(experiment)) {
    in.error("selection", "the budget is less than the " + std::to_string(first_stage(experiment)) +
                              " replications of the first stage");
  }
}

void read(sim::JsonReader& in, Experiment& experiment, const sim::Diagnostics& diagnostics) {
  read_heading(in, "experiment", kMost, experiment);
  experiment.confidence = read_probability(in, "confidence", diagnostics);
  experiment.antithetic = in.boolean("antithetic", false);
  experiment.find_warm_up = in.enumeration("warm_up", kWarmUps, false);
  read_kpis(in, experiment);
  experiment.selection = read_selection(in, experiment.kpis, diagnostics);
  experiment.replications = read_replications(in, diagnostics);
  read_batches(in, experiment);
  for (sim::JsonReader& variant : in.objects("variants")) {
    experiment.variants.push_back(read_variant(variant));
  }
  read_factors(in, experiment);
  check_variants(in, experiment);
  in.finish();
}

}  // namespace

std::int64_t first_stage(const Experiment& experiment) {
  return experiment.replications.at_least * static_cast<std::int64_t>(experiment.variants.size());
}

Experiment read_experiment(const sim::JsonDocument& document, const std::string& path,
                           sim::Diagnostics& diagnostics) {
  Experiment experiment;
  experiment.file = path;
  sim::JsonReader in(document, diagnostics);
  read(in, experiment, diagnostics);
  return experiment;
}

Experiment load_experiment(const std::string& path, sim::Diagnostics& diagnostics) {
  const auto document = sim::JsonDocument::load(path, diagnostics);
  return document ? read_experiment(*document, path, diagnostics) : Experiment();
}

}  // namespace planttwin::experiment
