#include "erp_bridge/systems/reference_erp.h"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "erp_bridge/systems/body_members.h"

namespace planttwin::bridge {
namespace {

constexpr const char* kUnrestricted = "unrestricted";
constexpr std::size_t kPeriodLength = 7;  // of "2025-03"

// Accounts of the general ledger.
constexpr const char* kInventory = "inventory";
constexpr const char* kWorkInProcess = "work in process";
constexpr const char* kScrapExpense = "scrap";
constexpr const char* kCostOfSales = "cost of sales";
constexpr const char* kActivities = "activities";
constexpr const char* kReceiptsToInvoice = "goods received, not invoiced";

template <class Kind, class... Kinds>
constexpr bool is_one_of() {
  return (std::is_same_v<Kind, Kinds> || ...);
}

std::int64_t steps_per_unit(const sim::Unit& unit) {
  std::int64_t steps = 1;
  for (int i = 0; i < unit.decimals; ++i) steps *= 10;
  return steps;
}

// To so many decimals, a tie away from zero.
sim::Decimal rounded(const sim::Decimal& number, int decimals) {
  if (number.scale() <= decimals) return number;
  std::int64_t divisor = 1;
  for (int i = decimals; i < number.scale(); ++i) divisor *= 10;
  const std::int64_t half = number.digits() < 0 ? -divisor / 2 : divisor / 2;
  return {(number.digits() + half) / divisor, decimals};
}

// Whether the ERP has a document for it.
bool can_book(const Body& body) {
  return std::visit(
      [](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        return is_one_of<Kind, ProductionOrderReleased, OperationCompleted, MaterialIssued,
                         ProductCompleted, ByProduct, Scrapped, GoodsReceived, StockStatusChanged,
                         Shipped, ProductionOrderClosed, MaterialReturned, PostingReversed>();
      },
      body);
}

}  // namespace

std::vector<ErpItem> erp_items(const plant::Plant& plant) {
  std::vector<ErpItem> items;
  for (const plant::Material& material : plant.materials) {
    items.push_back({material.id, material.unit, material.standard_cost,
                     material.control == plant::MaterialControl::kSerial});
  }
  return items;
}

std::vector<ErpRate> erp_rates(const plant::Plant& plant) {
  std::vector<ErpRate> rates;
  for (const plant::WorkCenter& center : plant.work_centers) {
    if (!center.cost.amount.is_zero()) rates.push_back({center.id, center.cost});
  }
  return rates;
}

ReferenceErp::ReferenceErp(const std::vector<ErpItem>& items, std::vector<InjectedDefect> defects)
    : defects_(std::move(defects)) {
  for (const ErpItem& item : items) {
    items_.emplace(item.id, item);
    if (!defects_.empty()) history_.add_item(item.id, item.unit, item.serial);
  }
  if (!defects_.empty()) open_order(kOrderOfDefects, "");
  misbooked_.assign(defects_.size(), 0);
}

const ErpItem* ReferenceErp::item(const std::string& id) const {
  const auto found = items_.find(id);
  return found == items_.end() ? nullptr : &found->second;
}

void ReferenceErp::open_order(const std::string& order, const std::string& item) {
  orders_.emplace(order, item);
}

void ReferenceErp::open_stock(const RecordStock& stock) {
  const int decimals = items_.at(stock.item).unit.decimals;
  const sim::Decimal kept =
      rounded_items_.contains(stock.item) ? rounded(stock.quantity, decimals) : stock.quantity;
  const sim::Quantity quantity = sim::Quantity::steps(kept.steps(decimals).value());
  const Place place{stock.item, stock.lot, stock.location, stock.status};
  opening_[place] += quantity;
  stock_[place] += quantity;
}

void ReferenceErp::keep_decimals(const std::string& item, int decimals) {
  items_.at(item).unit.decimals = decimals;
  rounded_items_.insert(item);
}

// Whether an order may be worked at: it is known, and for this item in this unit.
Answer ReferenceErp::validate(const OrderValidation& asked) const {
  const auto order = orders_.find(asked.order);
  if (order == orders_.end()) {
    return refusal("unknown_order", "no order " + asked.order);
  }
  const ErpItem* known = item(asked.item);
  if (known == nullptr) return refusal("unknown_item", "no item " + asked.item);
  if (order->second != asked.item) {
    return refusal("wrong_item", asked.order + " makes " + order->second + ", not " + asked.item);
  }
  if (asked.unit != known->unit.name) {
    return refusal("wrong_unit",
                   asked.item + " is counted in " + known->unit.name + ", not in " + asked.unit);
  }
  return {Answer::Kind::kAcknowledged, "", "", -1};
}

Answer ReferenceErp::post(const Message& message, const std::string& user) {
  if (const auto* asked = std::get_if<OrderValidation>(&message.body)) return validate(*asked);
  const std::string& key = message.envelope.idempotency_key;
  advance(message.envelope.time);
  if (const auto found = known_.find(key); found != known_.end()) {
    if (found->second.body_hash == hash_of(message.body)) {
      if (user == kOwnUser) book_repeated(message);
      return again(found->second);
    }
    return refusal("conflict", "the key " + key + " was booked with another body");
  }
  if (!can_book(message.body)) {
    return refusal("unsupported", std::string(name_of(message.body)) + " is not booked here");
  }
  Answer answer =
      defects_.empty() || user != kOwnUser ? book(document_of(message, user)) : misbook(message);
  if (answer.kind == Answer::Kind::kAcknowledged) {
    known_.emplace(key, Known{hash_of(message.body), answer.document, answer.collected});
  }
  return answer;
}

RecordDocument ReferenceErp::document_of(const Message& message, const std::string& user) {
  const Envelope& envelope = message.envelope;
  RecordDocument document;
  document.key = envelope.idempotency_key;
  document.body = message.body;
  document.time = envelope.time;
  document.company = envelope.company.value_or("");
  document.plant = envelope.plant;
  document.posting_date = envelope.posting_date;
  document.period = envelope.posting_date.substr(0, kPeriodLength);
  document.user = user;
  return document;
}

Answer ReferenceErp::book(RecordDocument document, std::int64_t times_cost) {
  Body exact = document.body;
  if (!rounded_items_.empty()) round(document.body);
  Answer answer = find_reversed(document);
  if (answer.kind != Answer::Kind::kAcknowledged) return answer;
  const std::vector<Movement> movements = movements_of(document);
  answer = check(document.body, movements);
  if (answer.kind != Answer::Kind::kAcknowledged) return answer;
  if (document.reverses > 0 && !document.taken_back) reversed_.insert(document.reverses);
  note_issued(document, movements);
  if (const auto* released = std::get_if<ProductionOrderReleased>(&document.body)) {
    orders_.emplace(released->order, released->item);
  }
  if (!policies_.all_individual() && document.user == kOwnUser) {
    return enter(std::move(document), std::move(exact), movements, times_cost);
  }
  answer.document = write(std::move(document), movements, times_cost);
  return answer;
}

// What a reversal takes back, a document or a part of one. A defect may have chosen it already.
Answer ReferenceErp::find_reversed(RecordDocument& document) const {
  const auto* reversal = std::get_if<PostingReversed>(&document.body);
  if (reversal == nullptr) return {};
  if (document.reverses == 0) {
    const auto known = known_.find(reversal->original_key);
    if (known != known_.end() && known->second.collected >= 0) {
      return find_collected(document, known->second.collected);
    }
    if (known != known_.end()) document.reverses = known->second.document;
  }
  if (document.reverses <= 0) {
    document.reverses = 0;
    return refusal("unknown_document", "nothing is booked for " + reversal->original_key);
  }
  if (reversed_.contains(document.reverses)) {
    return refusal("already_reversed",
                   fmt::format("document {} is reversed already", document.reverses));
  }
  return {};
}

// A reversal moves back what its document, or the part of it, has moved.
std::vector<ReferenceErp::Movement> ReferenceErp::movements_of(
    const RecordDocument& document) const {
  if (document.reverses == 0 && !document.taken_back) return movements_of(document.body);
  std::vector<Movement> movements = movements_of(
      document.taken_back ? document.taken_back->body
                          : documents_[static_cast<std::size_t>(document.reverses) - 1].body);
  for (Movement& movement : movements) movement.quantity = -movement.quantity;
  return movements;
}

void ReferenceErp::round(Body& body) const {
  const std::string* id = item_of(body);
  if (id == nullptr || !rounded_items_.contains(*id)) return;
  const int decimals = items_.at(*id).unit.decimals;
  if (sim::Decimal* quantity = changed(body, quantity_of)) *quantity = rounded(*quantity, decimals);
  if (auto* completed = std::get_if<OperationCompleted>(&body)) {
    completed->scrapped = rounded(completed->scrapped, decimals);
  }
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
                        kind.quantity;
                        kind.lot.value_or("");
                      }) {
          const ErpItem* known = item(kind.item);
          const std::optional<std::string> location = kind.location;
          if (known == nullptr || !location) return;
          const std::optional<std::int64_t> steps = kind.quantity.steps(known->unit.decimals);
          if (!steps) return;
          const sim::Quantity quantity =
              sim::Quantity::steps(*steps) * (kind.unit == known->unit.name ? 1 : kPackFactor);
          Place place{kind.item, kind.lot.value_or(""), *location, kUnrestricted};
          if constexpr (std::is_same_v<Kind, MaterialIssued>) {
            movements.push_back({place, -quantity, kWorkInProcess});
          } else if constexpr (std::is_same_v<Kind, Scrapped>) {
            place.status = kind.status.value_or(kUnrestricted);
            movements.push_back({place, -quantity, kScrapExpense});
          } else if constexpr (std::is_same_v<Kind, Shipped>) {
            movements.push_back({place, -quantity, kCostOfSales});
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
        if constexpr (requires {
                        kind.item;
                        kind.quantity;
                      }) {
          const ErpItem* known = item(kind.item);
          if (known == nullptr) return refusal("unknown_item", "no item " + kind.item);
          if (kind.unit != known->unit.name && kind.unit != kPackUnit) {
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
  const std::string* order = order_of(body);
  const bool releases = std::holds_alternative<ProductionOrderReleased>(body);
  if (order != nullptr && !releases && !orders_.contains(*order)) {
    return refusal("unknown_order", "no order " + *order);
  }
  for (const Movement& movement : movements) {
    if (rounded_items_.contains(movement.place.item)) continue;
    if (there(movement.place) + movement.quantity < sim::Quantity()) {
      return refusal("deficit", fmt::format("not enough of {} at {}", movement.place.item,
                                            movement.place.location));
    }
  }
  if (returns_too_much(body, movements)) {
    return refusal("over_return", fmt::format("{} has less of {} than is returned", *order,
                                              movements.front().place.item));
  }
  return {};
}

bool ReferenceErp::returns_too_much(const Body& body,
                                    const std::vector<Movement>& movements) const {
  const auto* returned = std::get_if<MaterialReturned>(&body);
  if (returned == nullptr || movements.empty() || rounded_items_.contains(returned->item)) {
    return false;
  }
  const auto issued = issued_.find({returned->order, returned->item});
  return issued == issued_.end() || issued->second < movements.front().quantity;
}

// Issues and returns, and what takes them back.
void ReferenceErp::note_issued(const RecordDocument& document,
                               const std::vector<Movement>& movements, std::int64_t sign) {
  const Body* body = &document.body;
  if (document.taken_back) {
    body = &document.taken_back->body;
  } else if (document.reverses > 0) {
    body = &documents_[static_cast<std::size_t>(document.reverses) - 1].body;
  }
  const bool concerns_order = std::holds_alternative<MaterialIssued>(*body) ||
                              std::holds_alternative<MaterialReturned>(*body);
  if (!concerns_order) return;
  for (const Movement& movement : movements) {
    issued_[{*order_of(*body), *item_of(*body)}] -= movement.quantity * sign;
  }
}

// What is in stock, and what is to be once everything is booked that waits.
sim::Quantity ReferenceErp::there(const Place& place) const {
  sim::Quantity quantity;
  for (const Stock* stock : {&stock_, &waiting_}) {
    if (const auto found = stock->find(place); found != stock->end()) quantity += found->second;
  }
  return quantity;
}

// Machine time at the rate of its work center; a reversal takes back what was charged.
std::optional<sim::Money> ReferenceErp::activity_cost(const RecordDocument& document) const {
  if (document.reverses > 0) {
    const RecordDocument& original = documents_[static_cast<std::size_t>(document.reverses) - 1];
    if (!original.activity_cost) return std::nullopt;
    return -*original.activity_cost;
  }
  const auto* completed = std::get_if<OperationCompleted>(&document.body);
  if (completed == nullptr) return std::nullopt;
  const auto rate = rates_.find(completed->work_center);
  if (rate == rates_.end()) return std::nullopt;
  return rate->second.over(completed->machine_time);
}

std::int64_t ReferenceErp::write(RecordDocument document, const std::vector<Movement>& movements,
                                 std::int64_t times_cost) {
  document.number = static_cast<std::int64_t>(documents_.size()) + 1;
  document.booked_at = now_;
  sim::Money sum;
  for (const Movement& movement : movements) {
    sim::Quantity& stock = stock_[movement.place];
    stock += movement.quantity;
    if (stock.is_zero()) stock_.erase(movement.place);
    const ErpItem& known = items_.at(movement.place.item);
    const sim::Money value = known.standard_cost.times(sim::Ratio(movement.quantity.count(),
                                                                  steps_per_unit(known.unit))) *
                             times_cost;
    ledger_.push_back({document.number, kInventory, value});
    ledger_.push_back({document.number, movement.account, -value});
    sum += value;
  }
  if (!movements.empty()) document.value = sum;
  if (const std::optional<sim::Money> cost = activity_cost(document)) {
    document.activity_cost = *cost * times_cost;
    ledger_.push_back({document.number, kWorkInProcess, *document.activity_cost});
    ledger_.push_back({document.number, kActivities, -*document.activity_cost});
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
  for (const RecordDocument& document : documents_) {
    if (!is_lost(document.number)) use(document);
  }
}

std::vector<RecordItem> ReferenceErp::counted_items() const {
  std::vector<RecordItem> counted;
  for (const auto& [id, known] : items_) {
    counted.push_back({id, known.unit.decimals});
    if (known.unit.name != kPackUnit) counted.back().other_units = {{kPackUnit, kPackFactor}};
  }
  return counted;
}

std::vector<RecordStock> ReferenceErp::opening_stock() const { return listed(opening_, *this); }
std::vector<RecordStock> ReferenceErp::stock() const { return listed(stock_, *this); }

}  // namespace planttwin::bridge
