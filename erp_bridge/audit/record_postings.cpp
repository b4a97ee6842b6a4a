#include "erp_bridge/audit/record_postings.h"

#include <algorithm>
#include <type_traits>

#include "erp_bridge/audit/tap_evidence.h"

namespace planttwin::bridge {
namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

}  // namespace

RecordReader::RecordReader(const plant::Plant& plant, NameTable& names,
                           const SystemOfRecord& record, std::string user, bool for_taps)
    : names_(names), record_(record), user_(std::move(user)), for_taps_(for_taps) {
  for (const plant::Material& material : plant.materials) {
    decimals_[names_.number(material.id)] = material.unit.decimals;
  }
  for (const RecordItem& item : record.counted_items()) {
    const Name name = names_.number(item.item);
    const auto known = decimals_.find(name);
    if (known != decimals_.end() && item.decimals < known->second) {
      last_places_[name] = power_of_ten(known->second - item.decimals);
    }
    for (const RecordUnit& unit : item.other_units) {
      unit_factors_[{name, names_.number(unit.name)}] = unit.factor;
    }
  }
}

std::vector<Booked> RecordReader::documents() {
  std::vector<Booked> all;
  std::vector<std::pair<std::size_t, std::int64_t>> reversals;
  record_.read_documents([&](const RecordDocument& document) {
    all.push_back(booked(document));
    if (document.taken_back) {
      Posting original;
      original.type = posting_type(name_of(document.taken_back->body));
      original.key = names_.number(document.taken_back->key);
      read_body(document.taken_back->body, original);
      use_own_unit(original);
      take_back(all.back().posting, original);
    } else if (document.reverses > 0) {
      reversals.emplace_back(all.size() - 1, document.reverses);
    }
  });
  for (const auto& [reversal, number] : reversals) take_back(all, reversal, number);
  return all;
}

Booked RecordReader::booked(const RecordDocument& document) {
  Booked booked;
  booked.posting = posting(document);
  booked.number = document.number;
  booked.foreign = !document.user.empty() && document.user != user_;
  booked.value = document.value;
  booked.activity_cost = document.activity_cost;
  booked.time = document.time;
  if (for_taps_) {
    booked.content = TapEvidence::content_of(document.body, document.time, document.company,
                                             document.plant, document.posting_date);
  }
  // One for several postings waits for the last of them.
  if (document.keys.empty()) booked.booked_at = document.booked_at;
  for (const std::string& key : document.keys) booked.keys.push_back(names_.number(key));
  booked.part = document.part;
  booked.parts = document.parts;
  booked.largest = booked.posting.quantity;
  return booked;
}

void RecordReader::take_back(std::vector<Booked>& booked, std::size_t reversal,
                             std::int64_t number) {
  const auto original =
      std::lower_bound(booked.begin(), booked.end(), number,
                       [](const Booked& one, std::int64_t n) { return one.number < n; });
  if (original == booked.end() || original->number != number) return;
  take_back(booked[reversal].posting, original->posting);
}

// A reversal says what the posting says that it takes back.
void RecordReader::take_back(Posting& reversal, const Posting& original) {
  const Posting own = reversal;
  reversal = original;
  reversal.type = own.type;
  reversal.reversed = original.type;
  reversal.original = original.key;
  reversal.key = own.key;
  reversal.company = own.company;
  reversal.site = own.site;
  reversal.date = own.date;
  reversal.period = own.period;
  reversal.reason = own.reason;
}

std::int64_t RecordReader::last_place(Name item) const {
  const auto found = last_places_.find(item);
  return found == last_places_.end() ? 1 : found->second;
}

sim::Quantity RecordReader::steps(Name item, const sim::Decimal& quantity) const {
  const auto known = decimals_.find(item);
  const int decimals = known == decimals_.end() ? 0 : known->second;
  if (const auto exact = quantity.steps(decimals)) return sim::Quantity::steps(*exact);
  const std::int64_t divisor = power_of_ten(quantity.scale() - decimals);
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
  posting.company = names_.number(document.company);
  posting.site = names_.number(document.plant);
  posting.date = names_.number(document.posting_date);
  posting.period = names_.number(document.period);
  read_body(document.body, posting);
  use_own_unit(posting);
  return posting;
}

void RecordReader::use_own_unit(Posting& posting) const {
  const auto factor = unit_factors_.find({posting.item, posting.unit});
  if (factor == unit_factors_.end()) return;
  posting.quantity = posting.quantity * factor->second;
  posting.scrapped = posting.scrapped * factor->second;
}

// Members that mean the same have the same name in all messages.
void RecordReader::read_body(const Body& body, Posting& posting) {
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
        if constexpr (requires { kind.unit; }) posting.unit = name(kind.unit);
        if constexpr (requires { kind.location; }) posting.location = name(kind.location);
        if constexpr (requires { kind.into_lot; }) posting.in_process = name(kind.into_lot);
        if constexpr (requires { kind.from_lot; }) posting.in_process = name(kind.from_lot);
        if constexpr (requires { kind.reason; }) posting.reason = name(kind.reason);
        if constexpr (std::is_same_v<Kind, ProductCompleted>) posting.completion = kind.completion;
        if constexpr (std::is_same_v<Kind, ProductionOrderReleased>) {
          posting.revision = name(kind.revision);
          posting.routing_revision = name(kind.routing_revision);
        }
        if constexpr (std::is_same_v<Kind, GoodsReceived>) {
          posting.reference = name(kind.purchase_order);
        }
        if constexpr (std::is_same_v<Kind, Shipped>) {
          posting.reference = name(kind.delivery);
          posting.partner = name(kind.customer);
        }
        if constexpr (requires { kind.lot; }) {
          const bool in_process = std::is_same_v<Kind, OperationCompleted> ||
                                  (std::is_same_v<Kind, Scrapped> && posting.location == kNoName);
          (in_process ? posting.in_process : posting.lot) = name(kind.lot);
        }
        if constexpr (requires { kind.quantity; }) {
          posting.quantity = steps(posting.item, kind.quantity);
        }
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
      body);
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
