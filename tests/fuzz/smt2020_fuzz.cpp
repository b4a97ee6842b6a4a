#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "plant_models/import/smt2020.h"
#include "scenarios/smt2020_files.h"
#include "sim/json_document.h"

namespace planttwin {
namespace {

using Files = std::map<std::string, std::string>;

void require(bool holds) {
  if (!holds) std::abort();
}

// A line "=== NAME" begins a file.
Files split(std::string_view text) {
  constexpr std::string_view kMark = "=== ";
  Files files;
  std::string* current = nullptr;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end);
    if (line.starts_with(kMark)) {
      line.remove_prefix(kMark.size());
      current = &files[std::string(line.substr(0, line.find_first_of("\r\n")))];
    } else if (current != nullptr) {
      current->append(line);
    }
  }
  return files;
}

// Every step that is named is a step of its route.
void check(const plant::smt2020::Fab& fab) {
  for (const plant::smt2020::Product& product : fab.products) {
    require(product.route.index() < fab.routes.size());
  }
  for (const plant::smt2020::Route& route : fab.routes) {
    require(!route.steps.empty());
    for (const plant::smt2020::Step& step : route.steps) {
      require(step.family.index() < fab.families.size() && step.number > 0);
    }
  }
  for (const plant::smt2020::WipLot& lot : fab.wip) {
    require(lot.line.index() < fab.orders.size() && lot.release <= fab.start());
  }
}

// Any tables are either refused with a reason or become a plant and a scenario in good JSON.
void import(std::string_view text) {
  const Files files = split(text);
  sim::Diagnostics errors;
  sim::Diagnostics remarks;
  const plant::smt2020::Fab fab = plant::smt2020::read_fab(
      [&](const std::string& name) {
        const auto file = files.find(name);
        return file == files.end() ? std::nullopt : std::optional(file->second);
      },
      "fuzz", errors, remarks);
  if (!errors.empty()) return;
  check(fab);
  const scenario::Smt2020Translation how{.id = "fuzz"};
  const sim::JsonNode made =
      scenario::smt2020_scenario(fab, how, scenario::smt2020_plant(fab, how));
  sim::Diagnostics broken;
  require(sim::JsonDocument::parse(sim::pretty_json(made), "made", broken).has_value());
}

}  // namespace
}  // namespace planttwin

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  planttwin::import({reinterpret_cast<const char*>(data), size});
  return 0;
}
