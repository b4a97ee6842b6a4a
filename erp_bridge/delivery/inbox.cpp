#include "erp_bridge/delivery/inbox.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "sim/random.h"

namespace planttwin::bridge {

std::string_view letter_name(DeadLetter::Kind kind) {
  constexpr std::array<std::string_view, 4> kNames = {"unreadable", "conflict", "stale", "failed"};
  return kNames[static_cast<std::size_t>(kind)];
}

Inbox::Inbox(InboxOptions options) : options_(std::move(options)) {
  if (options_.window <= options_.longest_redelivery) {
    throw std::invalid_argument("the window of an inbox has to be longer than the redelivery");
  }
}

void Inbox::restore(std::vector<InboxEntry> entries, std::vector<DeadLetter> letters) {
  for (InboxEntry& entry : entries) {
    next_position_ = std::max(next_position_, entry.position + 1);
    remember(std::move(entry));
  }
  for (DeadLetter& letter : letters) {
    next_letter_ = std::max(next_letter_, letter.number + 1);
    letters_.insert_or_assign(letter.number, std::move(letter));
  }
}

void Inbox::remember(InboxEntry entry) {
  by_id_[entry.id] = entry.position;
  by_key_[entry.key] = entry.position;
  const std::int64_t position = entry.position;
  entries_.insert_or_assign(position, std::move(entry));
}

Inbox::Known Inbox::known(const IncomingMessage& message, std::uint64_t body_hash) const {
  auto found = by_key_.find(message.key);
  if (found == by_key_.end()) {
    found = by_id_.find(message.id);
    if (found == by_id_.end()) return Known::kNo;
  }
  return entries_.at(found->second).body_hash == body_hash ? Known::kSame : Known::kOther;
}

Inbox::Taken Inbox::take(sim::Time now, const IncomingMessage& message) {
  if (!options_.run_id.empty() && message.run_id != options_.run_id) {
    return add_letter(now, DeadLetter::Kind::kStale, message.payload,
                      "it belongs to the run " + message.run_id);
  }
  const std::uint64_t body_hash = sim::name_key(message.body);
  switch (known(message, body_hash)) {
    case Known::kSame:
      return Taken::kRepetition;
    case Known::kOther:
      return add_letter(now, DeadLetter::Kind::kConflict, message.payload,
                        "the key " + message.key + " or the id came with another body");
    case Known::kNo:
      break;
  }
  if (!make_room(now)) return Taken::kFull;
  const InboxEntry entry{next_position_++, message.id, message.key, body_hash, now};
  step_.taken.push_back(entry);
  remember(entry);
  return Taken::kNew;
}

Inbox::Taken Inbox::take_unreadable(sim::Time now, std::string payload, std::string reason) {
  return add_letter(now, DeadLetter::Kind::kUnreadable, std::move(payload), std::move(reason));
}

Inbox::Taken Inbox::set_aside(sim::Time now, std::string payload, std::string reason) {
  return add_letter(now, DeadLetter::Kind::kFailed, std::move(payload), std::move(reason));
}

// A repetition of what is a letter already is no other letter.
Inbox::Taken Inbox::add_letter(sim::Time now, DeadLetter::Kind kind, std::string payload,
                               std::string reason) {
  for (const auto& [number, letter] : letters_) {
    if (letter.payload == payload && letter.kind == kind) return Taken::kSetAside;
  }
  if (!make_room_for_letter()) return Taken::kFull;
  const DeadLetter letter{next_letter_++, kind, std::move(payload), std::move(reason), 1, now};
  step_.letters.push_back(letter);
  letters_.emplace(letter.number, letter);
  return Taken::kSetAside;
}

bool Inbox::make_room_for_letter() {
  if (letters_.size() < options_.most_letters) return true;
  const auto stale = std::find_if(letters_.begin(), letters_.end(), [](const auto& numbered) {
    return numbered.second.kind == DeadLetter::Kind::kStale;
  });
  if (stale == letters_.end()) return false;
  step_.settled.push_back(stale->first);
  letters_.erase(stale);
  return true;
}

Inbox::Taken Inbox::replay(sim::Time now, std::int64_t number, const IncomingMessage& message) {
  Taken taken = Taken::kSetAside;
  const bool stale = !options_.run_id.empty() && message.run_id != options_.run_id;
  const Known before = known(message, sim::name_key(message.body));
  if (!stale && before != Known::kOther) taken = take(now, message);
  // It was taken when it could not be applied.
  const bool failed = letters_.at(number).kind == DeadLetter::Kind::kFailed;
  if (failed && taken == Taken::kRepetition) taken = Taken::kNew;
  if (taken == Taken::kNew || taken == Taken::kRepetition) {
    letters_.erase(number);
    step_.settled.push_back(number);
  } else {
    replay_failed(number, letters_.at(number).reason);
  }
  return taken;
}

void Inbox::replay_failed(std::int64_t number, std::string reason) {
  DeadLetter& letter = letters_.at(number);
  ++letter.attempts;
  letter.reason = std::move(reason);
  step_.letters.push_back(letter);
}

InboxStep Inbox::step(sim::Time now) {
  while (!entries_.empty() && now - entries_.begin()->second.received > options_.window) {
    forget_oldest();
  }
  return std::exchange(step_, {});
}

bool Inbox::make_room(sim::Time now) {
  if (entries_.size() < options_.most_entries) return true;
  if (now - entries_.begin()->second.received <= options_.longest_redelivery) return false;
  forget_oldest();
  return true;
}

void Inbox::forget_oldest() {
  const InboxEntry& oldest = entries_.begin()->second;
  by_id_.erase(oldest.id);
  by_key_.erase(oldest.key);
  step_.forgotten.push_back(oldest.position);
  entries_.erase(entries_.begin());
}

}  // namespace planttwin::bridge
