#include "erp_bridge/systems/erp_defects.h"

#include <algorithm>
#include <cassert>

#include "erp_bridge/systems/body_members.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

template <class... Kinds>
bool is_one_of(const Body& body) {
  return (std::holds_alternative<Kinds>(body) || ...);
}

std::vector<ErpDefect> all_defects() {
  std::vector<ErpDefect> all;
  for (const auto& topic : {defects_of_booking(), defects_of_quantity(), defects_of_identity(),
                            defects_of_header(), defects_of_time()}) {
    all.insert(all.end(), topic.begin(), topic.end());
  }
  return all;
}

}  // namespace

bool concerns(Whom whom, const Body& body) {
  if (whom == Whom::kGivenOrder) {
    return is_one_of<ProductionOrderReleased, PurchaseOrder, DeliveryReleased>(body);
  }
  if (const auto* released = std::get_if<ProductionOrderReleased>(&body)) {
    return whom == Whom::kRevision && released->revision.has_value();
  }
  switch (whom) {
    case Whom::kAnyPosting:
      return true;
    case Whom::kQuantity:
      return quantity_of(body) != nullptr;
    case Whom::kInStock:
      return location_of(body) != nullptr;
    case Whom::kStockLot:
      return stock_lot_of(body) != nullptr;
    case Whom::kInProcess:
      return in_process_of(body) != nullptr;
    case Whom::kOfOrder:
      return order_of(body) != nullptr;
    case Whom::kOfOperation:
      return operation_of(body) != nullptr;
    case Whom::kOperation:
      return is_one_of<OperationCompleted>(body);
    case Whom::kIssue:
      return is_one_of<MaterialIssued>(body);
    case Whom::kReceipt:
      return is_one_of<GoodsReceived, ProductCompleted>(body);
    case Whom::kProduct:
      return is_one_of<ProductCompleted>(body);
    case Whom::kByProduct:
      return is_one_of<ByProduct>(body);
    case Whom::kScrap:
      return is_one_of<Scrapped>(body);
    case Whom::kStatusChange:
      return is_one_of<StockStatusChanged>(body);
    case Whom::kReturn:
      return is_one_of<MaterialReturned>(body);
    case Whom::kReversal:
      return is_one_of<PostingReversed>(body);
    case Whom::kRevision:
    case Whom::kGivenOrder:
      return false;
  }
  return false;
}

const std::vector<ErpDefect>& erp_defects() {
  static const std::vector<ErpDefect> kDefects = all_defects();
  return kDefects;
}

const ErpDefect& erp_defect(std::string_view name) {
  const std::vector<ErpDefect>& all = erp_defects();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const ErpDefect& defect) { return defect.name == name; });
  assert(found != all.end());
  return *found;
}

const std::vector<DefectName>& erp_defect_names() {
  static const std::vector<DefectName> kNames = [] {
    std::vector<DefectName> names;
    for (const ErpDefect& defect : erp_defects()) names.push_back({defect.name, &defect});
    return names;
  }();
  return kNames;
}

bool strikes(const InjectedDefect& injected, const Message& message) {
  return injected.defect != nullptr &&
         strikes(injected.defect->whom, injected.defect->name, injected.share, message);
}

bool strikes(Whom whom, std::string_view name, double share, const Message& message) {
  if (!concerns(whom, message.body)) return false;
  if (share >= 1) return true;
  const std::uint64_t word =
      sim::name_key(message.envelope.idempotency_key + "/" + std::string(name));
  return static_cast<double>(word >> 11) * 0x1p-53 < share;
}

}  // namespace planttwin::bridge
