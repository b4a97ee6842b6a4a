#include "plant_models/load/run_input_loader.h"

#include <algorithm>

#include "plant_models/load/field_reader.h"
#include "plant_models/load/run_input_reading.h"

namespace planttwin::plant {

namespace {

// "2025-..." is an instant; a span begins with a number and a unit.
bool looks_like_instant(const sim::JsonNode& node) {
  const std::string& text = node.text;
  return node.kind == sim::JsonNode::Kind::kString && text.size() > 4 && text[4] == '-' &&
         std::all_of(text.begin(), text.begin() + 4, [](char c) { return c >= '0' && c <= '9'; });
}

void read_horizon(RunInputReading& reading) {
  sim::JsonReader& in = reading.root;
  const std::optional<sim::JsonValue> until = in.value("until");
  if (until && in.has("horizon")) {
    until->error("a run has either a horizon or until, not both");
  } else if (until) {
    constexpr sim::NamedValue<bool> kEnds[] = {{"done", true}};
    until->enumeration(kEnds);
  } else if (in.has("horizon")) {
    reading.input.horizon =
        in.duration("horizon", {sim::Duration::microseconds(1), kLongestHorizon});
  } else {
    in.error("say how long to run: \"horizon\": \"28 d\", or \"until\": \"done\"");
  }
  reading.input.warm_up =
      in.duration("warm_up", {sim::Duration(), kLongestHorizon}, sim::Duration());
  if (reading.input.warm_up >= reading.input.horizon) {
    in.error("warm_up", "found " + sim::format_duration(reading.input.warm_up) +
                            "; expected less than the horizon of " +
                            sim::format_duration(reading.input.horizon));
  }
}

void check_there_is_work(RunInputReading& reading) {
  const RunInput& input = reading.input;
  if (!input.until_done()) return;
  for (const Source& source : input.sources) {
    if (source.limit || !source.until.is_never()) continue;
    reading.root.error("until", "the source " + sim::in_quotes(source.id) +
                                    " never ends: give it a limit or an end, or the run a horizon");
  }
}

}  // namespace

sim::Time read_run_time(const RunInputReading& reading, sim::JsonReader& in, std::string_view key) {
  const sim::JsonValue value = in.required_value(key);
  if (value.muted()) return {};
  if (!looks_like_instant(value.node())) {
    const std::optional<sim::Duration> span = value.duration({-kLongestHorizon, kLongestHorizon});
    return sim::Time::from_start(span.value_or(sim::Duration()));
  }
  const std::optional<sim::UtcInstant> instant = value.instant();
  if (!instant) return {};
  const sim::Duration span = *instant - reading.input.start;
  if (span > kLongestHorizon || span < -kLongestHorizon) {
    value.error("more than 100 years from the start at " +
                sim::format_instant(reading.input.start));
    return {};
  }
  return sim::Time::from_start(span);
}

sim::Time read_run_time(const RunInputReading& reading, sim::JsonReader& in, std::string_view key,
                        sim::Time fallback) {
  return in.has(key) ? read_run_time(reading, in, key) : fallback;
}

sim::Time read_later_time(const RunInputReading& reading, sim::JsonReader& in,
                          std::string_view key) {
  const sim::Time time = read_run_time(reading, in, key);
  if (time >= sim::Time()) return time;
  in.error(key, "expected a time that is not before the start");
  return {};
}

sim::Quantity read_amount(const RunInputReading& reading, sim::JsonReader& in, std::string_view key,
                          MaterialId material) {
  const sim::JsonValue value = in.required_value(key);
  if (!has_unit(reading.plant, material)) return {};
  const std::optional<sim::Quantity> amount = value.quantity(reading.plant.material(material).unit);
  if (amount && amount->is_zero()) value.error("expected a quantity above zero");
  return amount.value_or(sim::Quantity());
}

RunInput load_run_input(sim::JsonReader& in, const Plant& plant,
                        const std::filesystem::path& directory, sim::Diagnostics& diagnostics) {
  RunInputReading reading(in, plant, directory, diagnostics);
  if (in.muted()) return {};
  reading.input.start = in.instant("start");
  read_horizon(reading);
  read_orders(reading);
  read_sources(reading);
  read_disruptions(reading);
  read_initial_state(reading);
  check_there_is_work(reading);
  return std::move(reading.input);
}

}  // namespace planttwin::plant
