#include "tests/swarm/station.h"

#include <algorithm>
#include <set>
#include <utility>

namespace planttwin::swarm {
namespace {

using bridge::Delivery;
using bridge::DeliveryState;
using bridge::Inbox;

constexpr std::size_t kLargest = 10'000;  // of a message, bytes

bridge::DeliveryOptions delivery_options(const StationOptions& options) {
  bridge::DeliveryOptions delivery = options.delivery;
  if (options.bug == Bug::kUnboundedOutbox) {
    delivery.most_entries = 1'000'000;
    delivery.most_bytes = std::size_t{1} << 30;
  }
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
      most_open_(options_.delivery.most_entries),
      most_bytes_(options_.delivery.most_bytes + (options_.tended ? kLargest : 0)) {
  start();
}

void Station::start() {
  if (up()) return;
  world_.note("start", "");
  ++life_;
  Kept kept = store_->load();
  if (has(Bug::kDropsDeadAtStart)) {
    std::erase_if(kept.outbox, [](const bridge::OutboxEntry& entry) {
      return entry.state == DeliveryState::kDead;
    });
  }
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
  mended_.clear();
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
      answer(packet, Packet::Kind::kTold, inbox_->knows(packet.key), {});
      break;
    default:
      take_answer(packet);
  }
  pump();
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
        if (has(Bug::kDropsOnOverflow)) break;
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
  forget_rows(step);
  check_bounds();
  bridge::DeliveryChanges changes;
  changes.outbox = std::move(step.changed);
  changes.inbox = inbox_->step(world_.now());
  changes_.append(std::move(changes));
  for (const bridge::DeliveryAction& action : step.actions) held_.push_back(packet_of(action));
  if (first) oldest_change_ = world_.now();
  schedule(step.wake);
}

// As a planted bug would have it.
void Station::forget_rows(bridge::DeliveryStep& step) const {
  std::set<std::string> forgotten;
  for (const bridge::DeliveryAction& action : step.actions) {
    if (!has(Bug::kStoresHeadOfBatch)) break;
    for (const bridge::BatchMember& member : action.members) {
      if (&member != action.members.data()) forgotten.insert(member.key);
    }
  }
  std::erase_if(step.changed, [&](const bridge::OutboxEntry& entry) {
    const bool dead = entry.state == DeliveryState::kDead && has(Bug::kForgetsSetAside);
    return dead || forgotten.contains(entry.key);
  });
}

void Station::check_bounds() {
  // A person may have brought back one more.
  const std::size_t most = most_open_ + (options_.tended ? 1 : 0);
  if (delivery_->open() > most || delivery_->open_bytes() > most_bytes_) {
    world_.violate("the outbox is beyond its bound");
  }
  if (delivery_->remembered() > options_.delivery.remembered) {
    world_.violate("more is remembered than was asked for");
  }
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

void Station::tend() {
  if (!up()) return;
  revive();
  mend_letters();
  if (up()) pump();
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

bool Station::drained() const {
  return up() && next_report_ == source_.size() && delivery_->open() == 0 && changes_.empty() &&
         held_.empty();
}

std::string Station::standing() const {
  if (!up()) return "down";
  return std::to_string(next_report_) + " of " + std::to_string(source_.size()) +
         " reports entered, " + std::to_string(delivery_->open()) + " open, " +
         std::to_string(delivery_->set_aside()) + " dead, " + std::to_string(held_.size()) +
         " held";
}

}  // namespace planttwin::swarm
