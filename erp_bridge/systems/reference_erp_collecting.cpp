#include <algorithm>
#include <cassert>
#include <utility>

#include "erp_bridge/systems/body_members.h"
#include "erp_bridge/systems/reference_erp.h"

// What becomes of postings that do not get one document each.
namespace planttwin::bridge {
namespace {

std::string text(const std::string* member) { return member == nullptr ? "" : *member; }

// Those of the serial numbers that belong to the next so many units.
void take_serials(Body& part, Body& rest, const sim::Decimal& quantity) {
  std::visit(
      [&](auto& kind) {
        if constexpr (requires { kind.serials; }) {
          auto& left = std::get<std::decay_t<decltype(kind)>>(rest).serials;
          const auto units = static_cast<std::size_t>(quantity.steps(0).value_or(0));
          const auto count = static_cast<std::ptrdiff_t>(std::min(units, left.size()));
          kind.serials.assign(left.begin(), left.begin() + count);
          left.erase(left.begin(), left.begin() + count);
        }
      },
      part);
}

}  // namespace

void ReferenceErp::follow(const PostingPolicies& policies) {
  assert(documents_.empty() && collected_.empty());
  policies_ = policies;
  windows_ = PostingWindows(policies);
}

// The answer to a message that has been taken before.
Answer ReferenceErp::again(const Known& known) const {
  Answer answer{Answer::Kind::kAcknowledged, "", "", known.document, known.collected};
  if (known.collected >= 0) {
    answer.document = collected_[static_cast<std::size_t>(known.collected)].document;
  }
  return answer;
}

// A reversal of what has no document of its own takes back no more than that.
Answer ReferenceErp::find_collected(RecordDocument& reversal, std::int64_t number) const {
  const Collected& collected = collected_[static_cast<std::size_t>(number)];
  const std::string& key = std::get<PostingReversed>(reversal.body).original_key;
  if (collected.taken_back) return refusal("already_reversed", key + " is reversed already");
  Body body = collected.posting.document.body;
  round(body);
  reversal.taken_back = RecordPart{key, std::move(body)};
  reversal.reverses = std::max<std::int64_t>(collected.document, 0);
  return {};
}

Answer ReferenceErp::enter(RecordDocument document, Body exact,
                           const std::vector<Movement>& movements, std::int64_t times_cost) {
  if (document.taken_back) return take_back(std::move(document), movements);
  const PostingType type = posting_type(name_of(document.body));
  const auto number = static_cast<std::int64_t>(collected_.size());
  const PostingWindows::Step step =
      windows_.take(number, type, text(order_of(document.body)), text(operation_of(document.body)));
  book_due(step.due, document);
  Answer answer;
  if (step.waits) {
    document.body = std::move(exact);
    answer.collected = keep(std::move(document), movements);
    wait_with(movements, 1);
    return answer;
  }
  if (policies_.of(type) == PostingPolicy::kSplit) {
    return write_parts(document, movements, times_cost);
  }
  answer.document = write(std::move(document), movements, times_cost);
  return answer;
}

Answer ReferenceErp::write_parts(const RecordDocument& document,
                                 const std::vector<Movement>& movements, std::int64_t times_cost) {
  const PostingType type = posting_type(name_of(document.body));
  const std::vector<sim::Decimal> quantities =
      parts_of(*quantity_of(document.body), policies_.at_most(type));
  Answer answer;
  if (quantities.size() == 1) {
    answer.document = write(document, movements, times_cost);
    return answer;
  }
  Body rest = document.body;
  for (std::size_t i = 0; i < quantities.size(); ++i) {
    RecordDocument part = document;
    *changed(part.body, quantity_of) = quantities[i];
    take_serials(part.body, rest, quantities[i]);
    part.part = static_cast<std::int64_t>(i) + 1;
    part.parts = static_cast<std::int64_t>(quantities.size());
    const std::vector<Movement> moved = movements_of(part.body);
    const std::int64_t number = write(std::move(part), moved, times_cost);
    if (answer.document < 0) answer.document = number;
  }
  answer.collected = keep(document, movements);
  collected_.back().document = answer.document;
  return answer;
}

// What still waits vanishes, and leaves no document; what is booked gets one that takes it back.
Answer ReferenceErp::take_back(RecordDocument reversal, const std::vector<Movement>& movements) {
  const std::int64_t number = known_.at(reversal.taken_back->key).collected;
  collected_[static_cast<std::size_t>(number)].taken_back = true;
  Answer answer;
  if (windows_.cancel(number)) {
    wait_with(movements, 1);  // which are the opposite already
    answer.collected = keep(std::move(reversal), movements);
  } else {
    answer.document = write(std::move(reversal), movements);
  }
  return answer;
}

// Books what waits for a posting, on its day.
void ReferenceErp::book_due(const std::vector<std::int64_t>& due, const RecordDocument& trigger) {
  std::vector<const CollectedPosting*> postings;
  for (const std::int64_t number : due) {
    const Collected& collected = collected_[static_cast<std::size_t>(number)];
    postings.push_back(&collected.posting);
    wait_with(collected.movements, -1);
  }
  for (MergedDocument& merged : bridge::merged(postings)) {
    if (!merged.document) continue;
    RecordDocument& document = *merged.document;
    document.time = trigger.time;
    document.company = trigger.company;
    document.plant = trigger.plant;
    document.posting_date = trigger.posting_date;
    document.period = trigger.period;
    round(document.body);
    const std::vector<Movement> movements = movements_of(document.body);
    const std::int64_t number = write(std::move(document), movements);
    for (const std::size_t i : merged.postings) {
      collected_[static_cast<std::size_t>(due[i])].document = number;
    }
  }
}

std::int64_t ReferenceErp::keep(RecordDocument document, const std::vector<Movement>& movements) {
  const bool netted = !std::holds_alternative<PostingReversed>(document.body) &&
                      policies_.of(posting_type(name_of(document.body))) == PostingPolicy::kNetted;
  collected_.push_back({{std::move(document), netted}, movements});
  return static_cast<std::int64_t>(collected_.size()) - 1;
}

void ReferenceErp::wait_with(const std::vector<Movement>& movements, std::int64_t sign) {
  for (const Movement& movement : movements) {
    sim::Quantity& waiting = waiting_[movement.place];
    waiting += movement.quantity * sign;
    if (waiting.is_zero()) waiting_.erase(movement.place);
  }
}

}  // namespace planttwin::bridge
