#include "erp_bridge/systems/reference_erp.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace planttwin::bridge {
namespace {

constexpr const char* kUnrestricted = "unrestricted";

// Accounts of the general ledger.
constexpr const char* kInventory = "inventory";
constexpr const char* kWorkInProcess = "work in process";
constexpr const char* kScrapExpense = "scrap";
constexpr const char* kReceiptsToInvoice = "goods received, not invoiced";

Answer refusal(std::string code, std::string text) {
  return {Answer::Kind::kRejected, std::move(code), std::move(text), -1};
}

std::int64_t steps_per_unit(const sim::Unit& unit) {
  std::int64_t steps = 1;
  for (int i = 0; i < unit.decimals; ++i) steps *= 10;
  return steps;
}

std::optional<std::string> order_of(const Body& body) {
  return std::visit(
      [](const auto& kind) -> std::optional<std::string> {
        if constexpr (requires { kind.order; }) return kind.order;
        return std::nullopt;
      },
      body);
}

}  // namespace

std::vector<ErpItem> erp_items(const plant::Plant& plant) {
  std::vector<ErpItem> items;
  for (const plant::Material& material : plant.materials) {
    items.push_back({material.id, material.unit, material.standard_cost});
  }
  return items;
}

ReferenceErp::ReferenceErp(const std::vector<ErpItem>& items, std::vector<InjectedDefect> defects)
    : defects_(std::move(defects)) {
  for (const ErpItem& item : items) items_.emplace(item.id, item);
  for (const InjectedDefect& injected : defects_) {
    if (injected.defect == ErpDefect::kWrongOrder) open_order(kOrderOfDefects, "");
  }
}

const ErpItem* ReferenceErp::item(const std::string& id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : &found->second;
}

void ReferenceErp::open_order(const std::string& order, const std::string& item) {
  orders_.emplace(order, item);
}

void ReferenceErp::open_stock(const RecordStock& stock) {
  const std::int64_t steps = stock.quantity.steps(items_.at(stock.item).unit.decimals).value();
  const Place place{stock.item, stock.lot, stock.location, stock.status};
  opening_[place] += sim::Quantity::steps(steps);
  stock_[place] += sim::Quantity::steps(steps);
}

Answer ReferenceErp::post(const Message& message) {
  const std::string& key = message.envelope.idempotency_key;
  if (const auto found = known_.find(key); found != known_.end()) {
    if (found->second.body_hash == hash_of(message.body)) {
      return {Answer::Kind::kAcknowledged, "", "", found->second.document};
    }
    return refusal("conflict", "the key " + key + " was booked with another body");
  }
  Answer answer;
  const auto defect =
      std::find_if(defects_.begin(), defects_.end(),
                   [&](const InjectedDefect& injected) { return strikes(injected, message); });
  if (defect == defects_.end() || !misbook(defect->defect, message, answer)) {
    answer = book(message, message.body);
  }
  if (answer.kind == Answer::Kind::kAcknowledged) {
    known_.emplace(key, Known{hash_of(message.body), answer.document});
  }
  return answer;
}

bool ReferenceErp::misbook(ErpDefect defect, const Message& message, Answer& answer) {
  switch (defect) {
    case ErpDefect::kLosesPosting:
    case ErpDefect::kDropsScrap:
    case ErpDefect::kIgnoresHold:
      return true;
    case ErpDefect::kDoublesPosting:
      answer = book(message, message.body);
      // A second time as far as there is stock.
      if (answer.kind == Answer::Kind::kAcknowledged) book(message, message.body);
      return true;
    case ErpDefect::kInventsPosting: {
      answer = book(message, message.body);
      const std::vector<Movement> booked = movements_of(message.body);
      if (booked.empty()) return true;
      const std::string& invented_item = booked.front().place.item;
      const GoodsReceived invented{invented_item, std::nullopt, sim::Decimal(1, 0),
                                   items_.at(invented_item).unit.name,
                                   booked.front().place.location};
      write(message, invented, false, movements_of(invented));
      return true;
    }
    case ErpDefect::kDropsKey: {
      const std::vector<Movement> movements = movements_of(message.body);
      answer = check(message.body, movements);
      if (answer.kind == Answer::Kind::kAcknowledged) {
        answer.document = write(message, message.body, false, movements);
      }
      return true;
    }
    case ErpDefect::kUndocumentedChange: {
      answer = book(message, message.body);
      const std::vector<Movement> booked = movements_of(message.body);
      if (!booked.empty()) stock_[booked.front().place] += sim::Quantity::steps(1);
      return true;
    }
    case ErpDefect::kReceiptInsteadIssue: {
      const auto& issued = std::get<MaterialIssued>(message.body);
      answer = book(message, GoodsReceived{issued.item, issued.lot, issued.quantity, issued.unit,
                                           issued.location});
      return true;
    }
    default: {
      // Bent beyond what the books take it is booked as it came.
      answer = book(message, bent(defect, message.body));
      return answer.kind == Answer::Kind::kAcknowledged;
    }
  }
}

Answer ReferenceErp::book(const Message& message, const Body& body) {
  const std::vector<Movement> movements = movements_of(body);
  Answer answer = check(body, movements);
  if (answer.kind != Answer::Kind::kAcknowledged) return answer;
  if (const auto* released = std::get_if<ProductionOrderReleased>(&body)) {
    orders_.emplace(released->order, released->item);
  }
  answer.document = write(message, body, true, movements);
  return answer;
}

