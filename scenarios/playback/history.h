#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/playback/feed_message.h"
#include "scenarios/playback/floor_event.h"
#include "scenarios/playback/floor_plan.h"
#include "scenarios/playback/floor_state.h"
#include "scenarios/playback/levels.h"

namespace planttwin::playback {

// Something that a time line marks. `to` is -1 while it lasts.
struct Marker {
  enum class Kind : std::uint8_t { kBreakdown, kMaintenance, kHold, kDisruption, kOutage };
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
// bytes. That of a finished run is read and does not change; that of a run that goes on grows.
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

  // Of a run that goes on: nothing is known of it until the first keyframe.
  static History begin(FloorPlan plan);
  // Appends what a run tells. Before a keyframe that is not the first one something is missing: the
  // state stays as it was until then. References are expected to be right (decode_feed_message).
  void take(const FeedMessage& message);
  // Brings levels and late orders up to date with what was taken.
  void refresh();
  bool has_begun() const { return !events_.empty(); }

  History(History&&) noexcept;
  History& operator=(History&&) noexcept;
  ~History();

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
  // The most that lies of a material in a location: FloorPlan::stock_place.
  const std::vector<std::int64_t>& most_stock() const { return most_stock_; }
  // Orders that become late, by their due date.
  const std::vector<std::int32_t>& late_orders() const { return late_orders_; }

 private:
  struct Growth;

  void read_names(sim::Database& log);
  void read_events(sim::Database& log);
  explicit History(FloorPlan plan);
  void link();  // FloorEvent::next
  void note_events();
  void note_order(const FloorEvent& event);
  void note_late_orders();
  void note_stock(const FloorEvent& event, const FloorState& state);
  void add_markers(const std::vector<Marker>& markers);
  void note_usual_priority();
  // The last one in which no event from there on has happened.
  const FloorState& keyframe_before(std::size_t event) const;

  void name(const scenario::LoggedOrder& order);
  void name(const scenario::LoggedLot& lot);
  void append(const FloorEvent& event);
  void link_last();

  FloorPlan plan_;
  std::vector<FloorEvent> events_;
  std::vector<Order> orders_;
  std::vector<Lot> lots_;
  std::vector<FloorState> keyframes_;  // by the count of events that they have had
  std::vector<Marker> markers_;
  std::vector<std::vector<Work>> works_;
  std::vector<std::int32_t> late_orders_;
  std::vector<std::int64_t> most_stock_;
  std::int32_t usual_priority_ = 0;
  Levels levels_;
  std::int64_t end_ = 0;
  std::unique_ptr<Growth> growth_;  // while the run goes on
};

}  // namespace planttwin::playback
