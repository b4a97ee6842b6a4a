#include "tests/swarm/erp_node.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/delivery/refusal_codes.h"
#include "erp_bridge/formats/json_format.h"

namespace planttwin::swarm {

using bridge::Answer;

ErpNode::ErpNode(World& world, const PlantTraffic& traffic, sim::Duration sync_after, bool in_order,
                 Bug bug)
    : world_(world), traffic_(traffic), sync_after_(sync_after), in_order_(in_order), bug_(bug) {
  start();
}

void ErpNode::start() {
  if (up()) return;
  world_.note("start", "erp");
  erp_ = std::make_unique<bridge::ReferenceErp>(traffic_.opened_erp());
  for (bridge::Message message : journal_) {
    known_[message.envelope.idempotency_key] = true;
    if (bug_ == Bug::kErpForgetsKeys) message.envelope.idempotency_key += "~";
    erp_->post(message);
  }
}

void ErpNode::crash(sim::Duration down) {
  if (!up()) return;
  world_.note("crash", "erp");
  erp_.reset();
  known_.clear();
  unsynced_.clear();
  held_.clear();
  ++life_;
  world_.at(world_.now() + down, [this] { start(); });
}

void ErpNode::receive(const Packet& packet) {
  if (!up()) return;
  if (packet.kind == Packet::Kind::kMessage) return take(packet);
  Packet answer;
  answer.kind = Packet::Kind::kTold;
  answer.to = packet.from;
  answer.key = packet.key;
  answer.received = known_.contains(packet.key);
  reply(std::move(answer));
}

const Trouble* ErpNode::refusing() const {
  const std::vector<Trouble>& refusals = world_.plan().refusals;
  const auto found = std::find_if(refusals.begin(), refusals.end(), [&](const Trouble& trouble) {
    return trouble.at(Place::kErp, world_.now());
  });
  return found == refusals.end() ? nullptr : &*found;
}

// A message, or a batch: whole, or not at all.
void ErpNode::take(const Packet& packet) {
  const bool batch = !packet.members.empty();
  std::vector<Packet> messages = batch ? packet.members : std::vector<Packet>{packet};
  Packet answer;
  answer.to = packet.from;
  answer.key = packet.key;
  answer.kind = Packet::Kind::kRefused;
  if (batch) {
    for (const Packet& member : messages) answer.keys.push_back(member.key);
  }
  answer.code = refusal_of(messages, answer);
  if (!answer.code.empty()) return reply(std::move(answer));
  if (batch && bug_ == Bug::kErpDropsLastOfBatch) messages.pop_back();
  for (const Packet& message : messages) {
    answer.code = book(message);
    if (!answer.code.empty()) return reply(std::move(answer));
    if (world_.strikes(world_.plan().crash)) {
      return crash(sim::Duration::seconds(world_.dice().from(1, 60)));
    }
  }
  answer.kind = Packet::Kind::kAcknowledged;
  reply(std::move(answer));
}

// The code with which it refuses; empty when it does not.
std::string ErpNode::refusal_of(const std::vector<Packet>& messages, Packet& answer) {
  if (const Trouble* refuses = refusing()) {
    const bool later = bridge::refusal_of(refuses->code) == bridge::Refusal::kRetryLater;
    if (later && world_.dice().chance(50)) {
      answer.retry_after = sim::Duration::seconds(world_.dice().from(1, 60));
    }
    return refuses->code;
  }
  for (const Packet& message : messages) {
    if (!message.payload.starts_with(kUnwanted)) continue;
    if (messages.size() == 1) unwanted_.insert(message.key);
    return "unsupported";
  }
  return "";
}

// Empty when it is booked, else the code with which it is refused.
std::string ErpNode::book(const Packet& packet) {
  sim::Diagnostics diagnostics;
  const std::optional<bridge::Message> message = bridge::from_json(packet.payload, diagnostics);
  if (!message) {
    world_.violate("the ERP can't read " + packet.key);
    return "unsupported";
  }
  const Answer said = erp_->post(*message);
  if (said.kind == Answer::Kind::kRejected) {
    if (in_order_) world_.violate("refused as " + said.code + ": " + packet.key);
    return said.code;
  }
  if (!known_.emplace(message->envelope.idempotency_key, true).second) return "";
  unsynced_.push_back(*message);
  if (unsynced_.size() == 1) {
    world_.at(world_.now() + sync_after_, [this, life = life_] {
      if (life == life_) sync();
    });
  }
  return "";
}

bool ErpNode::disk_is_full() const {
  const std::vector<Trouble>& full = world_.plan().full_disks;
  return std::any_of(full.begin(), full.end(),
                     [&](const Trouble& trouble) { return trouble.at(Place::kErp, world_.now()); });
}

// An answer waits for the journal: it may speak of what is not synced yet.
void ErpNode::reply(Packet answer) {
  answer.from = Place::kErp;
  if (unsynced_.empty() || bug_ == Bug::kErpAnswersBeforeJournal) return world_.send(answer);
  held_.push_back(std::move(answer));
}

void ErpNode::sync() {
  if (disk_is_full()) return crash(sim::Duration::seconds(20));
  journal_.insert(journal_.end(), unsynced_.begin(), unsynced_.end());
  unsynced_.clear();
  for (const Packet& answer : std::exchange(held_, {})) world_.send(answer);
}

}  // namespace planttwin::swarm
