#include "viz/layout/halls.h"

#include <algorithm>
#include <cstddef>

namespace planttwin::view {
namespace {

// From low to high along an axis.
struct Span {
  double& low;
  double& high;
};

double gap_between(double low, double high, double other_low, double other_high) {
  return std::max(other_low - high, low - other_high);
}

// Divides two spans that overlap where the gap between their contents has its middle, or where
// that of their overlap is.
void divide(Span one, Span other, Span content, Span other_content) {
  const bool before = content.low + content.high <= other_content.low + other_content.high;
  const double from = std::max(one.low, other.low);
  const double to = std::min(one.high, other.high);
  double middle = (from + to) / 2;
  if (gap_between(content.low, content.high, other_content.low, other_content.high) >= 0) {
    middle =
        before ? (content.high + other_content.low) / 2 : (other_content.high + content.low) / 2;
    middle = std::clamp(middle, from, to);
  }
  (before ? one.high : one.low) = middle;
  (before ? other.low : other.high) = middle;
}

void divide(Area& one, Area& other, Area content, Area other_content) {
  const double gap_x =
      gap_between(content.low.x, content.high.x, other_content.low.x, other_content.high.x);
  const double gap_y =
      gap_between(content.low.y, content.high.y, other_content.low.y, other_content.high.y);
  if (gap_x >= gap_y) {
    divide({one.low.x, one.high.x}, {other.low.x, other.high.x}, {content.low.x, content.high.x},
           {other_content.low.x, other_content.high.x});
  } else {
    divide({one.low.y, one.high.y}, {other.low.y, other.high.y}, {content.low.y, content.high.y},
           {other_content.low.y, other_content.high.y});
  }
}

}  // namespace

Area hall_area(const Bounds& contents) { return grown(contents.area(), kHallMargin); }

std::vector<Area> separate_halls(const std::vector<Area>& contents) {
  std::vector<Area> halls;
  for (const Area& content : contents) halls.push_back(grown(content, kHallMargin));
  for (std::size_t i = 0; i < halls.size(); ++i) {
    for (std::size_t j = i + 1; j < halls.size(); ++j) {
      if (overlap(halls[i], halls[j])) divide(halls[i], halls[j], contents[i], contents[j]);
    }
  }
  return halls;
}

}  // namespace planttwin::view
