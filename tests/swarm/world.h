#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <vector>

#include "tests/swarm/fault_plan.h"

namespace planttwin::swarm {

// What travels from one place to another.
struct Packet {
  enum class Kind : std::uint8_t { kMessage, kAsk, kAcknowledged, kRefused, kTold, kBroken };
  Kind kind = Kind::kMessage;
  Place from = Place::kEdge;
  Place to = Place::kEdge;
  std::string key;
  // Of a message.
  std::string id;
  std::string partition;
  std::string run_id;
  std::string payload;
  std::vector<std::string> depends_on;
  std::vector<Packet> members;  // a batch of messages
  // Of an answer.
  std::vector<std::string> keys;  // to a batch
  std::string code;
  std::optional<sim::Duration> retry_after;
  bool received = false;
};

// Virtual time, the network between the places, and what is found to be wrong. What happens depends
// on the seed alone.
class World {
 public:
  explicit World(std::uint64_t seed) : dice_(seed) {}
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  void set_plan(FaultPlan plan) { plan_ = std::move(plan); }
  const FaultPlan& plan() const { return plan_; }
  testing::Dice& dice() { return dice_; }
  sim::Time now() const { return now_; }
  bool trouble() const { return now_ < plan_.until; }
  // True with a chance in 10,000 while there is trouble.
  bool strikes(std::int64_t chance) { return trouble() && dice_.from(0, 9'999) < chance; }

  void at(sim::Time time, std::function<void()> what);
  // Goes on until nothing is left or `end` has come.
  void run(sim::Time end, const std::function<bool()>& finished);

  // Whoever is at a place. What is sent between edge and ERP may pass a relay at the middleware's
  // place, which forgets what it carries when it crashes.
  void settle(Place place, std::function<void(const Packet&)> receive);
  void use_relay(std::function<bool()> up) { relay_up_ = std::move(up); }
  void send(const Packet& packet);

  void note(std::string_view what, std::string_view key);
  std::uint64_t trace() const { return trace_; }
  void violate(const std::string& what);
  const std::vector<std::string>& violations() const { return violations_; }

 private:
  struct Event {
    sim::Time time;
    std::int64_t number;
    std::function<void()> what;
    friend bool operator<(const Event& a, const Event& b) {
      return a.time != b.time ? a.time > b.time : a.number > b.number;
    }
  };

  bool reachable(Place place) const;
  bool scrambles(Place place) const;
  void travel(const Packet& packet, sim::Duration delay);
  void arrive(const Packet& packet);

  testing::Dice dice_;
  FaultPlan plan_;
  sim::Time now_;
  std::priority_queue<Event> events_;
  std::int64_t numbers_ = 0;
  std::array<std::function<void(const Packet&)>, kPlaces> receivers_;
  std::function<bool()> relay_up_;
  std::uint64_t trace_ = 0;
  std::vector<std::string> violations_;
};

}  // namespace planttwin::swarm
