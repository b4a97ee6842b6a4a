#include "erp_bridge/audit/tap_evidence.h"

#include <algorithm>

#include "sim/random.h"

namespace planttwin::bridge {
namespace {

std::uint64_t content_of(const Message& message) {
  const Envelope& envelope = message.envelope;
  return TapEvidence::content_of(message.body, envelope.time, envelope.company.value_or(""),
                                 envelope.plant, envelope.posting_date);
}

}  // namespace

bool HopSet::empty() const {
  return std::none_of(in_.begin(), in_.end(), [](bool in) { return in; });
}

std::uint64_t TapEvidence::content_of(const Body& body, sim::UtcInstant time,
                                      const std::string& company, const std::string& plant,
                                      const std::string& posting_date) {
  std::uint64_t hash = hash_of(body);
  hash = sim::child_key(hash, static_cast<std::uint64_t>((time - sim::UtcInstant()).count()));
  for (const std::string* text : {&company, &plant, &posting_date}) {
    hash = sim::child_key(hash, sim::name_key(*text));
  }
  return hash;
}

void TapEvidence::expect(const Message& message) {
  const std::uint64_t key = sim::name_key(message.envelope.idempotency_key);
  const std::uint64_t partition = sim::name_key(message.envelope.partition_key);
  const std::uint64_t content = bridge::content_of(message);
  if (!sent_.try_emplace(key, Sent{content, partition, message.envelope.sequence}).second) return;
  ++sent_content_[content];
  partitions_[partition].push_back(key);
}

void TapEvidence::note(Hop hop, const Message& message, sim::Time now) {
  Place& place = places_[static_cast<std::size_t>(hop)];
  const std::uint64_t key = sim::name_key(message.envelope.idempotency_key);
  const std::uint64_t content = bridge::content_of(message);
  const auto order = static_cast<std::int64_t>(place.by_key.size());
  const auto [seen, first] = place.by_key.try_emplace(key, Seen{false, order, now, content});
  if (first) ++place.keys_of_content[content];
  const auto sent = sent_.find(key);
  if (sent == sent_.end()) {
    place.by_content.try_emplace(content, seen->second);
  } else if (sent->second.content != content) {
    seen->second.altered = true;
  }
}

// Under its own key, or under another one with what it says.
const TapEvidence::Seen* TapEvidence::seen(Hop place, const std::string& key) const {
  const std::uint64_t hash = sim::name_key(key);
  const auto found = at(place).by_key.find(hash);
  if (found != at(place).by_key.end()) return &found->second;
  const auto sent = sent_.find(hash);
  if (sent == sent_.end()) return nullptr;
  const auto alike = at(place).by_content.find(sent->second.content);
  return alike == at(place).by_content.end() ? nullptr : &alike->second;
}

bool TapEvidence::shows(Hop place, const std::string& key) const {
  const Seen* found = seen(place, key);
  return found != nullptr && !found->altered;
}

bool TapEvidence::shows_key(Hop place, const std::string& key) const {
  return at(place).by_key.contains(sim::name_key(key));
}

bool TapEvidence::shows_surplus(Hop place, const std::string& key, std::uint64_t content) const {
  const std::uint64_t hash = sim::name_key(key);
  if (!key.empty() && sent_.contains(hash)) return false;
  const auto known = at(place).by_key.find(hash);
  // Under a key of its own it is what was sent, as long as that is not there as well.
  if (!key.empty() && known != at(place).by_key.end()) content = known->second.content;
  const auto count = [&](const auto& map) {
    const auto found = map.find(content);
    return found == map.end() ? 0 : found->second;
  };
  return count(at(place).keys_of_content) > count(sent_content_);
}

bool TapEvidence::shows_overtaking(Hop place, const std::string& key) const {
  const Seen* own = seen(place, key);
  const auto sent = sent_.find(sim::name_key(key));
  if (own == nullptr || sent == sent_.end()) return false;
  for (const std::uint64_t other : partitions_.at(sent->second.partition)) {
    if (sent_.at(other).sequence >= sent->second.sequence) break;
    const auto found = at(place).by_key.find(other);
    if (found != at(place).by_key.end() && found->second.order > own->order) return true;
  }
  return false;
}

std::optional<sim::Time> TapEvidence::first_seen(Hop place, const std::string& key) const {
  const Seen* found = seen(place, key);
  return found == nullptr ? std::nullopt : std::optional(found->first);
}

}  // namespace planttwin::bridge
