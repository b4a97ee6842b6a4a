#include "scenarios/experiment/common_members.h"

#include <filesystem>

#include "scenarios/scenario.h"

namespace planttwin::experiment {

void read_heading(sim::JsonReader& in, const char* key, std::int64_t seeds,
                  Experiment& experiment) {
  in.optional_string("$schema");
  experiment.id = in.required_string(key);
  if (!experiment.id.empty() && !scenario::is_scenario_id(experiment.id)) {
    in.error(key, "names the folder of results: letters, digits, \".\", \"_\" and \"-\" only");
  }
  experiment.title = in.optional_string("title", experiment.id);
  const std::string scenario = in.required_string("scenario");
  experiment.scenario =
      (std::filesystem::path(experiment.file).parent_path() / scenario).lexically_normal().string();
  experiment.seed = static_cast<std::uint64_t>(in.integer("seed", {0, INT64_MAX - seeds}, 1));
}

void check_pointer(const sim::JsonValue& place, const std::string& pointer) {
  if (!pointer.empty() && pointer[0] != '/') {
    place.error("a pointer begins with a slash, such as \"/kpis/throughput_per_h\"");
  }
}

Kpi read_pointer(sim::JsonReader& in, const std::string& file) {
  Kpi kpi;
  const sim::JsonValue pointer = in.required_value("pointer");
  kpi.pointer = pointer.string().value_or("");
  kpi.place = {file, pointer.node().position, pointer.pointer(), ""};
  check_pointer(pointer, kpi.pointer);
  return kpi;
}

}  // namespace planttwin::experiment
