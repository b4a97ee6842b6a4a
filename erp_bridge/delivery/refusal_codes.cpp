#include "erp_bridge/delivery/refusal_codes.h"

#include <algorithm>

namespace planttwin::bridge {

const std::vector<RefusalCode>& erp_refusal_codes() {
  static const std::vector<RefusalCode> kCodes = {
      // What it needs is on its way.
      {"deficit", Refusal::kRetryAfterDependency},
      {"unknown_order", Refusal::kRetryAfterDependency},
      {"over_return", Refusal::kRetryAfterDependency},
      // The body never changes, so neither will the answer.
      {"wrong_unit", Refusal::kFinal},
      {"too_precise", Refusal::kFinal},
      {"unsupported", Refusal::kFinal},
      {"unknown_document", Refusal::kFinal},
      {"already_reversed", Refusal::kFinal},
      {"period_closed", Refusal::kRetryLater},
      {"locked", Refusal::kRetryLater},
      // Master data to be mended, or an error of the sender.
      {"unknown_item", Refusal::kManual},
      {"conflict", Refusal::kManual},
  };
  return kCodes;
}

Refusal refusal_of(std::string_view code, const std::vector<RefusalCode>& table) {
  const auto row = std::find_if(table.begin(), table.end(),
                                [&](const RefusalCode& known) { return known.code == code; });
  return row == table.end() ? Refusal::kManual : row->refusal;
}

}  // namespace planttwin::bridge
