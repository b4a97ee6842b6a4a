#include "erp_bridge/audit/record_postings.h"

#include <optional>
#include <type_traits>

namespace planttwin::bridge {

RecordReader::RecordReader(const plant::Plant& plant, NameTable& names) : names_(names) {
  for (const plant::Material& material : plant.materials) {
    decimals_[names_.number(material.id)] = material.unit.decimals;
  }
}

sim::Quantity RecordReader::steps(Name item, const sim::Decimal& quantity) const {
  const auto known = decimals_.find(item);
  const int decimals = known == decimals_.end() ? 0 : known->second;
  if (const auto exact = quantity.steps(decimals)) return sim::Quantity::steps(*exact);
  std::int64_t divisor = 1;
  for (int i = decimals; i < quantity.scale(); ++i) divisor *= 10;
  const std::int64_t half = quantity.digits() < 0 ? -divisor / 2 : divisor / 2;
  return sim::Quantity::steps((quantity.digits() + half) / divisor);
}

StockStatus RecordReader::status(const std::string& text) const {
  return text == status_name(StockStatus::kHeld) ? StockStatus::kHeld : StockStatus::kUnrestricted;
}

Posting RecordReader::posting(const RecordDocument& document) {
  Posting posting;
  posting.type = posting_type(name_of(document.body));
  posting.key = names_.number(document.key);
  const auto name = [&](const auto& text) {
    if constexpr (std::is_same_v<std::decay_t<decltype(text)>, std::optional<std::string>>) {
      return text ? names_.number(*text) : kNoName;
    } else {
      return names_.number(text);
    }
  };
  std::visit(
      [&](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (requires { kind.order; }) posting.order = name(kind.order);
        if constexpr (requires { kind.operation; }) posting.operation = name(kind.operation);
        if constexpr (requires { kind.work_center; }) posting.work_center = name(kind.work_center);
        if constexpr (requires { kind.item; }) posting.item = name(kind.item);
        if constexpr (requires { kind.location; }) posting.location = name(kind.location);
        if constexpr (requires { kind.into_lot; }) posting.in_process = name(kind.into_lot);
        if constexpr (requires { kind.from_lot; }) posting.in_process = name(kind.from_lot);
        if constexpr (requires { kind.reason; }) posting.reason = name(kind.reason);
        if constexpr (requires { kind.lot; }) {
          const bool in_process = std::is_same_v<Kind, OperationCompleted> ||
                                  (std::is_same_v<Kind, Scrapped> && posting.location == kNoName);
          (in_process ? posting.in_process : posting.lot) = name(kind.lot);
        }
        posting.quantity = steps(posting.item, kind.quantity);
        if constexpr (std::is_same_v<Kind, OperationCompleted>) {
          posting.scrapped = steps(posting.item, kind.scrapped);
          posting.machine_time = kind.machine_time;
        }
        if constexpr (std::is_same_v<Kind, Scrapped>) {
          if (kind.status) posting.status = status(*kind.status);
        }
        if constexpr (std::is_same_v<Kind, StockStatusChanged>) {
          posting.status = status(kind.from);
          posting.new_status = status(kind.to);
        }
      },
      document.body);
  return posting;
}

StockByPosition RecordReader::stock(const std::vector<RecordStock>& rows) {
  StockByPosition stock;
  for (const RecordStock& row : rows) {
    const Position position{names_.number(row.item), names_.number(row.lot),
                            names_.number(row.location), status(row.status)};
    stock[position] += steps(position.item, row.quantity);
  }
  return stock;
}

}  // namespace planttwin::bridge
