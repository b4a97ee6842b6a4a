#include "erp_bridge/stack/middleware_defects.h"

#include <algorithm>
#include <cassert>

namespace planttwin::bridge {
namespace {

using Effect = MiddlewareDefect::Effect;

// What an ERP with the defect books is what a middleware with it passes on.
MiddlewareDefect bends(std::string_view name, std::string_view does) {
  const ErpDefect& defect = erp_defect(name);
  return {name, does, defect.found_as, defect.whom, Effect::kBend, defect.bend};
}

std::vector<MiddlewareDefect> defects_of_passing() {
  return {
      {"drops_message", "acknowledges and passes on nothing", "missing", Whom::kAnyPosting,
       Effect::kDrop},
      {"error_inside_acknowledgement",
       "passes on nothing, and says so in the text of its acknowledgement", "missing",
       Whom::kAnyPosting, Effect::kError},
      {"acknowledges_before_storing",
       "acknowledges, passes on every ten minutes, and loses what it has in memory at a restart: "
       "at "
       "an outage of its host, else once a day",
       "missing", Whom::kAnyPosting, Effect::kForget},
      {"doubles_same_key", "passes on twice under the same key", "", Whom::kAnyPosting,
       Effect::kDouble},
      bends("doubles_with_new_key", "passes on twice, the second time under a key of its own"),
      bends("invents_posting", "passes on a receipt of one unit beside"),
      {"changes_key", "passes on under a key of its own", "key_not_preserved", Whom::kAnyPosting,
       Effect::kRename},
      {"stalls", "acknowledges at once and passes on three hours later", "late", Whom::kAnyPosting,
       Effect::kStall},
      {"reorders", "acknowledges, and passes on behind the next message of the order",
       "out_of_order", Whom::kOfOrder, Effect::kReorder},
      {"wrong_partition",
       "acknowledges, and puts it behind the messages of another order, up to ten minutes later",
       "out_of_order", Whom::kOfOrder, Effect::kDivert},
  };
}

std::vector<MiddlewareDefect> defects_of_mapping() {
  return {
      bends("receipt_instead_of_issue", "passes on an issue as a receipt"),
      bends("scrap_instead_of_issue", "passes on an issue as scrap of stock"),
      bends("issue_instead_of_return", "passes on a return as an issue"),
      bends("partial_as_final", "says of a part of an order that it was the last"),
      bends("final_as_partial", "says of the last of an order that more is to come"),
      bends("wrong_pack_factor", "passes on ten times the quantity"),
      bends("wrong_pack_divisor", "passes on a tenth of the quantity"),
      bends("loses_decimal_point", "reads 1.25 as 125"),
      bends("cuts_decimals", "reads 1.75 as 1"),
      bends("rounds_quantity", "passes on whole units"),
      bends("books_one", "passes on one unit, however many there were"),
      bends("scrap_as_yield", "passes on what an operation lost as good"),
      bends("swaps_yield_and_scrap",
            "passes on what an operation lost as good, and the other way round"),
      bends("yield_without_scrap", "leaves out what an operation lost"),
      bends("wrong_unit", "passes on the same number of packs of ten"),
      bends("minutes_for_hours", "passes on sixty times the machine time"),
      bends("drops_machine_time", "passes on no machine time"),
      bends("wrong_item", "passes on another item with the same unit"),
      bends("truncates_lot", "passes on half of the lot's name"),
      bends("drops_leading_zeros", "passes on the lot 007 as 7"),
      bends("changes_case", "passes on the lot A1 as a1"),
      bends("swaps_lots", "passes on the lot of the message before"),
      bends("receives_into_last_lot", "passes on the lot of the receipt before"),
      bends("reuses_serial", "passes on the serial number of the receipt before"),
      bends("wrong_location", "passes on the place `0001`"),
      bends("wrong_status", "passes on a change of status that changes none"),
      bends("wrong_order", "passes on the order `UNKNOWN`"),
      bends("wrong_operation", "passes on the operation `0001`"),
      bends("wrong_work_center", "passes on the work center `UNKNOWN`"),
      bends("loses_genealogy", "leaves out from which lot something came, or into which it went"),
      bends("wrong_genealogy", "passes on the lot in process of the posting before"),
      bends("wrong_reason", "passes on scrap for the reason `OTHER`"),
      bends("wrong_company", "passes on the company `0001`"),
      bends("wrong_plant", "passes on the plant `0001` of the company"),
      bends("utc_date", "passes on the day of UTC instead of the plant's"),
      bends("processing_date", "passes on the day after"),
  };
}

}  // namespace

const std::vector<MiddlewareDefect>& middleware_defects() {
  static const std::vector<MiddlewareDefect> kDefects = [] {
    std::vector<MiddlewareDefect> all = defects_of_passing();
    for (const MiddlewareDefect& defect : defects_of_mapping()) all.push_back(defect);
    return all;
  }();
  return kDefects;
}

const MiddlewareDefect& middleware_defect(std::string_view name) {
  const std::vector<MiddlewareDefect>& all = middleware_defects();
  const auto found = std::find_if(
      all.begin(), all.end(), [&](const MiddlewareDefect& defect) { return defect.name == name; });
  assert(found != all.end());
  return *found;
}

}  // namespace planttwin::bridge
