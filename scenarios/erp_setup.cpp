#include "scenarios/erp_setup.h"

#include <algorithm>
#include <string>

namespace planttwin::scenario {
namespace {

std::vector<std::string> known_defects() {
  std::vector<std::string> names;
  for (const bridge::DefectName& row : bridge::erp_defect_names()) names.emplace_back(row.name);
  return names;
}

bridge::InjectedDefect read_defect(sim::JsonReader& in) {
  bridge::InjectedDefect injected;
  const std::string id = in.id();
  const std::vector<bridge::DefectName>& names = bridge::erp_defect_names();
  const auto row = std::find_if(names.begin(), names.end(),
                                [&](const bridge::DefectName& name) { return name.name == id; });
  if (row != names.end()) {
    injected.defect = row->defect;
  } else if (!id.empty()) {
    in.error("id", "no defect " + sim::in_quotes(id) + sim::nearest_clause(id, known_defects()));
  }
  injected.share = in.fraction("share", sim::Decimal(1, 0)).to_double();
  in.finish();
  return injected;
}

}  // namespace

std::optional<ErpSetup> read_erp_setup(sim::JsonReader& scenario) {
  std::optional<sim::JsonReader> in = scenario.optional_object("erp");
  if (!in) return std::nullopt;
  ErpSetup setup;
  for (sim::JsonReader& defect : in->objects("defects")) {
    setup.defects.push_back(read_defect(defect));
  }
  in->finish();
  return setup;
}

}  // namespace planttwin::scenario
