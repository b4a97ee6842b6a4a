#include "viz/render/time_line.h"

#include <algorithm>

namespace planttwin::view {
namespace {

constexpr float kPad = 9;
constexpr float kHeight = 62;

}  // namespace

bool TimeLine::contains(float x, float y) const {
  const float rim = kPad * (bottom - top) / kHeight;
  return x >= left - rim && x <= right + rim && y >= top && y <= bottom;
}

float TimeLine::x_of(double time) const {
  return left + static_cast<float>(time / static_cast<double>(end)) * (right - left);
}

std::int64_t TimeLine::time_at(float x) const {
  if (right <= left) return 0;
  const double share = static_cast<double>(x - left) / static_cast<double>(right - left);
  return static_cast<std::int64_t>(std::clamp(share, 0.0, 1.0) * static_cast<double>(end));
}

TimeLine time_line_of(float width, float height, float scale, std::int64_t end) {
  const float pad = kPad * scale;
  return {2 * pad, width - 2 * pad, height - kHeight * scale - pad, height - pad,
          std::max<std::int64_t>(1, end)};
}

}  // namespace planttwin::view
