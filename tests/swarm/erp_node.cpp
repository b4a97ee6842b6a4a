#include "tests/swarm/erp_node.h"

#include <algorithm>
#include <utility>

#include "erp_bridge/formats/json_format.h"

namespace planttwin::swarm {

using bridge::Answer;

ErpNode::ErpNode(World& world, const PlantTraffic& traffic, sim::Duration sync_after, Bug bug)
    : world_(world), traffic_(traffic), sync_after_(sync_after), bug_(bug) {
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

void ErpNode::take(const Packet& packet) {
  Packet answer;
  answer.to = packet.from;
  answer.key = packet.key;
  answer.kind = Packet::Kind::kRefused;
  if (const Trouble* refuses = refusing()) {
    answer.code = refuses->code;
    if (world_.dice().chance(50)) {
      answer.retry_after = sim::Duration::seconds(world_.dice().from(1, 60));
    }
    return reply(std::move(answer));
  }
  sim::Diagnostics diagnostics;
  const std::optional<bridge::Message> message = bridge::from_json(packet.payload, diagnostics);
  if (!message) return world_.violate("the ERP can't read " + packet.key);
  const Answer said = erp_->post(*message);
  if (said.kind == Answer::Kind::kRejected) {
    world_.violate("refused as " + said.code + ": " + packet.key);
    answer.code = said.code;
    return reply(std::move(answer));
  }
  answer.kind = Packet::Kind::kAcknowledged;
  if (known_.emplace(message->envelope.idempotency_key, true).second) {
    unsynced_.push_back(*message);
    if (unsynced_.size() == 1) {
      world_.at(world_.now() + sync_after_, [this, life = life_] {
        if (life == life_) sync();
      });
    }
  }
  reply(std::move(answer));
}

// An answer waits for the journal: it may speak of what is not synced yet.
void ErpNode::reply(Packet answer) {
  answer.from = Place::kErp;
  if (unsynced_.empty() || bug_ == Bug::kErpAnswersBeforeJournal) return world_.send(answer);
  held_.push_back(std::move(answer));
}

void ErpNode::sync() {
  journal_.insert(journal_.end(), unsynced_.begin(), unsynced_.end());
  unsynced_.clear();
  for (const Packet& answer : std::exchange(held_, {})) world_.send(answer);
}

}  // namespace planttwin::swarm
