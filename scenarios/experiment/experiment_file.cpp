#include "scenarios/experiment/experiment_file.h"

#include <filesystem>

#include "scenarios/scenario.h"
#include "sim/json_reader.h"

namespace planttwin::experiment {
namespace {

constexpr std::int64_t kMost = 1'000'000;  // replications of a variant

struct BetterName {
  std::string_view name;
  Kpi::Better value;
};
constexpr BetterName kBetter[] = {{"more", Kpi::Better::kMore}, {"less", Kpi::Better::kLess}};

Kpi read_kpi(sim::JsonReader& in, const std::string& file) {
  Kpi kpi;
  kpi.id = in.id();
  const sim::JsonValue pointer = in.required_value("pointer");
  kpi.pointer = pointer.string().value_or("");
  kpi.place = {file, pointer.node().position, pointer.pointer(), ""};
  if (!kpi.pointer.empty() && kpi.pointer[0] != '/') {
    in.error("pointer", "a pointer begins with a slash, such as \"/kpis/throughput_per_h\"");
  }
  if (in.has("better")) kpi.better = in.enumeration("better", kBetter);
  in.finish();
  return kpi;
}

Variant read_variant(sim::JsonReader& in) {
  Variant variant;
  variant.id = in.id();
  variant.title = in.optional_string("title", variant.id);
  if (const auto changes = in.value("changes")) {
    if (!changes->node().is_object()) {
      changes->error("expected an object of pointers and values, found " +
                     changes->node().description());
    }
    for (const sim::JsonMember& change : changes->node().members) {
      if (change.name.empty() || change.name[0] != '/') {
        changes->error(sim::in_quotes(change.name) +
                       ": a pointer begins with a slash, such as "
                       "\"/plant/work_centers/LATHE/machines\"");
        continue;
      }
      variant.changes.push_back({change.name, sim::pretty_json(change.value)});
    }
  }
  in.finish();
  return variant;
}

Replications read_replications(sim::JsonReader& in, const sim::Diagnostics& diagnostics) {
  Replications replications;
  const auto given = in.value("replications");
  if (!given) return replications;
  if (!given->node().is_object()) {
    replications.at_least = replications.at_most = in.integer("replications", {2, kMost});
    return replications;
  }
  sim::JsonReader more(*given);
  replications.at_least = more.integer("at_least", {2, kMost}, 10);
  replications.at_most = more.integer("at_most", {2, kMost});
  const std::size_t faults = diagnostics.count();
  replications.half_width = more.fraction("half_width").to_double();
  if (replications.half_width <= 0 && diagnostics.count() == faults) {
    more.error("half_width", "must be more than 0");
  }
  if (replications.at_most < replications.at_least) {
    more.error("at_most", "is less than \"at_least\"");
  }
  more.finish();
  return replications;
}

void read(sim::JsonReader& in, Experiment& experiment, const sim::Diagnostics& diagnostics) {
  in.optional_string("$schema");
  experiment.id = in.required_string("experiment");
  if (!experiment.id.empty() && !scenario::is_scenario_id(experiment.id)) {
    in.error("experiment",
             "names the folder of results: letters, digits, \".\", \"_\" and \"-\" only");
  }
  experiment.title = in.optional_string("title", experiment.id);
  const std::string scenario = in.required_string("scenario");
  experiment.scenario =
      (std::filesystem::path(experiment.file).parent_path() / scenario).lexically_normal().string();
  experiment.seed = static_cast<std::uint64_t>(in.integer("seed", {0, INT64_MAX}, 1));
  const std::size_t faults = diagnostics.count();
  experiment.confidence = in.has("confidence") ? in.fraction("confidence").to_double() : 0.95;
  const bool possible = experiment.confidence >= 0.5 && experiment.confidence < 1;
  if (!possible && diagnostics.count() == faults) {
    in.error("confidence", "must be at least 0.5 and less than 1");
  }
  experiment.replications = read_replications(in, diagnostics);
  for (sim::JsonReader& kpi : in.objects("kpis")) {
    experiment.kpis.push_back(read_kpi(kpi, experiment.file));
  }
  if (experiment.kpis.empty()) in.error("kpis", "no figure is asked for");
  for (sim::JsonReader& variant : in.objects("variants")) {
    experiment.variants.push_back(read_variant(variant));
  }
  if (experiment.variants.empty()) in.error("variants", "there is no variant");
  in.finish();
}

}  // namespace

Experiment load_experiment(const std::string& path, sim::Diagnostics& diagnostics) {
  Experiment experiment;
  experiment.file = path;
  const auto document = sim::JsonDocument::load(path, diagnostics);
  if (!document) return experiment;
  sim::JsonReader in(*document, diagnostics);
  read(in, experiment, diagnostics);
  return experiment;
}

}  // namespace planttwin::experiment
