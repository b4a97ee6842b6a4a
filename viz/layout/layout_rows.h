#pragma once

#include <functional>
#include <vector>

#include "viz/layout/floor_layout.h"

namespace planttwin::view {

// Metres to the east and to the north.
struct Extent {
  double width = 0;
  double depth = 0;
};

// Where stations of given sizes stand together, seen from the lower left corner of them all.
struct FlowBlock {
  std::vector<Point> low;  // their lower left corners
  Extent size;
  int rows = 0;
};

inline constexpr double kStationAisle = 3;  // metres between stations
inline constexpr double kRowAisle = 4;      // between rows of columns

// The widest that a hall may be for its depth, and the deepest for its width.
inline constexpr double kLongestHall = 3;

// Stations of a column above each other, columns beside each other; where that gets too long, in
// rows from the north to the south, every other one from right to left, so that the next column is
// always near. Columns that are too deep are divided. hall_of says what hall a block will need;
// halls between 1:3 and 3:1 are preferred.
FlowBlock rows_of(const std::vector<std::vector<int>>& columns, const std::vector<Extent>& sizes,
                  const std::function<Extent(Extent)>& hall_of);

}  // namespace planttwin::view
