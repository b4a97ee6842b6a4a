#include "viz/layout/layout_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace planttwin::view {
namespace {

using Columns = std::vector<std::vector<int>>;

// Kept from the limit of 3, for what is put to the hall later.
constexpr double kLongest = 0.95 * kLongestHall;

// Metres: of about three small stations.
constexpr double kShortColumn = 30;

class Rows {
 public:
  Rows(const Columns& columns, const std::vector<Extent>& sizes)
      : sizes_(sizes), columns_(columns) {
    double ground = 0;
    for (const Extent& size : sizes) {
      ground += (size.width + kStationAisle) * (size.depth + kStationAisle);
      deepest_ = std::max(deepest_, size.depth);
    }
    side_ = std::sqrt(ground);
  }

  double ground() const { return side_ * side_; }

  // What it costs that columns are divided: more where the flow could be read well as it was.
  double cost_of_dividing() const { return cost_of_dividing_; }

  // Divides columns that are deeper than this part of the side of a square for all.
  void divide(double part) {
    const double limit = std::max(deepest_, side_ * part);
    Columns divided;
    for (const std::vector<int>& column : columns_) {
      const double depth = size_of(column).depth;
      const double pieces = std::ceil(depth / limit);
      divided.emplace_back();
      double so_far = 0;
      if (pieces > 1) {
        cost_of_dividing_ = std::max(cost_of_dividing_, depth < kShortColumn ? 0.2 : 0.05);
      }
      for (const int station : column) {
        const double more = sizes_[static_cast<std::size_t>(station)].depth + kStationAisle;
        if (!divided.back().empty() && so_far + more / 2 > (depth + kStationAisle) / pieces) {
          divided.emplace_back();
          so_far = 0;
        }
        divided.back().push_back(station);
        so_far += more;
      }
    }
    columns_ = std::move(divided);
  }

  double width_of_all() const {
    double width = 0;
    for (const std::vector<int>& column : columns_) width += size_of(column).width + kStationAisle;
    return width;
  }

  // In rows that are no wider, if every column is not.
  FlowBlock wrap(double width) const {
    FlowBlock block;
    block.low.resize(sizes_.size());
    std::vector<Row> rows(1);
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const Extent size = size_of(columns_[i]);
      if (rows.back().end > rows.back().begin && rows.back().size.width + size.width > width) {
        rows.push_back({i, i, {}});
      }
      Row& row = rows.back();
      row.size.width += size.width + (row.end > row.begin ? kStationAisle : 0);
      row.size.depth = std::max(row.size.depth, size.depth);
      row.end = i + 1;
    }
    for (const Row& row : rows) {
      block.size.width = std::max(block.size.width, row.size.width);
      block.size.depth += row.size.depth + (block.rows > 0 ? kRowAisle : 0);
      ++block.rows;
    }
    double top = block.size.depth;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      place(rows[i], /*from_right=*/i % 2 == 1, top, block);
      top -= rows[i].size.depth + kRowAisle;
    }
    return block;
  }

 private:
  // Columns from begin to before end.
  struct Row {
    std::size_t begin = 0;
    std::size_t end = 0;
    Extent size;
  };

  Extent size_of(const std::vector<int>& column) const {
    Extent size;
    for (const int station : column) {
      const Extent& other = sizes_[static_cast<std::size_t>(station)];
      size.width = std::max(size.width, other.width);
      size.depth += other.depth + (size.depth > 0 ? kStationAisle : 0);
    }
    return size;
  }

  void place(const Row& row, bool from_right, double top, FlowBlock& block) const {
    double x = from_right ? block.size.width : 0;
    for (std::size_t i = row.begin; i < row.end; ++i) {
      const Extent column = size_of(columns_[i]);
      if (from_right) x -= column.width;
      double y = top - (row.size.depth - column.depth) / 2;
      for (const int station : columns_[i]) {
        const Extent& size = sizes_[static_cast<std::size_t>(station)];
        y -= size.depth;
        block.low[static_cast<std::size_t>(station)] = {x + (column.width - size.width) / 2, y};
        y -= kStationAisle;
      }
      x += from_right ? -kStationAisle : column.width + kStationAisle;
    }
  }

  const std::vector<Extent>& sizes_;
  Columns columns_;
  double deepest_ = 0;
  double side_ = 0;
  double cost_of_dividing_ = 0;
};

// How much of a hall is used, less what makes the flow hard to read: rows and divided columns; far
// below 0 for one that is too long.
double worth_of(const FlowBlock& block, double ground, Extent hall, double cost_of_dividing) {
  const double ratio = std::max(hall.width / hall.depth, hall.depth / hall.width);
  if (ratio > kLongest) return -ratio;
  return ground / (hall.width * hall.depth) - 0.06 * (block.rows - 1) - cost_of_dividing;
}

}  // namespace

FlowBlock rows_of(const Columns& columns, const std::vector<Extent>& sizes,
                  const std::function<Extent(Extent)>& hall_of) {
  if (sizes.empty()) return {};
  FlowBlock best;
  double best_worth = 0;
  Rows rows(columns, sizes);
  for (const double part : {1.6, 1.0, 0.7, 0.45}) {
    rows.divide(part);
    const double all = rows.width_of_all();
    for (double width = all; width > all / 40; width *= 0.93) {
      FlowBlock block = rows.wrap(width);
      const double worth =
          worth_of(block, rows.ground(), hall_of(block.size), rows.cost_of_dividing());
      if (best.rows == 0 || worth > best_worth) {
        best = std::move(block);
        best_worth = worth;
      }
    }
  }
  return best;
}

}  // namespace planttwin::view
