#include "erp_bridge/audit/misreports.h"

#include <string>
#include <utility>

namespace planttwin::bridge {
namespace {

StockByPosition effect_of(const Misreport& misreport) {
  StockByPosition effect;
  if (misreport.corrected) return effect;
  if (misreport.reported.key != kNoName) {
    for (const StockChange& change : stock_changes(misreport.reported)) {
      effect[change.position] += change.quantity;
    }
  }
  if (misreport.error == ReportingError::kDoubleScan) return effect;
  for (const StockChange& change : stock_changes(misreport.happened)) {
    effect[change.position] -= change.quantity;
  }
  return effect;
}

}  // namespace

void add_misreports(const FloorReports& floor, const NameTable& names, const PostingWords& words,
                    Reconciliation& result) {
  for (const Misreport& misreport : floor.misreports()) {
    Finding finding;
    finding.finding = misreport.corrected ? FindingClass::kReversed : FindingClass::kMisreported;
    finding.last_right = Hop::kFloor;
    finding.first_wrong = Hop::kBridge;
    finding.from_floor = true;
    finding.key = names.text(misreport.happened.key);
    finding.fault = reporting_error_name(misreport.error);
    finding.detail =
        std::string(reporting_error_name(misreport.error)) + ": " + words.of(misreport.happened);
    if (misreport.reported.key != kNoName) {
      finding.detail += "; the floor reported " + words.of(misreport.reported);
    }
    if (misreport.corrected) finding.detail += "; noticed and put right";
    for (const auto& [position, quantity] : effect_of(misreport)) {
      if (!quantity.is_zero()) finding.effect.push_back({position, quantity});
    }
    result.add(std::move(finding));
  }
}

}  // namespace planttwin::bridge
