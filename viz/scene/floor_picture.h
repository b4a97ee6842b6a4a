#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "scenarios/playback/history.h"
#include "viz/layout/floor_layout.h"
#include "viz/scene/adherence.h"

namespace planttwin::view {

// Something that moves, at an instant: where its middle is, in metres above the floor it stands on.
struct Placed {
  std::int32_t number = -1;  // of the lot, or of the carrier
  Point at;
  double z = 0;
  double heading = 0;  // radians from east, of carriers
};
struct PlacedLot : Placed {
  Adherence adherence = Adherence::kNoDue;
};
struct PlacedCarrier : Placed {
  std::int32_t fleet = -1;
  bool loaded = false;
};

// Everything of a plant that moves, at an instant. Lots that don't fit where they wait or are at
// work are counted, not shown: `hidden`, by work center; of a full carrier sixteen are shown.
struct FloorPicture {
  std::vector<PlacedLot> lots;  // by number
  std::vector<PlacedCarrier> carriers;
  std::vector<std::int32_t> hidden;
};

// Places lots and carriers. The same history, state and instant give the same picture, whatever was
// shown before. Keeps ways that it has found.
class FloorPainter {
 public:
  static constexpr double kLotSize = 0.7;  // metres
  static constexpr int kMostInQueue = 60;  // lots shown at one work center

  FloorPainter(const playback::History& history, const FloorLayout& layout);

  // `state` is that of `now`, microseconds since the start.
  FloorPicture paint(const playback::FloorState& state, std::int64_t now);

 private:
  struct Way {
    std::vector<Point> corners;
    double metres =
        0;  // as long as the plant says that it is, which may be longer than it is drawn
  };
  const Way& way(std::int32_t from, std::int32_t to, const std::string& kind);
  PlacedCarrier place_carrier(const playback::CarrierNow& carrier, std::int32_t number,
                              std::int64_t now);
  struct Groups;
  Groups group(const playback::FloorState& state, std::int64_t now, FloorPicture& picture);
  void place_waiting(FloorPicture& picture, Groups& groups) const;
  void place_on_machines(FloorPicture& picture, Groups& groups) const;
  void place_on_carriers(FloorPicture& picture, Groups& groups) const;
  void place_in_rows(FloorPicture& picture, std::vector<PlacedLot>& waiting, const Area& area,
                     std::int32_t work_center) const;
  void place_under_way(PlacedLot& placed, const playback::LotNow& lot, std::int64_t now);
  Point origin_of(const playback::LotNow& lot) const;
  Point destination_of(const playback::LotNow& lot) const;

  const playback::History& history_;
  const FloorLayout& layout_;
  std::vector<std::int32_t> fleet_of_;  // by carrier
  std::map<std::tuple<std::int32_t, std::int32_t, std::string>, Way> ways_;
};

}  // namespace planttwin::view
