#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "erp_bridge/delivery/delivery.h"
#include "erp_bridge/delivery/inbox.h"
#include "tests/swarm/bug.h"
#include "tests/swarm/plant_traffic.h"
#include "tests/swarm/swarm_store.h"
#include "tests/swarm/world.h"

namespace planttwin::swarm {

inline constexpr const char* kRun = "R";
inline constexpr const char* kGarbage = "garbage";  // begins what is no message

struct StationOptions {
  Place place = Place::kEdge;
  Place peer = Place::kErp;  // to whom it delivers
  bridge::DeliveryOptions delivery;
  bridge::InboxOptions inbox;
  sim::Duration group_age;      // commits in groups of this age or
  std::size_t group_count = 1;  // of this many actions
  bool forwards = false;        // what it takes it delivers: a middleware that stores
  Bug bug = Bug::kNone;         // of this station
};

// Drives delivery, inbox and store of production, as a live bridge does, and dies at any moment.
class Station {
 public:
  // `source` is what it has to report; of a restart it is told again from the stored position on.
  Station(World& world, StationOptions options, std::unique_ptr<SwarmStore> store,
          std::vector<Report> source);

  void start();
  // What is not stored is gone, without a destructor having its say.
  void crash(bool power, sim::Duration down);
  void receive(const Packet& packet);
  bool up() const { return delivery_ != nullptr; }

  bool drained() const;
  std::string standing() const;  // for people
  Kept kept() { return store_->load(); }

 private:
  void pump();
  void feed();
  bridge::Delivery::Entered enter(const Report& report);
  void collect();
  void schedule(sim::Time wake);
  bool group_is_full() const;
  bool commit();
  bool keep(bridge::DeliveryChanges changes);
  bool transmit(const std::vector<Packet>& packets);
  bool dies();
  bool disk_is_full() const;
  void take(const Packet& packet);
  void take_answer(const Packet& packet);
  void refused(const Packet& packet);
  Packet packet_of(const bridge::DeliveryAction& action) const;
  void answer(const Packet& to, Packet::Kind kind, bool received);
  void check_sending(const Packet& packet);
  bool has(Bug bug) const { return options_.bug == bug; }

  World& world_;
  StationOptions options_;
  std::unique_ptr<SwarmStore> store_;
  std::vector<Report> source_;
  std::size_t most_open_;
  // Lost in a crash.
  std::unique_ptr<bridge::Delivery> delivery_;
  std::unique_ptr<bridge::Inbox> inbox_;
  std::size_t next_report_ = 0;
  std::int64_t next_input_ = 0;
  bridge::DeliveryChanges changes_;
  bridge::InboxStep held_inbox_;  // of a planted bug
  std::vector<Packet> held_;      // until the changes are kept
  sim::Time oldest_change_;
  sim::Time wake_ = sim::Time::never();
  std::map<std::string, sim::Time> not_before_;  // by key: as the receiver said
  std::map<std::string, std::int64_t> sequences_;
  std::string last_sent_;
  std::int64_t life_ = 0;
};

}  // namespace planttwin::swarm
