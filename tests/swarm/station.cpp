#include "tests/swarm/station.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/delivery/refusal_codes.h"

namespace planttwin::swarm {
namespace {

using bridge::Delivery;
using bridge::DeliveryState;
using bridge::Inbox;

// Parts a key from what a planted bug has added.
constexpr const char* kAgain = "@again";

void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  if (at != std::string::npos) text.replace(at, from.size(), to);
}

bridge::DeliveryOptions delivery_options(const StationOptions& options) {
  bridge::DeliveryOptions delivery = options.delivery;
  if (options.bug == Bug::kUnboundedOutbox) delivery.most_entries = 1'000'000;
  if (options.bug == Bug::kSkipsStuckHead) {
    delivery.stuck_head = bridge::StuckHead::kSkip;
    delivery.most_attempts = 3;
  }
  return delivery;
}

bridge::InboxOptions inbox_options(const StationOptions& options) {
  bridge::InboxOptions inbox = options.inbox;
  if (options.bug == Bug::kTakesStaleMessages) inbox.run_id.clear();
  if (options.bug == Bug::kWindowTooSmall) {
    inbox.longest_redelivery = sim::Duration::seconds(1);
    inbox.window = sim::Duration::seconds(5);
  }
  return inbox;
}

}  // namespace

Station::Station(World& world, StationOptions options, std::unique_ptr<SwarmStore> store,
                 std::vector<Report> source)
    : world_(world),
      options_(std::move(options)),
      store_(std::move(store)),
      source_(std::move(source)),
      most_open_(options_.delivery.most_entries) {
  start();
}

void Station::start() {
  if (up()) return;
  world_.note("start", "");
  ++life_;
  Kept kept = store_->load();
  for (bridge::OutboxEntry& entry : kept.outbox) {
    if (has(Bug::kInFlightIsAcknowledged) && entry.state == DeliveryState::kInFlight) {
      entry.state = DeliveryState::kAcknowledged;
    }
  }
  delivery_ = std::make_unique<Delivery>(delivery_options(options_), [this] {
    return static_cast<double>(world_.dice().from(0, 999)) / 1000;
  });
  delivery_->restore(std::move(kept.outbox));
  inbox_ = std::make_unique<Inbox>(inbox_options(options_));
  inbox_->restore(std::move(kept.inbox), std::move(kept.letters));
  next_report_ = static_cast<std::size_t>(kept.source_position);
  next_input_ = static_cast<std::int64_t>(kept.journal.size());
  wake_ = sim::Time::never();
  pump();
}

void Station::crash(bool power, sim::Duration down) {
  if (!up()) return;
  world_.note(power ? "power" : "crash", "");
  if (power) store_->lose_power();
  delivery_.reset();
  inbox_.reset();
  changes_ = {};
  held_.clear();
  held_inbox_ = {};
  not_before_.clear();
  sequences_.clear();
  ++life_;
  world_.at(world_.now() + down, [this] { start(); });
}

bool Station::dies() {
  if (!world_.strikes(world_.plan().crash)) return false;
  crash(world_.dice().chance(50), sim::Duration::seconds(world_.dice().from(1, 60)));
  return true;
}

void Station::receive(const Packet& packet) {
  if (!up()) return;
  switch (packet.kind) {
    case Packet::Kind::kMessage:
      take(packet);
      break;
    case Packet::Kind::kAsk:
      answer(packet, Packet::Kind::kTold, inbox_->knows(packet.key));
      break;
    default:
      take_answer(packet);
  }
  pump();
}

void Station::take(const Packet& packet) {
  Inbox::Taken taken = Inbox::Taken::kSetAside;
  if (!packet.payload.starts_with(kGarbage)) {
    taken = inbox_->take(world_.now(),
                         {packet.id, packet.key, packet.run_id, packet.payload, packet.payload});
  } else if (!has(Bug::kDropsUnreadable)) {
    taken = inbox_->take_unreadable(world_.now(), packet.payload, "no message");
  }
  if (taken == Inbox::Taken::kNew) {
    changes_.journal.push_back({next_input_++, world_.now(), "message", packet.key});
    if (options_.forwards) {
      delivery_->enter(world_.now(), packet.key, packet.partition, packet.payload,
                       packet.depends_on);
    }
  }
  const bool early = has(Bug::kAcknowledgesBeforeJournal) || has(Bug::kMiddlewareAcknowledgesEarly);
  if (taken == Inbox::Taken::kFull) return;
  answer(packet, Packet::Kind::kAcknowledged, true);
  if (!early) return;
  world_.send(held_.back());
  held_.pop_back();
}

