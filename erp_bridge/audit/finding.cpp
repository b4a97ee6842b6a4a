#include "erp_bridge/audit/finding.h"

#include <array>

namespace planttwin::bridge {
namespace {

constexpr std::array<std::string_view, kFindingClasses> kNames = {"missing",
                                                                  "duplicate",
                                                                  "orphan",
                                                                  "aggregated_though_individual",
                                                                  "wrong_type",
                                                                  "wrong_company",
                                                                  "wrong_order",
                                                                  "wrong_operation",
                                                                  "wrong_work_center",
                                                                  "wrong_item",
                                                                  "wrong_revision",
                                                                  "wrong_lot",
                                                                  "wrong_serial",
                                                                  "wrong_location",
                                                                  "wrong_status",
                                                                  "wrong_genealogy",
                                                                  "wrong_unit",
                                                                  "wrong_quantity",
                                                                  "wrong_reason",
                                                                  "partial_as_final",
                                                                  "reversed_wrong_document",
                                                                  "wrong_value",
                                                                  "wrong_date",
                                                                  "wrong_period",
                                                                  "out_of_order",
                                                                  "late",
                                                                  "rejected",
                                                                  "booked_though_rejected",
                                                                  "in_flight",
                                                                  "undocumented_change",
                                                                  "key_not_preserved",
                                                                  "foreign",
                                                                  "opening_difference",
                                                                  "rounding",
                                                                  "misreported",
                                                                  "reversed"};

}  // namespace

std::string_view finding_name(FindingClass finding) {
  return kNames[static_cast<std::size_t>(finding)];
}

bool against_stack(FindingClass finding) {
  switch (finding) {
    case FindingClass::kInFlight:
    case FindingClass::kForeign:
    case FindingClass::kOpeningDifference:
    case FindingClass::kRounding:
    case FindingClass::kMisreported:
    case FindingClass::kReversed:
      return false;
    default:
      return true;
  }
}

std::string_view hop_name(Hop hop) {
  constexpr std::array<std::string_view, kHops> kHopNames = {
      "floor", "bridge", "middleware_in", "middleware_out", "record_in", "record"};
  return kHopNames[static_cast<std::size_t>(hop)];
}

}  // namespace planttwin::bridge
