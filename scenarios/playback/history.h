#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_plan.h"
#include "scenarios/playback/floor_state.h"
#include "scenarios/playback/levels.h"

namespace planttwin::playback {

// Something that a time line marks. `to` is -1 while it lasts.
struct Marker {
  enum class Kind : std::uint8_t { kBreakdown, kMaintenance, kHold, kDisruption };
  Kind kind = Kind::kBreakdown;
  std::int64_t from = 0;
  std::int64_t to = -1;
  std::int32_t machine = -1;
  std::int32_t order = -1;
  std::int32_t lot = -1;
  std::string text;
};

// A stretch in which a machine worked on a lot, for Gantt charts. `to` is -1 while it lasts.
struct Work {
  std::int64_t from = 0;
  std::int64_t to = -1;
  std::int32_t lot = -1;
  std::int32_t operation = -1;
};

// A run as it was logged, in memory: all events, with a keyframe of the state every so many events,
// so that the state at any instant costs a copy and a few thousand events. An event takes 88
// bytes. Immutable once read, but for what a live run appends.
class History {
 public:
  struct Order {
    std::string name;
    std::int32_t material = -1;
    std::int64_t quantity = 0;
    std::int64_t due = -1;  // microseconds since the start; kNeverDue: none
    std::int32_t priority = 0;
    std::int64_t released = -1;   // -1: not yet
    std::int64_t completed = -1;  // -1: not in this run
  };
  struct Lot {
    std::string name;
    std::int32_t order = -1;
    std::int32_t material = -1;
    std::int32_t routing = -1;
  };
  static constexpr std::int64_t kNeverDue = INT64_MIN;
  static constexpr std::size_t kKeyframeEvery = 8'192;  // events

  // Reads a finished log, or what is there of one that is being written or whose run was killed.
  // Throws sim::InputError when it is no log of this version or a damaged one.
  static History read(const std::filesystem::path& log);

  const FloorPlan& plan() const { return plan_; }
  const std::vector<FloorEvent>& events() const { return events_; }
  std::int64_t end() const { return end_; }  // of the run, or the last event

  // The state at an instant: everything up to and including it has happened.
  FloorState at(std::int64_t time) const;
  // Takes a state of this history to an instant, forwards step by step where that is shorter.
  void move(FloorState& state, std::int64_t time) const;
  // Events up to and including an instant.
  std::size_t events_until(std::int64_t time) const;

  // By number; what the log does not name has an empty name.
  const Order& order(std::int32_t number) const;
  const Lot& lot(std::int32_t number) const;
  std::size_t order_count() const { return orders_.size(); }
  std::size_t lot_count() const { return lots_.size(); }

  const std::vector<Marker>& markers() const { return markers_; }  // by `from`
  const std::vector<Work>& works(std::int32_t machine) const;      // by `from`
  const Levels& levels() const { return levels_; }
  // The priority that most orders have.
  std::int32_t usual_priority() const { return usual_priority_; }
  // Orders that become late, by their due date.
  const std::vector<std::int32_t>& late_orders() const { return late_orders_; }

 private:
  void read_names(sim::Database& log);
  void read_events(sim::Database& log);
  void link();  // FloorEvent::next
  void note_stretches();
  void note_orders();
  void note_keyframes();  // and levels

  FloorPlan plan_;
  std::vector<FloorEvent> events_;
  std::vector<Order> orders_;
  std::vector<Lot> lots_;
  std::vector<FloorState> keyframes_;  // keyframe i: before event i * kKeyframeEvery
  std::vector<Marker> markers_;
  std::vector<std::vector<Work>> works_;
  std::vector<std::int32_t> late_orders_;
  std::int32_t usual_priority_ = 0;
  Levels levels_;
  std::int64_t end_ = 0;
};

}  // namespace planttwin::playback
