#include "plant_models/load/field_reader.h"

#include "plant_models/load/option_names.h"

namespace planttwin::plant {

std::int32_t read_count(sim::JsonReader& in, std::string_view key, sim::IntegerRange range) {
  return static_cast<std::int32_t>(in.integer(key, range));
}

std::int32_t read_count(sim::JsonReader& in, std::string_view key, sim::IntegerRange range,
                        std::int32_t fallback) {
  return static_cast<std::int32_t>(in.integer(key, range, fallback));
}

std::optional<std::int32_t> read_optional_count(sim::JsonReader& in, std::string_view key,
                                                sim::IntegerRange range) {
  if (!in.has(key)) return std::nullopt;
  return read_count(in, key, range);
}

double read_fraction(sim::JsonReader& in, std::string_view key) {
  return in.fraction(key).to_double();
}

double read_fraction(sim::JsonReader& in, std::string_view key, double fallback) {
  return in.has(key) ? read_fraction(in, key) : fallback;
}

double read_positive(sim::JsonReader& in, std::string_view key, double fallback) {
  if (!in.has(key)) return fallback;
  const std::optional<sim::Decimal> number = in.required_value(key).decimal();
  if (!number) return fallback;
  if (number->digits() > 0) return number->to_double();
  in.error(key, "found the number " + number->text() + "; expected a number above zero");
  return fallback;
}

sim::DurationDistribution read_time(const PlantReading& reading, sim::JsonReader& in,
                                    std::string_view key) {
  return sim::read_duration_distribution(in.required_value(key), reading.place);
}

sim::DurationDistribution read_time_or_zero(const PlantReading& reading, sim::JsonReader& in,
                                            std::string_view key) {
  return read_optional_time(reading, in, key).value_or(sim::DurationDistribution());
}

std::optional<sim::DurationDistribution> read_optional_time(const PlantReading& reading,
                                                            sim::JsonReader& in,
                                                            std::string_view key) {
  const std::optional<sim::JsonValue> value = in.value(key);
  if (!value) return std::nullopt;
  return sim::read_duration_distribution(*value, reading.place);
}

sim::DurationDistribution read_positive_time(const sim::DistributionPlace& place,
                                             const sim::Diagnostics& diagnostics,
                                             sim::JsonReader& in, std::string_view key) {
  const std::size_t errors = diagnostics.count();
  const sim::JsonValue value = in.required_value(key);
  sim::DurationDistribution time = sim::read_duration_distribution(value, place);
  if (diagnostics.count() == errors && time.mean() <= sim::Duration()) {
    value.error("the mean is " + sim::format_duration(time.mean()) +
                "; expected a time above zero");
  }
  return time;
}

SiteId read_site(const PlantReading& reading, sim::JsonReader& in) {
  if (in.has("site")) return reading.names.sites.resolve(in, "site");
  if (reading.names.sites.size() == 1) return SiteId(0);
  in.error("the member \"site\" is missing; the plant has several sites");
  return {};
}

sim::Time read_instant(const PlantReading& reading, sim::JsonReader& in, std::string_view key,
                       sim::Time fallback) {
  const std::optional<sim::JsonValue> value = in.value(key);
  const std::optional<sim::UtcInstant> instant = value ? value->instant() : std::nullopt;
  return instant ? sim::Time::from_start(*instant - reading.origin.start) : fallback;
}

CrewNeed read_crew(const PlantReading& reading, sim::JsonReader& in) {
  std::optional<sim::JsonReader> crew = in.optional_object("crew");
  if (!crew) return {};
  CrewNeed need{.pool = reading.names.labor.resolve(*crew, "pool"),
                .count = read_count(*crew, "count", {1, kMostPeople}, 1)};
  crew->finish();
  return need;
}

std::optional<Position> read_position(sim::JsonReader& in) {
  std::optional<sim::JsonReader> object = in.optional_object("position");
  if (!object) return std::nullopt;
  const Position position{.x = object->length("x").in_metres(),
                          .y = object->length("y").in_metres()};
  object->finish();
  return position;
}

DispatchRule read_dispatch_rule(sim::JsonReader& in, const DispatchRule& fallback) {
  DispatchRule rule = fallback;
  rule.atc_lookahead = read_positive(in, "atc_lookahead", fallback.atc_lookahead);
  const std::optional<sim::JsonValue> value = in.value("dispatch");
  if (!value) return rule;
  rule.keys.clear();
  const bool is_list = value->node().is_array();
  for (const sim::JsonValue& name : is_list ? value->elements() : std::vector{*value}) {
    if (const std::optional<RuleKey> key = name.enumeration(kRuleKeyNames)) {
      rule.keys.push_back(*key);
    }
  }
  if (is_list && value->node().elements.empty()) {
    value->error("found an empty array; expected at least one dispatch rule");
  }
  if (rule.keys.size() > DispatchRule::kMostKeys) {
    value->error("found " + std::to_string(rule.keys.size()) +
                 " dispatch rules; expected at most " + std::to_string(DispatchRule::kMostKeys));
    rule.keys.resize(DispatchRule::kMostKeys);
  }
  if (rule.keys.empty()) rule.keys.push_back(RuleKey::kFifo);
  return rule;
}

WorkInterval read_window(sim::JsonReader& in, sim::Duration limit) {
  const sim::DurationRange range{sim::Duration(), limit};
  const std::optional<sim::Duration> from = in.required_value("from").duration(range);
  const std::optional<sim::Duration> to = in.required_value("to").duration(range);
  if (from && to && *to <= *from) {
    in.error("to", "found " + sim::format_duration(*to) + "; expected a time after the start at " +
                       sim::format_duration(*from));
  }
  in.finish();
  return {sim::Time::from_start(from.value_or(sim::Duration())),
          sim::Time::from_start(to.value_or(sim::Duration()))};
}

WorkCenterOptions read_work_center_options(sim::JsonReader& in, const WorkCenterOptions& fallback) {
  WorkCenterOptions options;
  options.blocking = in.enumeration("blocking", kBlockingNames, fallback.blocking);
  options.interrupted_work =
      in.enumeration("interrupted_work", kInterruptedWorkNames, fallback.interrupted_work);
  options.labor_while_interrupted = in.enumeration(
      "labor_while_interrupted", kWhileInterruptedNames, fallback.labor_while_interrupted);
  options.tools_while_interrupted = in.enumeration(
      "tools_while_interrupted", kWhileInterruptedNames, fallback.tools_while_interrupted);
  options.shift_end = in.enumeration("shift_end", kShiftEndNames, fallback.shift_end);
  options.preemption = in.enumeration("preemption", kPreemptionNames, fallback.preemption);
  options.rework_queue = in.enumeration("rework_queue", kReworkQueueNames, fallback.rework_queue);
  options.partial_rework =
      in.enumeration("partial_rework", kPartialReworkNames, fallback.partial_rework);
  options.shortage = in.enumeration("shortage", kShortageNames, fallback.shortage);
  options.issue = in.enumeration("issue", kIssueAtNames, fallback.issue);
  options.rule_times = in.enumeration("rule_times", kRuleTimesNames, fallback.rule_times);
  options.loading = in.enumeration("loading", kLoadingNames, fallback.loading);
  return options;
}

}  // namespace planttwin::plant