// Answers wait for the commit, as all that goes out.
void Station::answer(const Packet& to, Packet::Kind kind, bool received) {
  Packet packet;
  packet.kind = kind;
  packet.from = options_.place;
  packet.to = to.from;
  packet.key = to.key;
  packet.received = received;
  held_.push_back(std::move(packet));
}

void Station::take_answer(const Packet& packet) {
  const sim::Time now = world_.now();
  const std::string key = packet.key.substr(0, packet.key.find(kAgain));
  switch (packet.kind) {
    case Packet::Kind::kAcknowledged:
      return delivery_->on_acknowledged(now, has(Bug::kTakesAnyAnswer) ? last_sent_ : key);
    case Packet::Kind::kRefused:
      return refused(packet);
    case Packet::Kind::kTold:
      return delivery_->on_told(now, key, packet.received);
    default:
      return delivery_->on_unanswered(now, key);
  }
}

void Station::refused(const Packet& packet) {
  bridge::Refusal refusal = bridge::refusal_of(packet.code);
  std::optional<sim::Duration> after = packet.retry_after;
  const bridge::OutboxEntry* entry = delivery_->find(packet.key);
  // What waits for its commit goes out nevertheless.
  const bool held = std::any_of(held_.begin(), held_.end(), [&](const Packet& waiting) {
    return waiting.kind == Packet::Kind::kMessage && waiting.key == packet.key;
  });
  const bool open = entry != nullptr && !ended(entry->state) && !held;
  if (open && after) not_before_[packet.key] = world_.now() + *after;
  if (open && !after) not_before_.erase(packet.key);
  if (has(Bug::kIgnoresRetryAfter)) after.reset();
  if (has(Bug::kLockedIsFinal)) refusal = bridge::Refusal::kFinal;
  delivery_->on_refused(world_.now(), packet.key, refusal, packet.code, after);
}

// Does all that can be done now.
void Station::pump() {
  feed();
  collect();
  if (changes_.empty() && held_.empty()) return;
  if (group_is_full()) {
    commit();
  } else {
    schedule(oldest_change_ + options_.group_age);
  }
}

void Station::feed() {
  while (next_report_ < source_.size()) {
    const Report& report = source_[next_report_];
    if (report.time > world_.now()) return schedule(report.time);
    switch (enter(report)) {
      case Delivery::Entered::kFull:
        return schedule(world_.now() + sim::Duration::seconds(2));
      case Delivery::Entered::kConflict:
        world_.violate("another body under the key " + report.key);
        break;
      default:
        break;
    }
    changes_.source_position = static_cast<std::int64_t>(++next_report_);
  }
}

Delivery::Entered Station::enter(const Report& report) {
  std::string payload = report.payload;
  if (has(Bug::kRestartsSequences)) {
    const std::string restarted = std::to_string(++sequences_[report.partition]);
    replace(payload, "\"sequence\":\"" + std::to_string(report.sequence) + "\"",
            "\"sequence\":\"" + restarted + "\"");
  }
  const bool apart = has(Bug::kNoPartitions);
  return delivery_->enter(
      world_.now(), report.key, apart ? report.key : report.partition, std::move(payload),
      has(Bug::kForgetsDependencies) ? std::vector<std::string>() : report.depends_on);
}

// Adds a step of delivery and inbox to what is to be kept and done.
void Station::collect() {
  const bool first = changes_.empty() && held_.empty();
  bridge::DeliveryStep step = delivery_->step(world_.now());
  if (has(Bug::kUnknownIsFailed)) {
    for (const bridge::OutboxEntry& entry : step.changed) {
      if (entry.state != DeliveryState::kUnknown) continue;
      delivery_->on_refused(world_.now(), entry.key, bridge::Refusal::kFinal, "no answer");
    }
  }
  if (delivery_->open() > most_open_) world_.violate("the outbox is beyond its bound");
  if (delivery_->remembered() > options_.delivery.remembered) {
    world_.violate("more is remembered than was asked for");
  }
  bridge::DeliveryChanges changes;
  changes.outbox = std::move(step.changed);
  changes.inbox = inbox_->step(world_.now());
  changes_.append(std::move(changes));
  for (const bridge::DeliveryAction& action : step.actions) held_.push_back(packet_of(action));
  if (first) oldest_change_ = world_.now();
  schedule(step.wake);
}

