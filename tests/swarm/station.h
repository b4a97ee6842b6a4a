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
// Begins garbage of which a person can make a message: "garbled/7" is "mended/7".
inline constexpr const char* kGarbled = "garbage/garbled/";
inline constexpr const char* kMended = "mended/";

struct StationOptions {
  Place place = Place::kEdge;
  Place peer = Place::kErp;  // to whom it delivers
  bridge::DeliveryOptions delivery;
  bridge::InboxOptions inbox;
  sim::Duration group_age;      // commits in groups of this age or
  std::size_t group_count = 1;  // of this many actions
  bool tended = false;          // a person comes
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
  // A person comes: what was set aside is tried again, dead letters are mended.
  void tend();

  bool drained() const;
  bool has_dead() const { return !up() || delivery_->set_aside() > 0; }
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
  void forget_rows(bridge::DeliveryStep& step) const;
  void check_bounds();

  // What comes and goes: station_messages.cpp.
  void take(const Packet& packet);
  bool take_one(const Packet& packet);
  void take_answer(const Packet& packet);
  void refused(const Packet& packet);
  void note_retry_after(const std::string& key, std::optional<sim::Duration> after);
  Packet packet_of(const bridge::DeliveryAction& action) const;
  Packet message_of(const std::string& key, const std::string& payload) const;
  void answer(const Packet& to, Packet::Kind kind, bool received, std::vector<std::string> keys);
  void check_sending(const Packet& packet);
  void check_sending(const std::string& key);
  void revive();
  void mend_letters();
  void journal_mended();
  bool has(Bug bug) const { return options_.bug == bug; }

  World& world_;
  StationOptions options_;
  std::unique_ptr<SwarmStore> store_;
  std::vector<Report> source_;
  std::size_t most_open_;
  std::size_t most_bytes_;
  // Lost in a crash.
  std::unique_ptr<bridge::Delivery> delivery_;
  std::unique_ptr<bridge::Inbox> inbox_;
  std::size_t next_report_ = 0;
  std::int64_t next_input_ = 0;
  bridge::DeliveryChanges changes_;
  bridge::InboxStep held_inbox_;     // of a planted bug
  std::vector<std::string> mended_;  // keys of messages that are to be journalled
  std::vector<Packet> held_;         // until the changes are kept
  sim::Time oldest_change_;
  sim::Time wake_ = sim::Time::never();
  std::map<std::string, sim::Time> not_before_;  // by key: as the receiver said
  std::map<std::string, std::int64_t> sequences_;
  std::string last_sent_;
  std::int64_t life_ = 0;
};

}  // namespace planttwin::swarm
