#include "erp_bridge/audit/projection.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_set>

#include "erp_bridge/postings/posting_windows.h"

namespace planttwin::bridge {
namespace {

using Common = decltype(common_of(std::declval<const Posting&>(), false));

}  // namespace

Projection::Projection(const AuditInput& input, const std::vector<Booked>& record)
    : input_(input), reported_(input.reported()) {
  posting_of_key_.reserve(reported_.size());
  for (std::size_t i = 0; i < reported_.size(); ++i) {
    posting_of_key_[reported_[i].key] = static_cast<std::uint32_t>(i);
  }
  documents_.reserve(reported_.size());
  members_.reserve(reported_.size());
  const bool each_alone = input.policies.all_individual() && input.collected.empty();
  each_alone ? project_each() : project_policies(record);
}

std::int64_t Projection::posting_of(Name key) const {
  const auto found = posting_of_key_.find(key);
  return found == posting_of_key_.end() ? -1 : static_cast<std::int64_t>(found->second);
}

void Projection::project_each() {
  for (std::uint32_t i = 0; i < reported_.size(); ++i) add(i);
}

// Whether a tap shows that it has never come as far, whoever has acknowledged it.
bool Projection::lost_on_the_way(Name key) const {
  if (input_.witnesses == nullptr) return false;
  const std::string& text = input_.names.text(key);
  for (const Hop hop : {Hop::kRecordIn, Hop::kMiddlewareOut}) {
    if (!input_.witnesses->listens(hop)) continue;
    const TapEvidence& evidence = *input_.witnesses->evidence;
    return !evidence.first_seen(hop, text) && !evidence.shows(hop, text);
  }
  return false;
}

bool Projection::refused(Name key) const {
  const MessageTrace* sent = input_.trace(key);
  return sent != nullptr && sent->state == MessageTrace::State::kRejected;
}

bool Projection::left_out(std::uint32_t posting) const {
  return !input_.resolution.keeps(reported_[posting].type);
}

void Projection::project_policies(const std::vector<Booked>& record) {
  std::unordered_set<Name> shown;
  for (const Booked& booked : record) {
    shown.insert(booked.posting.key);
    shown.insert(booked.keys.begin(), booked.keys.end());
  }
  PostingWindows windows(input_.policies);
  std::unordered_set<Name> closed;  // orders
  std::vector<std::int32_t> taken_back_by(reported_.size(), -1);
  std::vector<bool> apart(reported_.size(), true);  // has a document to itself, at its place
  std::map<std::uint32_t, std::vector<std::size_t>> groups_of;  // by trigger
  for (const std::uint32_t i : in_turn()) {
    const Posting& posting = reported_[i];
    const MessageTrace* sent = input_.trace(posting.key);
    const bool acknowledged = sent != nullptr && sent->state == MessageTrace::State::kAcknowledged;
    if (!acknowledged && !shown.contains(posting.key)) continue;
    if (lost_on_the_way(posting.key) && !shown.contains(posting.key)) continue;
    if (posting.type == PostingType::kOrderClosed) closed.insert(posting.order);
    const std::int64_t original =
        posting.type == PostingType::kReversed ? posting_of(posting.original) : -1;
    if (original >= 0 && windows.cancel(original)) {
      taken_back_by[static_cast<std::size_t>(original)] = static_cast<std::int32_t>(i);
      apart[i] = false;
      continue;
    }
    const PostingWindows::Step step = windows.take(
        i, posting.type, input_.names.text(posting.order), input_.names.text(posting.operation));
    const std::size_t before = groups_.size();
    make_groups(step.due, i);
    for (std::size_t g = before; g < groups_.size(); ++g) groups_of[i].push_back(g);
    for (const std::int64_t due : step.due) apart[static_cast<std::size_t>(due)] = false;
  }
  std::vector<bool> waits(reported_.size(), false);
  for (const std::int64_t i : windows.waiting()) waits[static_cast<std::size_t>(i)] = true;

  for (std::uint32_t i = 0; i < reported_.size(); ++i) {
    if (const auto found = groups_of.find(i); found != groups_of.end()) {
      for (const std::size_t g : found->second) {
        const Posting* says = merged(groups_[g].members, groups_[g].trigger);
        ExpectedDocument& document = add(groups_[g].members, says);
        document.group = static_cast<std::int32_t>(g);
        document.trigger = static_cast<std::int32_t>(i);
      }
    }
    if (taken_back_by[i] >= 0) {
      add({i, static_cast<std::uint32_t>(taken_back_by[i])}, nullptr);
    } else if (apart[i]) {
      add(i);
      const Posting& posting = reported_[i];
      const bool collected = input_.collected.contains(posting.type) && posting.order != kNoName &&
                             !closed.contains(posting.order) && !refused(posting.key) &&
                             !lost_on_the_way(posting.key);
      if ((!waits[i] && !collected) || left_out(i)) continue;
      documents_.back().state = State::kWaiting;
      documents_.back().group = static_cast<std::int32_t>(groups_.size());
      groups_.push_back({{i}, -1});
    }
  }
}

// In the order in which the record has taken them, where that is known.
std::vector<std::uint32_t> Projection::in_turn() const {
  std::vector<std::uint32_t> order(reported_.size());
  std::iota(order.begin(), order.end(), 0);
  std::vector<sim::Time> taken(reported_.size());
  for (std::size_t i = 0; i < reported_.size(); ++i) {
    const MessageTrace* sent = input_.trace(reported_[i].key);
    if (sent != nullptr) taken[i] = sent->taken;
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return taken[a] < taken[b]; });
  return order;
}

