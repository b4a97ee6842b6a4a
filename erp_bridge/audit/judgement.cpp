#include "erp_bridge/audit/judgement.h"

#include <algorithm>

#include "erp_bridge/audit/difference.h"
#include "erp_bridge/systems/erp_master_data.h"

namespace planttwin::bridge {

Judgement::Judgement(const AuditInput& input, const RecordReader& reader,
                     const Projection& expected, const Matching& matching)
    : input_(input),
      reader_(reader),
      expected_(expected),
      matching_(matching),
      valuation_(input.plant, input.names) {
  for (const plant::Material& material : input.plant.materials) {
    Item& item = items_[input.names.number(material.id)];
    item.serial = material.control == plant::MaterialControl::kSerial;
    for (int i = 0; i < material.unit.decimals; ++i) item.steps_per_unit *= 10;
  }
}

std::optional<FindingClass> Judgement::of(std::size_t i, const Booked& booked) const {
  const std::optional<FindingClass> wrong = content(i, booked);
  return wrong ? wrong : form(i, booked);
}

std::optional<FindingClass> Judgement::content(std::size_t i, const Booked& booked) const {
  const Posting& truth = expected_.posting(i);
  Posting record = booked.posting;
  // A key that was not kept says nothing of what was taken back.
  if (expected_.posting_of(record.original) < 0) record.original = kNoName;
  // Nor has what was booked with a later posting the day of one that the record does not have.
  const std::int32_t trigger = expected_[i].trigger;
  const Deviation* deviation = expected_.deviation(i);
  const bool no_day = (trigger >= 0 && !matching_.booked(static_cast<std::size_t>(trigger))) ||
                      (deviation != nullptr && deviation->early);
  if (no_day) record.date = record.period = kNoName;
  std::optional<FindingClass> wrong = difference(truth, record);
  const bool rounded = wrong == FindingClass::kWrongQuantity && within_rounding(truth, record);
  if (rounded) {
    Posting exact = record;
    exact.quantity = truth.quantity;
    exact.scrapped = truth.scrapped;
    wrong = difference(truth, exact);
  }
  if (wrong == FindingClass::kWrongLot) {
    const auto item = items_.find(truth.item);
    if (item != items_.end() && item->second.serial) return FindingClass::kWrongSerial;
  }
  if (wrong) return wrong;
  if (!value_instead(booked).empty()) return FindingClass::kWrongValue;
  if (rejected(i)) return FindingClass::kBookedThoughRejected;
  if (rounded) return FindingClass::kRounding;
  return std::nullopt;
}

// Whether a document that says what it should stands for what it should not.
std::optional<FindingClass> Judgement::form(std::size_t i, const Booked& booked) const {
  const Deviation* deviation = expected_.deviation(i);
  if (deviation != nullptr && deviation->across && !excused(*deviation)) {
    return FindingClass::kAggregated;
  }
  const Posting& truth = expected_.posting(i);
  if (input_.policies.of(truth.type) != PostingPolicy::kSplit) return std::nullopt;
  const auto item = items_.find(truth.item);
  const std::int64_t steps = item == items_.end() ? 1 : item->second.steps_per_unit;
  const sim::Quantity most = sim::Quantity::steps(steps * input_.policies.at_most(truth.type));
  const bool too_large = booked.largest > most && booked.documents < PostingPolicies::kMostParts;
  return too_large ? std::optional(FindingClass::kAggregated) : std::nullopt;
}

// Whether what should have booked a part of it is not in the record: that is another finding.
bool Judgement::excused(const Deviation& deviation) const {
  const auto booked = [&](std::int32_t trigger) {
    return trigger < 0 || matching_.booked(static_cast<std::size_t>(trigger));
  };
  return !deviation.skipped.empty() &&
         std::none_of(deviation.skipped.begin(), deviation.skipped.end(), booked);
}

bool Judgement::rejected(std::size_t i) const {
  const std::span<const std::uint32_t> members = expected_.members(i);
  return std::any_of(members.begin(), members.end(), [&](std::uint32_t posting) {
    const MessageTrace* sent = input_.trace(expected_.reported()[posting].key);
    return sent != nullptr && sent->state == MessageTrace::State::kRejected;
  });
}

bool Judgement::within_rounding(const Posting& truth, const Posting& record) const {
  const std::int64_t last_place = reader_.last_place(truth.item);
  if (last_place <= 1) return false;
  const auto close = [&](sim::Quantity a, sim::Quantity b) {
    const sim::Quantity apart = a < b ? b - a : a - b;
    return apart * 2 <= sim::Quantity::steps(last_place);
  };
  return close(truth.quantity, record.quantity) && close(truth.scrapped, record.scrapped);
}

std::string Judgement::value_instead(const Booked& booked) const {
  const PostingValue expected = valuation_.of(booked.posting);
  const bool activity = expected.kind == CostKind::kActivity;
  const std::optional<sim::Money>& shown = activity ? booked.activity_cost : booked.value;
  const sim::Money right = activity ? expected.wip : expected.inventory;
  if (!shown || *shown == right) return "";
  const auto amount = [&](sim::Money money) {
    return sim::decimal_text(money.count(), kCurrencyDecimals) + " " + input_.plant.currency;
  };
  return amount(*shown) + " instead of " + amount(right);
}

}  // namespace planttwin::bridge
