#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "scenarios/playback/floor_plan.h"

namespace planttwin::view {

using playback::FloorPlan;
using playback::index_of;
using playback::Point;

// An upright rectangle on the floor, in metres.
struct Area {
  Point low;
  Point high;
  Point centre() const { return {(low.x + high.x) / 2, (low.y + high.y) / 2}; }
  double width() const { return high.x - low.x; }
  double depth() const { return high.y - low.y; }
};

// Where everything of a plant stands. Positions of the plant file are kept; what has none is placed
// along the flow of material, so that every plant can be looked at. The same plan gives the same
// layout. Invariants: machines do not overlap each other where the plant file leaves room; every
// machine, queue and location of a site lies within its hall; halls do not overlap.
struct FloorLayout {
  static constexpr double kMachineSize = 2.4;   // metres, of the square that a machine stands on
  static constexpr double kQueueSpacing = 1.0;  // between lots in a queue

  struct Station {
    Area area;                    // machines, queue and output of a work center
    std::vector<Point> machines;  // centres, by ordinal
    Area queue;                   // where its lots wait, in front of the machines
    Area output;                  // where they stand when they are done, behind the machines
  };
  struct Hall {
    std::int32_t site = -1;
    Area area;
  };

  std::vector<Station> work_centers;  // by work center
  std::vector<Point> nodes;           // of the transport network
  std::vector<Area> locations;        // storage
  std::vector<Hall> halls;            // sites with anything in them
  Area all;

  // The way of something that goes from one place to another along edges of the network of a kind
  // ("": of any kind): the shortest, by its corners, both ends included. A straight line where
  // there is none; one point when it ends where it begins, or when one of them is unknown (-1).
  std::vector<Point> way(const FloorPlan& plan, std::int32_t from_node, std::int32_t to_node,
                         const std::string& edge_kind) const;
};

FloorLayout lay_out(const FloorPlan& plan);

}  // namespace planttwin::view
