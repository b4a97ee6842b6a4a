#pragma once

#include <cstdint>

namespace planttwin::view {

// Where the time line of a picture lies, in pixels from the upper left corner, and which instant
// each of its columns stands for.
struct TimeLine {
  float left = 0;  // the start of the run
  float right = 1;
  float top = 0;
  float bottom = 1;
  std::int64_t end = 1;  // of the run, microseconds since its start; at least 1

  bool contains(float x, float y) const;
  float x_of(double time) const;
  // Of the nearest column: never before the start or behind the end.
  std::int64_t time_at(float x) const;
};

// `scale`: as of an Overlay.
TimeLine time_line_of(float width, float height, float scale, std::int64_t end);

}  // namespace planttwin::view
