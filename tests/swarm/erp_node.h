#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/swarm/bug.h"
#include "tests/swarm/plant_traffic.h"
#include "tests/swarm/world.h"

namespace planttwin::swarm {

inline constexpr const char* kUnwanted = "unwanted";  // begins what the ERP refuses for good

// The reference ERP as a receiver that dies: it journals what it has booked, syncs the journal some
// time later, and answers only then. After a crash it books anew what was synced.
class ErpNode {
 public:
  // `in_order`: whether senders promise that it never gets what it can't book.
  ErpNode(World& world, const PlantTraffic& traffic, sim::Duration sync_after, bool in_order,
          Bug bug);

  void crash(sim::Duration down);
  void receive(const Packet& packet);

  const bridge::ReferenceErp& books() const { return *erp_; }
  bool up() const { return erp_ != nullptr; }
  bool settled() const { return up() && unsynced_.empty(); }
  // What was booked, in this order.
  const std::vector<bridge::Message>& journal() const { return journal_; }
  // What it was asked for alone and does not want.
  const std::set<std::string>& unwanted() const { return unwanted_; }

 private:
  void start();
  void take(const Packet& packet);
  std::string refusal_of(const std::vector<Packet>& messages, Packet& answer);
  std::string book(const Packet& packet);
  bool disk_is_full() const;
  void reply(Packet answer);
  void sync();
  const Trouble* refusing() const;

  World& world_;
  const PlantTraffic& traffic_;
  sim::Duration sync_after_;
  bool in_order_;
  Bug bug_;
  std::vector<bridge::Message> journal_;  // synced
  std::set<std::string> unwanted_;
  // Lost in a crash.
  std::unique_ptr<bridge::ReferenceErp> erp_;
  std::map<std::string, bool> known_;  // keys
  std::vector<bridge::Message> unsynced_;
  std::vector<Packet> held_;  // answers
  std::int64_t life_ = 0;
};

}  // namespace planttwin::swarm