Packet Station::packet_of(const bridge::DeliveryAction& action) const {
  Packet packet;
  packet.from = options_.place;
  packet.to = options_.peer;
  packet.key = action.key;
  if (action.kind == bridge::DeliveryAction::Kind::kAsk) {
    packet.kind = Packet::Kind::kAsk;
    return packet;
  }
  const bridge::OutboxEntry& entry = *delivery_->find(action.key);
  packet.id = action.key + "/" + std::to_string(entry.attempts);
  packet.partition = entry.partition;
  packet.run_id = kRun;
  packet.payload = action.payload;
  packet.depends_on = entry.depends_on;
  if (entry.attempts > 1 && has(Bug::kRetriesUnderNewKey)) {
    const std::string other = action.key + kAgain + std::to_string(entry.attempts);
    replace(packet.payload, "\"idempotencykey\":\"" + action.key, "\"idempotencykey\":\"" + other);
    packet.key = other;
  }
  if (entry.attempts > 1 && has(Bug::kChangesBodyOfRetry)) {
    replace(packet.payload, "\"quantity\":", "\"quantity\":1");
  }
  return packet;
}

// Comes back at a time, unless it does so before.
void Station::schedule(sim::Time wake) {
  if (wake >= wake_) return;
  wake_ = wake;
  world_.at(wake, [this, wake, life = life_] {
    if (life != life_ || wake != wake_) return;
    wake_ = sim::Time::never();
    pump();
  });
}

bool Station::group_is_full() const {
  return held_.size() >= options_.group_count ||
         world_.now() - oldest_change_ >= options_.group_age;
}

bool Station::commit() {
  const bridge::DeliveryChanges changes = std::exchange(changes_, {});
  const std::vector<Packet> packets = std::exchange(held_, {});
  if (has(Bug::kSendsBeforeCommit)) return transmit(packets) && keep(changes);
  return keep(changes) && transmit(packets);
}

bool Station::disk_is_full() const {
  const std::vector<Trouble>& full = world_.plan().full_disks;
  return std::any_of(full.begin(), full.end(), [&](const Trouble& trouble) {
    return trouble.at(options_.place, world_.now());
  });
}

// False when it has died of it.
bool Station::keep(bridge::DeliveryChanges changes) {
  if (dies()) return false;
  if (disk_is_full()) {
    crash(false, sim::Duration::seconds(20));
    return false;
  }
  if (has(Bug::kPositionBeforeRows) && changes.source_position) {
    bridge::DeliveryChanges position;
    position.source_position = std::exchange(changes.source_position, std::nullopt);
    store_->keep(position);
    if (dies()) return false;
  }
  if (has(Bug::kStoreForgetsRow) && !changes.outbox.empty() && world_.dice().chance(5)) {
    changes.outbox.pop_back();
  }
  if (has(Bug::kJournalWithoutInbox)) {
    changes.inbox = std::exchange(held_inbox_, std::move(changes.inbox));
  }
  store_->keep(changes);
  return !dies();
}

bool Station::transmit(const std::vector<Packet>& packets) {
  for (const Packet& packet : packets) {
    check_sending(packet);
    world_.send(packet);
    if (packet.kind == Packet::Kind::kMessage) last_sent_ = packet.key;
    if (dies()) return false;
  }
  return true;
}

void Station::check_sending(const Packet& packet) {
  if (packet.kind != Packet::Kind::kMessage) return;
  const std::string key = packet.key.substr(0, packet.key.find(kAgain));
  if (!store_->knows_as_sent(key).value_or(true)) {
    world_.violate("sent before it was stored: " + key);
  }
  const auto not_before = not_before_.find(key);
  if (not_before == not_before_.end()) return;
  if (world_.now() < not_before->second) {
    world_.violate("sent before the receiver wanted it: " + key);
  }
  not_before_.erase(not_before);
}

bool Station::drained() const {
  return up() && next_report_ == source_.size() && delivery_->open() == 0 && changes_.empty() &&
         held_.empty();
}

std::string Station::standing() const {
  if (!up()) return "down";
  return std::to_string(next_report_) + " of " + std::to_string(source_.size()) +
         " reports entered, " + std::to_string(delivery_->open()) + " open, " +
         std::to_string(held_.size()) + " held";
}

}  // namespace planttwin::swarm
