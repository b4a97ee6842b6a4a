#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "plant_models/import/tab_table.h"
#include "sim/time.h"

// Times as tables of planning tools state them: a number, a unit in a column of its own and, where
// they are drawn, the name of a distribution and a second number.
namespace planttwin::plant {

enum class TimeUnit : std::uint8_t { kSecond, kMinute, kHour, kDay, kWeek };

// A span of time and the unit in which it was stated, to write it in the same one.
struct StatedTime {
  sim::Duration time;
  TimeUnit unit = TimeUnit::kMinute;

  bool is_zero() const { return time == sim::Duration(); }
  // "0.8307 min": reads back as the same duration.
  std::string text() const;
};

enum class DrawShape : std::uint8_t { kConstant, kUniform, kNormal, kExponential };

// A time that may be drawn. What the two times mean depends on the shape.
struct DrawnTime {
  DrawShape shape = DrawShape::kConstant;
  StatedTime first;   // constant: it; uniform: the least; normal and exponential: the mean
  StatedTime second;  // uniform: the greatest; normal: the standard deviation
};

// The columns of a drawn time. Without a distribution, or with an empty cell, it is constant.
struct DrawnTimeColumns {
  TabColumn shape;
  TabColumn mean;
  TabColumn second;  // uniform: the spread, so that times lie within mean -+ spread / 2
  TabColumn unit;
};

enum class ZeroTime : std::uint8_t { kAllowed, kRefused };

// The unit that a cell names: sec, min, hr, day, week or the like. Reports an unknown one.
std::optional<TimeUnit> read_time_unit(const TabRow& row, const TabColumn& column);
// A time that must be given, to the nearest microsecond. Nothing after an error.
std::optional<StatedTime> read_stated_time(const TabRow& row, const TabColumn& number,
                                           const TabColumn& unit, ZeroTime zero);
// The same for a time that may be drawn. A uniform time that can be negative is an error; the
// limits are computed exactly, then rounded to the nearest microsecond. A second number that the
// distribution does not have is remarked upon.
std::optional<DrawnTime> read_drawn_time(const TabRow& row, const DrawnTimeColumns& columns,
                                         ZeroTime zero);

}  // namespace planttwin::plant
