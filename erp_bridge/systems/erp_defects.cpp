#include "erp_bridge/systems/erp_defects.h"

#include <algorithm>

#include "sim/random.h"

namespace planttwin::bridge {
namespace {

constexpr std::int64_t kPackFactor = 10;

template <class Kind>
const Kind* as(const Body& body) {
  return std::get_if<Kind>(&body);
}

template <class Kind>
constexpr bool kHasLot = requires(Kind kind) {
  kind.lot.has_value();
};
template <class Kind>
constexpr bool kHasLocation = requires(Kind kind) {
  kind.location;
};
template <class Kind>
constexpr bool kHasOrder = requires(Kind kind) {
  kind.order;
};

bool has_lot(const Body& body) {
  return std::visit(
      [](const auto& kind) {
        if constexpr (kHasLot<std::decay_t<decltype(kind)>>) return kind.lot.has_value();
        return false;
      },
      body);
}

bool has_location(const Body& body) {
  if (const auto* scrapped = as<Scrapped>(body)) return scrapped->location.has_value();
  return std::visit([](const auto& kind) { return kHasLocation<std::decay_t<decltype(kind)>>; },
                    body);
}

bool has_order(const Body& body) {
  if (const auto* scrapped = as<Scrapped>(body)) return scrapped->order.has_value();
  return std::visit([](const auto& kind) { return kHasOrder<std::decay_t<decltype(kind)>>; }, body);
}

bool whole(const sim::Decimal& quantity) { return quantity.scale() == 0; }

sim::Decimal rounded(const sim::Decimal& quantity) {
  std::int64_t divisor = 1;
  for (int i = 0; i < quantity.scale(); ++i) divisor *= 10;
  return {(quantity.digits() + divisor / 2) / divisor, 0};
}

sim::Decimal quantity_of(const Body& body) {
  return std::visit([](const auto& kind) { return kind.quantity; }, body);
}

}  // namespace

const std::vector<DefectName>& erp_defect_names() {
  static const std::vector<DefectName> kNames = {
      {"loses_posting", ErpDefect::kLosesPosting},
      {"doubles_posting", ErpDefect::kDoublesPosting},
      {"wrong_pack_factor", ErpDefect::kWrongPackFactor},
      {"rounds_quantity", ErpDefect::kRoundsQuantity},
      {"truncates_lot", ErpDefect::kTruncatesLot},
      {"wrong_location", ErpDefect::kWrongLocation},
      {"wrong_order", ErpDefect::kWrongOrder},
      {"drops_scrap", ErpDefect::kDropsScrap},
      {"scrap_as_yield", ErpDefect::kScrapAsYield},
      {"invents_posting", ErpDefect::kInventsPosting},
      {"drops_key", ErpDefect::kDropsKey},
      {"undocumented_change", ErpDefect::kUndocumentedChange},
      {"ignores_hold", ErpDefect::kIgnoresHold},
      {"receipt_instead_of_issue", ErpDefect::kReceiptInsteadIssue},
  };
  return kNames;
}

std::string_view defect_name(ErpDefect defect) {
  return erp_defect_names()[static_cast<std::size_t>(defect)].name;
}

bool can_strike(ErpDefect defect, const Body& body) {
  // What no order exists for can't be posted to: a lost or wrong order is another defect.
  if (as<ProductionOrderReleased>(body) != nullptr) return false;
  switch (defect) {
    case ErpDefect::kRoundsQuantity:
      return !whole(quantity_of(body));
    case ErpDefect::kTruncatesLot:
      return has_lot(body);
    case ErpDefect::kWrongLocation:
    case ErpDefect::kUndocumentedChange:
      return has_location(body);
    case ErpDefect::kWrongOrder:
      return has_order(body);
    case ErpDefect::kDropsScrap:
      return as<Scrapped>(body) != nullptr;
    case ErpDefect::kScrapAsYield: {
      const auto* completed = as<OperationCompleted>(body);
      return completed != nullptr && completed->scrapped.digits() != 0;
    }
    case ErpDefect::kInventsPosting:
      return as<GoodsReceived>(body) != nullptr || as<ProductCompleted>(body) != nullptr;
    case ErpDefect::kIgnoresHold:
      return as<StockStatusChanged>(body) != nullptr;
    case ErpDefect::kReceiptInsteadIssue:
      return as<MaterialIssued>(body) != nullptr;
    default:
      return true;
  }
}

bool strikes(const InjectedDefect& injected, const Message& message) {
  if (!can_strike(injected.defect, message.body)) return false;
  if (injected.share >= 1) return true;
  const std::uint64_t word = sim::name_key(message.envelope.idempotency_key + "/" +
                                           std::string(defect_name(injected.defect)));
  return static_cast<double>(word >> 11) * 0x1p-53 < injected.share;
}

Body bent(ErpDefect defect, const Body& body) {
  Body changed = body;
  std::visit(
      [&](auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if (defect == ErpDefect::kWrongPackFactor) {
          std::int64_t digits = 0;
          if (!__builtin_mul_overflow(kind.quantity.digits(), kPackFactor, &digits)) {
            kind.quantity = {digits, kind.quantity.scale()};
          }
        }
        if (defect == ErpDefect::kRoundsQuantity) kind.quantity = rounded(kind.quantity);
        if constexpr (kHasLot<Kind>) {
          if (defect == ErpDefect::kTruncatesLot) kind.lot->resize((kind.lot->size() + 1) / 2);
        }
        if constexpr (kHasLocation<Kind>) {
          if (defect == ErpDefect::kWrongLocation) kind.location = kLocationOfDefects;
        }
        if constexpr (kHasOrder<Kind>) {
          if (defect == ErpDefect::kWrongOrder) kind.order = kOrderOfDefects;
        }
        if constexpr (std::is_same_v<Kind, OperationCompleted>) {
          if (defect == ErpDefect::kScrapAsYield) {
            const int scale = std::max(kind.quantity.scale(), kind.scrapped.scale());
            const std::int64_t all =
                kind.quantity.steps(scale).value_or(0) + kind.scrapped.steps(scale).value_or(0);
            kind.quantity = {all, scale};
            kind.scrapped = {};
          }
        }
      },
      changed);
  return changed;
}

}  // namespace planttwin::bridge
