#include "viz/panels/tiling.h"

#include <algorithm>

namespace planttwin::view {
namespace {

constexpr double kPad = 9;
constexpr double kLeftTop = 66;     // under the title
constexpr double kUnderBar = 112;   // likewise, where that is under the title
constexpr double kRightTop = 112;   // under the figures
constexpr double kTimeLine = 108;   // with the legend above it
constexpr double kSideWidth = 400;  // at most a third of the window
constexpr double kBottomHeight = 215;
constexpr double kNarrow = 1100;

// One of `count` equal parts, with a gap between them.
Area part_of(const Area& area, std::size_t index, std::size_t count, bool beside, double gap) {
  const auto parts = static_cast<double>(count), at = static_cast<double>(index);
  if (beside) {
    const double width = (area.width() - gap * (parts - 1)) / parts;
    const double left = area.low.x + at * (width + gap);
    return {{left, area.low.y}, {left + width, area.high.y}};
  }
  const double depth = (area.depth() - gap * (parts - 1)) / parts;
  const double top = area.low.y + at * (depth + gap);
  return {{area.low.x, top}, {area.high.x, top + depth}};
}

}  // namespace

bool is_narrow(double width, double scale) { return width < kNarrow * scale; }

std::vector<Area> tile(const std::vector<Side>& sides, double width, double height, double scale) {
  const auto count = [&](Side side) {
    return static_cast<std::size_t>(std::count(sides.begin(), sides.end(), side));
  };
  const double pad = kPad * scale, end = height - kTimeLine * scale;
  const double across = std::min(kSideWidth * scale, width / 3);
  const double sides_end = count(Side::kBottom) == 0 ? end : end - kBottomHeight * scale - pad;
  const double top = is_narrow(width, scale) ? kUnderBar : kLeftTop;
  const Area left{{pad, top * scale}, {pad + across, sides_end}};
  const Area right{{width - pad - across, kRightTop * scale}, {width - pad, sides_end}};
  const Area bottom{{pad, end - kBottomHeight * scale}, {width - pad, end}};
  std::vector<Area> places;
  for (std::size_t i = 0; i < sides.size(); ++i) {
    const auto before = static_cast<std::size_t>(
        std::count(sides.begin(), sides.begin() + static_cast<std::ptrdiff_t>(i), sides[i]));
    const Area& whole = sides[i] == Side::kLeft ? left : sides[i] == Side::kRight ? right : bottom;
    places.push_back(part_of(whole, before, count(sides[i]), sides[i] == Side::kBottom, pad));
  }
  return places;
}

}  // namespace planttwin::view
