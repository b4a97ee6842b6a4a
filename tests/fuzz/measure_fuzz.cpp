#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "sim/decimal.h"
#include "sim/measure.h"
#include "sim/quantity.h"
#include "sim/time_zone.h"
#include "sim/utc_instant.h"

namespace {

template <class T>
void require_reason(const planttwin::sim::Parsed<T>& parsed) {
  if (parsed.ok() == !parsed.error().empty()) std::abort();
}

}  // namespace

// Any text is either refused with a reason or read; durations, decimals and instants that were
// read come back from their written form.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace sim = planttwin::sim;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const sim::Parsed<sim::Duration> duration = sim::parse_duration(text);
  require_reason(duration);
  if (duration.ok() &&
      sim::parse_duration(sim::format_duration(duration.value())).value() != duration.value()) {
    std::abort();
  }
  const sim::Parsed<sim::Decimal> decimal = sim::parse_decimal(text);
  require_reason(decimal);
  if (decimal.ok() && sim::parse_decimal(decimal.value().text()).value() != decimal.value()) {
    std::abort();
  }
  const sim::Parsed<sim::UtcInstant> instant = sim::parse_instant(text);
  require_reason(instant);
  if (instant.ok() && instant.value().count() > -62'000'000'000'000'000 &&
      sim::parse_instant(sim::format_instant(instant.value())).value() != instant.value()) {
    std::abort();
  }
  require_reason(sim::parse_length(text));
  require_reason(sim::parse_mass(text));
  require_reason(sim::parse_speed(text));
  require_reason(sim::parse_time_of_day(text));
  require_reason(sim::parse_quantity(text, {.name = "kg", .decimals = 3}));
  require_reason(sim::parse_money_rate(text, {.name = "EUR", .decimals = 2}));
  return 0;
}
