#pragma once

#include <vector>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

// How the machines of a work center stand: in rows behind each other (towards the north), its queue
// in front of the first row, its output behind the last. Sizes in metres, numbers at least 0.
struct StationShape {
  int machines = 1;
  int columns = 1;   // machines beside each other
  double gap = 0.8;  // between machines
  int queue_columns = 4;
  int queue_rows = 3;
};

inline constexpr double kQueueGap = 0.5;  // between machines and queue, machines and output
inline constexpr double kOutputDepth = 1.0;
inline constexpr int kQueueLots = 12;  // that a queue has room for

// A block that is as wide as deep, as near as the number of machines lets it.
StationShape square_shape(int machines);

// Other shapes for where there is little room, the best first: narrower and wider, closer
// together, with less room for the queue. Begins with the square one.
std::vector<StationShape> shapes_for(int machines);

// The station whose first row of machines has its centre there.
FloorLayout::Station station_at(const StationShape& shape, Point first_row);

FloorLayout::Station moved(FloorLayout::Station station, Point by);

// Around the machines alone.
Area machine_area(const FloorLayout::Station& station);

}  // namespace planttwin::view
