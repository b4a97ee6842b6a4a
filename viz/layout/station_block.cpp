#include "viz/layout/station_block.h"

#include <algorithm>
#include <cmath>

#include "viz/layout/areas.h"

namespace planttwin::view {
namespace {

constexpr double kSize = FloorLayout::kMachineSize;
constexpr double kSpacing = FloorLayout::kQueueSpacing;

int rows_for(int count, int columns) { return (count + columns - 1) / columns; }

double row_length(int count, double gap) { return count > 0 ? count * (kSize + gap) - gap : 0; }

StationShape shape_of(int machines, int columns, double gap, int narrowest_queue) {
  const int room = static_cast<int>(row_length(columns, gap) / kSpacing);
  const int lots = std::clamp(room, narrowest_queue, kQueueLots);
  return {machines, columns, gap, lots, rows_for(kQueueLots, lots)};
}

// The number of columns of a square block, then others by how little they differ from it.
std::vector<int> columns_for(int machines) {
  const int square = square_shape(machines).columns;
  std::vector<int> columns{square};
  for (const int other :
       {square - 1, square + 1, square / 2, square * 2, square / 4, square * 4, 1, machines}) {
    const int count = std::clamp(other, 1, std::max(machines, 1));
    if (std::find(columns.begin(), columns.end(), count) == columns.end()) {
      columns.push_back(count);
    }
  }
  return columns;
}

}  // namespace

StationShape square_shape(int machines) {
  const int root = static_cast<int>(std::ceil(std::sqrt(std::max(machines, 1))));
  return shape_of(machines, machines == 3 ? 3 : root, 0.8, 4);
}

std::vector<StationShape> shapes_for(int machines) {
  std::vector<StationShape> shapes;
  const std::vector<int> columns = columns_for(machines);
  for (const double gap : {0.8, 0.3, 0.05}) {
    for (const int count : columns) shapes.push_back(shape_of(machines, count, gap, 4));
    for (const int count : columns) {
      StationShape shape = shape_of(machines, count, gap, 2);
      shapes.push_back(shape);
      shape.queue_rows = 1;
      shapes.push_back(shape);
    }
  }
  return shapes;
}

FloorLayout::Station station_at(const StationShape& shape, Point first_row) {
  const double pitch = kSize + shape.gap;
  const int rows = rows_for(shape.machines, shape.columns);
  const double left = first_row.x - row_length(shape.columns, shape.gap) / 2 + kSize / 2;
  FloorLayout::Station station;
  station.machines.reserve(static_cast<std::size_t>(std::max(shape.machines, 0)));
  for (int i = 0; i < shape.machines; ++i) {
    station.machines.push_back(
        {left + i % shape.columns * pitch, first_row.y + i / shape.columns * pitch});
  }
  const double front = first_row.y - kSize / 2 - kQueueGap;
  const double half = shape.queue_columns * kSpacing / 2;
  station.queue = {{first_row.x - half, front - shape.queue_rows * kSpacing},
                   {first_row.x + half, front}};
  const double width = std::max(row_length(shape.columns, shape.gap) / 2, half);
  const double back = first_row.y - kSize / 2 + row_length(rows, shape.gap) + kQueueGap;
  station.output = {{first_row.x - half, back}, {first_row.x + half, back + kOutputDepth}};
  station.area = {{first_row.x - width, station.queue.low.y},
                  {first_row.x + width, station.output.high.y}};
  return station;
}

FloorLayout::Station moved(FloorLayout::Station station, Point by) {
  station.area = moved(station.area, by);
  station.queue = moved(station.queue, by);
  station.output = moved(station.output, by);
  for (Point& machine : station.machines) machine = {machine.x + by.x, machine.y + by.y};
  return station;
}

Area machine_area(const FloorLayout::Station& station) {
  Bounds bounds;
  for (const Point machine : station.machines) bounds.add(area_around(machine, kSize, kSize));
  if (bounds.empty()) return {station.queue.high, station.queue.high};
  return bounds.area();
}

}  // namespace planttwin::view
