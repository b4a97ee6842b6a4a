#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string_view>

#include "sim/distribution_reader.h"
#include "sim/distribution_table.h"
#include "sim/json_document.h"

namespace planttwin::sim {
namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

// Whatever comes back can be sampled and keeps its bounds and a finite mean.
void check(const Distribution& distribution) {
  for (std::uint64_t index = 0; index < 4; ++index) {
    Draw draw = RandomSource(1).draw({Purpose::kOther, 1, 0, index});
    const double value = distribution.sample(draw);
    require(value >= distribution.lowest() && value <= distribution.highest());
  }
  require(distribution.mean() == distribution.mean());
  require(distribution.variance() >= 0);
}

void read_all(std::string_view text) {
  Diagnostics diagnostics;
  const std::optional<JsonDocument> document = JsonDocument::parse(text, "fuzz", diagnostics);
  require(document.has_value() || !diagnostics.empty());
  if (document) {
    Diagnostics of_times;
    check(read_duration_distribution(JsonValue(*document, of_times)).in_microseconds());
    Diagnostics of_numbers;
    const DistributionPlace anywhere{.directory = "", .may_be_negative = true};
    check(read_number_distribution(JsonValue(*document, of_numbers), anywhere).distribution());
  }
  for (const AmountKind kind : {AmountKind::kDuration, AmountKind::kNumber}) {
    const Parsed<ValueTable> table = parse_value_table(text, kind);
    require(table.ok() != !table.error().empty());
  }
}

}  // namespace
}  // namespace planttwin::sim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  planttwin::sim::read_all({reinterpret_cast<const char*>(data), size});
  return 0;
}