// The positions that a body moves. Empty where it names no known item.
std::vector<ReferenceErp::Movement> ReferenceErp::movements_of(const Body& body) const {
  std::vector<Movement> movements;
  std::visit(
      [&](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        if constexpr (requires {
                        kind.item;
                        kind.location;
                      }) {
          const ErpItem* known = item(kind.item);
          const std::optional<std::string> location = kind.location;
          if (known == nullptr || !location) return;
          const std::optional<std::int64_t> steps = kind.quantity.steps(known->unit.decimals);
          if (!steps) return;
          const sim::Quantity quantity = sim::Quantity::steps(*steps);
          Place place{kind.item, kind.lot.value_or(""), *location, kUnrestricted};
          if constexpr (std::is_same_v<Kind, MaterialIssued>) {
            movements.push_back({place, -quantity, kWorkInProcess});
          } else if constexpr (std::is_same_v<Kind, Scrapped>) {
            place.status = kind.status.value_or(kUnrestricted);
            movements.push_back({place, -quantity, kScrapExpense});
          } else if constexpr (std::is_same_v<Kind, GoodsReceived>) {
            movements.push_back({place, quantity, kReceiptsToInvoice});
          } else if constexpr (std::is_same_v<Kind, StockStatusChanged>) {
            place.status = kind.from;
            movements.push_back({place, -quantity, kInventory});
            place.status = kind.to;
            movements.push_back({place, quantity, kInventory});
          } else {
            movements.push_back({place, quantity, kWorkInProcess});
          }
        }
      },
      body);
  return movements;
}

Answer ReferenceErp::check(const Body& body, const std::vector<Movement>& movements) const {
  Answer wrong = std::visit(
      [&](const auto& kind) {
        if constexpr (requires { kind.item; }) {
          const ErpItem* known = item(kind.item);
          if (known == nullptr) return refusal("unknown_item", "no item " + kind.item);
          if (kind.unit != known->unit.name) {
            return refusal("wrong_unit", fmt::format("{} is counted in {}, not in {}", kind.item,
                                                     known->unit.name, kind.unit));
          }
          if (!kind.quantity.steps(known->unit.decimals)) {
            return refusal("too_precise",
                           fmt::format("{} {} of {}: {} decimals are kept", kind.quantity.text(),
                                       kind.unit, kind.item, known->unit.decimals));
          }
        }
        return Answer();
      },
      body);
  if (wrong.kind != Answer::Kind::kAcknowledged) return wrong;
  const std::optional<std::string> order = order_of(body);
  const bool releases = std::holds_alternative<ProductionOrderReleased>(body);
  if (order && !releases && !orders_.contains(*order)) {
    return refusal("unknown_order", "no order " + *order);
  }
  for (const Movement& movement : movements) {
    const auto place = stock_.find(movement.place);
    const sim::Quantity there = place == stock_.end() ? sim::Quantity() : place->second;
    if (there + movement.quantity < sim::Quantity()) {
      return refusal("deficit", fmt::format("not enough of {} at {}", movement.place.item,
                                            movement.place.location));
    }
  }
  return {};
}

std::int64_t ReferenceErp::write(const Message& message, const Body& body, bool with_key,
                                 const std::vector<Movement>& movements) {
  RecordDocument document;
  document.number = static_cast<std::int64_t>(documents_.size()) + 1;
  if (with_key) document.key = message.envelope.idempotency_key;
  document.body = body;
  document.time = message.envelope.time;
  for (const Movement& movement : movements) {
    sim::Quantity& stock = stock_[movement.place];
    stock += movement.quantity;
    if (stock.is_zero()) stock_.erase(movement.place);
    const ErpItem& known = items_.at(movement.place.item);
    const sim::Money value =
        sim::Money::steps(known.standard_cost.count())
            .times(sim::Ratio(movement.quantity.count(), steps_per_unit(known.unit)));
    ledger_.push_back({document.number, kInventory, value});
    ledger_.push_back({document.number, movement.account, -value});
  }
  documents_.push_back(std::move(document));
  return documents_.back().number;
}

sim::Money ReferenceErp::balance(const std::string& account) const {
  sim::Money sum;
  for (const LedgerLine& line : ledger_) {
    if (line.account == account) sum += line.amount;
  }
  return sum;
}

std::vector<RecordStock> ReferenceErp::listed(const Stock& stock, const ReferenceErp& erp) {
  std::vector<RecordStock> rows;
  for (const auto& [place, quantity] : stock) {
    rows.push_back({place.item, place.lot, place.location, place.status,
                    sim::Decimal(quantity.count(), erp.items_.at(place.item).unit.decimals)});
  }
  return rows;
}

void ReferenceErp::read_documents(const std::function<void(const RecordDocument&)>& use) const {
  for (const RecordDocument& document : documents_) use(document);
}

std::vector<RecordStock> ReferenceErp::opening_stock() const { return listed(opening_, *this); }
std::vector<RecordStock> ReferenceErp::stock() const { return listed(stock_, *this); }

}  // namespace planttwin::bridge