bool Projection::nets(const Posting& posting) const {
  return input_.policies.of(posting.type) == PostingPolicy::kNetted;
}

// In the order in which the first of each came.
void Projection::make_groups(const std::vector<std::int64_t>& due, std::uint32_t trigger) {
  std::map<Common, std::size_t> group_of;
  for (const std::int64_t one : due) {
    const auto i = static_cast<std::uint32_t>(one);
    const auto [row, is_new] =
        group_of.try_emplace(common_of(reported_[i], nets(reported_[i])), groups_.size());
    if (is_new) groups_.push_back({{}, static_cast<std::int32_t>(trigger)});
    groups_[row->second].members.push_back(i);
  }
}

void Projection::add(std::uint32_t posting) {
  ExpectedDocument document;
  document.posting = &reported_[posting];
  document.first = static_cast<std::uint32_t>(members_.size());
  if (left_out(posting)) document.state = State::kNothing;
  members_.push_back(posting);
  documents_.push_back(document);
}

ExpectedDocument& Projection::add(const std::vector<std::uint32_t>& members, const Posting* says) {
  add(members.front());
  ExpectedDocument& document = documents_.back();
  members_.insert(members_.end(), members.begin() + 1, members.end());
  document.count = static_cast<std::uint32_t>(members.size());
  if (says == nullptr) {
    document.state = State::kNothing;
  } else {
    document.posting = says;
  }
  return document;
}

// The day is that of the posting that books it, the last completion counts.
const Posting* Projection::merged(const std::vector<std::uint32_t>& members, std::int32_t trigger) {
  bool some_opposite = false;
  sim::Quantity sum;
  for (const std::uint32_t i : members) {
    const Posting& posting = reported_[i];
    const bool opposite = posting.type == PostingType::kMaterialReturned && nets(posting);
    some_opposite = some_opposite || opposite;
    sum += opposite ? -posting.quantity : posting.quantity;
  }
  if (some_opposite && sum.is_zero()) return nullptr;
  const bool returned = some_opposite && sum < sim::Quantity();
  const auto of_its_kind = [&](std::uint32_t i) {
    const bool opposite = reported_[i].type == PostingType::kMaterialReturned && nets(reported_[i]);
    return opposite == returned;
  };
  const std::uint32_t first = *std::find_if(members.begin(), members.end(), of_its_kind);
  const std::uint32_t last = *std::find_if(members.rbegin(), members.rend(), of_its_kind);
  Posting& made = made_.emplace_back(reported_[first]);
  made.quantity = returned ? -sum : sum;
  made.completion = reported_[last].completion;
  made.open_quantity = reported_[last].open_quantity;
  for (const std::uint32_t i : members) {
    if (of_its_kind(i) && reported_[i].in_process != made.in_process) made.in_process = kNoName;
  }
  if (trigger >= 0) {
    const Posting& booking = reported_[static_cast<std::size_t>(trigger)];
    made.time = booking.time;
    made.company = booking.company;
    made.site = booking.site;
    made.date = booking.date;
    made.period = booking.period;
  }
  return &made;
}

}  // namespace planttwin::bridge
