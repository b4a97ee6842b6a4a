#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "plant_models/run/plant_event.h"
#include "scenarios/playback/feed_message.h"

namespace planttwin::playback {

// What a run tells views while it goes on. The run applies its events to a state of its own, so
// that a view may miss any of them and still be told the whole; what waits to be told is bounded.
// The run calls as a sink, another thread takes.
class LiveFloor : public plant::EventSink {
 public:
  static constexpr std::size_t kMostWaiting = 65'536;  // events

  explicit LiveFloor(FloorPlan plan);

  void on_event(const plant::PlantEvent& event, const plant::RunState& run) override;
  // The clock of the plant may be ahead of the last event.
  void set_time(sim::Time now);
  void finish(sim::Time end, const std::string& reason);

  // Whether somebody wants to be told. Nobody at first: then nothing waits.
  void set_watched(bool watched);

  struct News {
    FeedMessage message;
    bool complete = true;                // no event since the last one is left out
    std::optional<FeedMessage> whole{};  // the state after `message`, if it was asked for
  };
  News take(bool with_whole);

  std::size_t waiting() const;  // events
  const FloorPlan& plan() const { return plan_; }

 private:
  void name_order(std::int32_t number, const plant::RunState& run);
  void name_lot(std::int32_t number, const plant::RunState& run);
  void forget(const FloorEvent& event);
  void drop_news();

  const FloorPlan plan_;
  mutable std::mutex mutex_;
  FloorState state_;
  std::unordered_map<std::int32_t, scenario::LoggedOrder> orders_;  // in the plant
  std::unordered_map<std::int32_t, scenario::LoggedLot> lots_;      // likewise
  FeedMessage news_;
  bool watched_ = false;
  bool complete_ = true;
};

}  // namespace planttwin::playback
