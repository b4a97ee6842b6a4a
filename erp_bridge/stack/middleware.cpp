#include "erp_bridge/stack/middleware.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/formats/json_format.h"
#include "sim/random.h"

namespace planttwin::bridge {
namespace {

constexpr sim::Duration kStall = sim::Duration::hours(3);
constexpr sim::Duration kFlushEvery = sim::Duration::minutes(10);
constexpr sim::Duration kBeforeFlush = sim::Duration::minutes(1);  // the daily restart
constexpr sim::Duration kLongestWait = sim::Duration::minutes(5);  // for the next of a partition
constexpr sim::Duration kRetryAfter = sim::Duration::minutes(1);
constexpr std::int32_t kMostSendings = 300;

bool is_posting(const Body& body) {
  return std::visit(
      [](const auto& kind) {
        using Kind = std::decay_t<decltype(kind)>;
        const auto is = []<class... Kinds>(std::variant<Kinds...>*) {
          return (std::is_same_v<Kind, Kinds> || ...);
        };
        return is(
            static_cast<
                std::variant<OperationCompleted, MaterialIssued, MaterialReturned, ProductCompleted,
                             ByProduct, Scrapped, GoodsReceived, StockStatusChanged, Shipped,
                             ProductionOrderClosed, PostingReversed>*>(nullptr));
      },
      body);
}

// A message as a defect of booking takes it, and back.
RecordDocument document_of(const Message& message) {
  const Envelope& envelope = message.envelope;
  RecordDocument document;
  document.key = envelope.idempotency_key;
  document.body = message.body;
  document.time = envelope.time;
  document.company = envelope.company.value_or("");
  document.plant = envelope.plant;
  document.posting_date = envelope.posting_date;
  return document;
}

Message message_of(const RecordDocument& document, Message message) {
  Envelope& envelope = message.envelope;
  if (document.key != envelope.idempotency_key) {
    envelope.id = envelope.idempotency_key = document.key;
  }
  envelope.plant = document.plant;
  envelope.posting_date = document.posting_date;
  if (!document.company.empty()) envelope.company = document.company;
  message.body = document.body;
  return message;
}

// How far another partition is behind: other minutes for every message, up to ten.
sim::Duration lag_of(const std::string& key) {
  constexpr std::uint64_t kMostMinutes = 10;
  return sim::Duration::minutes(1 + static_cast<std::int64_t>(sim::name_key(key) % kMostMinutes));
}

sim::Time next_flush(sim::Time now) {
  const std::int64_t every = kFlushEvery.count();
  return sim::Time::from_start(sim::Duration::microseconds((now.count() / every + 1) * every));
}

}  // namespace

Middleware::Middleware(const plant::Plant& plant, std::vector<InjectedMiddlewareDefect> defects)
    : defects_(std::move(defects)) {
  for (const plant::Material& material : plant.materials) {
    history_.add_item(material.id, material.unit,
                      material.control == plant::MaterialControl::kSerial);
  }
  for (const InjectedMiddlewareDefect& injected : defects_) {
    if (injected.defect->effect == Effect::kForget) {
      next_restart_ = sim::Time::from_start(kRestartsEvery - kBeforeFlush);
    }
  }
}

Middleware::Passage Middleware::take(sim::Time now, const Message& message,
                                     const std::string& payload) {
  Passage passage;
  const std::string& key = message.envelope.idempotency_key;
  if (const auto before = struck_.find(key); before != struck_.end()) {
    passage = before->second;
  } else if (is_posting(message.body) && passed_.insert(sim::name_key(key)).second) {
    bool struck = waits_behind(now, message, payload);
    passage.acknowledges = struck;
    for (std::size_t i = 0; i < defects_.size() && !struck; ++i) {
      const InjectedMiddlewareDefect& one = defects_[i];
      const std::string salt = "middleware/" + std::string(one.defect->name);
      if (!strikes(one.defect->whom, salt, one.share, message)) continue;
      struck = strike(i, now, message, payload, passage);
    }
    if (struck) {
      struck_.emplace(key, passage);
      // Once is enough when the message comes again.
      if (passage.out.size() > 1) struck_[key].out.resize(1);
    }
    history_.note(message);
  }
  if (passage.out.empty() && !passage.acknowledges) passage.out.push_back({key, payload, true});
  pass_behind(message.envelope.partition_key, now, passage);
  return passage;
}

bool Middleware::strike(std::size_t defect, sim::Time now, const Message& message,
                        const std::string& payload, Passage& passage) {
  const std::string& key = message.envelope.idempotency_key;
  const std::string& partition = message.envelope.partition_key;
  switch (defects_[defect].defect->effect) {
    case Effect::kBend:
      return bend(defect, message, passage);
    case Effect::kRename:
      rename(defect, message, passage);
      break;
    case Effect::kDouble:
      passage.out = {{key, payload, true}, {key, payload, false}};
      break;
    case Effect::kError:
      passage.code = "error";
      [[fallthrough]];
    case Effect::kDrop:
      passage.acknowledges = true;
      break;
    case Effect::kForget:
      flush_[partition] = next_flush(now);
      hold(next_flush(now), defect, message, payload);
      held_by_key_.at(key)->second.in_memory = true;
      passage.acknowledges = true;
      return true;  // noted when it is lost
    case Effect::kReorder:
      if (behind_.contains(partition)) return false;
      behind_.emplace(partition, key);
      hold(now + kLongestWait, defect, message, payload);
      passage.acknowledges = true;
      break;
    case Effect::kStall:
    case Effect::kDivert:
      hold(now + (defects_[defect].defect->effect == Effect::kStall ? kStall : lag_of(key)), defect,
           message, payload);
      passage.acknowledges = true;
      break;
  }
  faults_.note(key, defects_[defect].defect->name);
  return true;
}

bool Middleware::bend(std::size_t defect, const Message& message, Passage& passage) {
  const std::string& key = message.envelope.idempotency_key;
  Booking booking;
  booking.documents.push_back(document_of(message));
  if (!defects_[defect].defect->bend(booking, history_)) return false;
  const std::string_view name = defects_[defect].defect->name;
  for (RecordDocument& document : booking.documents) {
    if (document.key.empty()) document.key = key + "-beside";  // nothing goes without a key
    const Message passed = message_of(document, message);
    const bool first = passage.out.empty();
    if (!first) faults_.note_made_key(passed.envelope.idempotency_key, name, key);
    passage.out.push_back({key, to_json(passed), first});
  }
  faults_.note(key, name);
  return true;
}

void Middleware::rename(std::size_t defect, const Message& message, Passage& passage) {
  Message renamed = message;
  renamed.envelope.idempotency_key = renamed.envelope.id = "MW-" + message.envelope.short_key;
  faults_.note_renamed(message.envelope.idempotency_key, renamed.envelope.idempotency_key,
                       defects_[defect].defect->name);
  passage.out.push_back({message.envelope.idempotency_key, to_json(renamed), true});
}

void Middleware::hold(sim::Time until, std::size_t defect, const Message& message,
                      const std::string& payload) {
  const Envelope& envelope = message.envelope;
  held_by_key_[envelope.idempotency_key] = held_.emplace(
      until, Held{payload, envelope.idempotency_key, envelope.partition_key, false, 0, defect});
}

// What comes behind messages that are in memory still is stored, and keeps its order.
bool Middleware::waits_behind(sim::Time now, const Message& message, const std::string& payload) {
  const auto flush = flush_.find(message.envelope.partition_key);
  if (flush == flush_.end() || flush->second <= now) return false;
  for (const InjectedMiddlewareDefect& one : defects_) {
    const std::string salt = "middleware/" + std::string(one.defect->name);
    if (one.defect->effect != Effect::kForget) continue;
    if (strikes(one.defect->whom, salt, one.share, message)) return false;  // it goes there itself
  }
  hold(flush->second, 0, message, payload);
  return true;
}

// What was to come behind the message that has just been passed on.
void Middleware::pass_behind(const std::string& partition, sim::Time now, Passage& passage) {
  const auto behind = behind_.find(partition);
  if (behind == behind_.end() || passage.out.empty()) return;
  const auto held = held_by_key_.find(behind->second);
  behind_.erase(behind);
  if (held != held_by_key_.end()) passage.out.push_back(send(held->second, now));
}

// Passes something on, and keeps it until the ERP has taken it.
Middleware::Passed Middleware::send(Queue::iterator held, sim::Time now) {
  Held one = std::move(held->second);
  held_.erase(held);
  Passed passed{one.key, one.payload, false};
  const std::string key = one.key;
  one.in_memory = false;
  if (++one.sent < kMostSendings) {
    held_by_key_[key] = held_.emplace(now + kRetryAfter, std::move(one));
  } else {
    held_by_key_.erase(key);
  }
  return passed;
}

void Middleware::on_answer(const std::string& key, bool taken) {
  const auto held = held_by_key_.find(key);
  if (!taken || held == held_by_key_.end() || held->second->second.sent == 0) return;
  held_.erase(held->second);
  held_by_key_.erase(held);
}

sim::Time Middleware::wake() const {
  return held_.empty() ? next_restart_ : std::min(next_restart_, held_.begin()->first);
}

std::vector<Middleware::Passed> Middleware::due(sim::Time now) {
  std::vector<Passed> out;
  while (!held_.empty() && held_.begin()->first <= now && held_.begin()->first <= next_restart_) {
    const std::string partition = held_.begin()->second.partition;
    if (const auto behind = behind_.find(partition);
        behind != behind_.end() && behind->second == held_.begin()->second.key) {
      behind_.erase(behind);
    }
    out.push_back(send(held_.begin(), now));
  }
  if (next_restart_ <= now) {
    restart();
    next_restart_ = next_restart_ + kRestartsEvery;
  }
  return out;
}

void Middleware::restart() {
  for (auto held = held_.begin(); held != held_.end();) {
    if (!held->second.in_memory) {
      ++held;
      continue;
    }
    faults_.note(held->second.key, defects_[held->second.defect].defect->name);
    held_by_key_.erase(held->second.key);
    held = held_.erase(held);
  }
}

}  // namespace planttwin::bridge
