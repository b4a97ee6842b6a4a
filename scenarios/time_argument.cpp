#include "scenarios/time_argument.h"

#include "scenarios/exit_code.h"
#include "sim/measure.h"

namespace planttwin::scenario {

sim::Time parse_time(const std::string& option, const std::string& text, sim::UtcInstant start) {
  const sim::Parsed<sim::Duration> span = sim::parse_duration(text);
  if (span.ok()) return sim::Time::from_start(span.value());
  const sim::Parsed<sim::UtcInstant> instant = sim::parse_instant(text);
  if (instant.ok()) return sim::Time::from_start(instant.value() - start);
  throw UsageError(option + " " + text + ": " + span.error() +
                   "; expected a duration from the start or an instant, such as \"7 d\" or "
                   "\"2025-03-30T06:00Z\"");
}

}  // namespace planttwin::scenario
