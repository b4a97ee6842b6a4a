#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/parsed.h"
#include "sim/time.h"

namespace planttwin::sim {

// A distance in whole micrometres.
class Length {
 public:
  constexpr Length() = default;
  static constexpr Length micrometres(std::int64_t n) { return Length(n); }
  static constexpr Length metres(std::int64_t n) { return Length(n * 1'000'000); }
  constexpr std::int64_t count() const { return um_; }
  constexpr double in_metres() const { return static_cast<double>(um_) / 1e6; }  // for output

  constexpr auto operator<=>(const Length&) const = default;
  constexpr Length& operator+=(Length other) { return *this = *this + other; }
  friend constexpr Length operator+(Length a, Length b) { return Length(a.um_ + b.um_); }
  friend constexpr Length operator-(Length a, Length b) { return Length(a.um_ - b.um_); }

 private:
  explicit constexpr Length(std::int64_t um) : um_(um) {}
  std::int64_t um_ = 0;
};

// A mass in whole milligrams.
class Mass {
 public:
  constexpr Mass() = default;
  static constexpr Mass milligrams(std::int64_t n) { return Mass(n); }
  constexpr std::int64_t count() const { return mg_; }
  constexpr double in_kilograms() const { return static_cast<double>(mg_) / 1e6; }  // for output

  constexpr auto operator<=>(const Mass&) const = default;
  friend constexpr Mass operator+(Mass a, Mass b) { return Mass(a.mg_ + b.mg_); }
  friend constexpr Mass operator-(Mass a, Mass b) { return Mass(a.mg_ - b.mg_); }

 private:
  explicit constexpr Mass(std::int64_t mg) : mg_(mg) {}
  std::int64_t mg_ = 0;
};

// A speed as an exact distance per span, so that "5 km/h" loses nothing. Invariant: per > 0.
struct Speed {
  Length distance;
  Duration per = Duration::seconds(1);

  // The time to cover a length, rounded half to even to a microsecond. Requires distance > 0;
  // throws std::overflow_error when the result does not fit.
  Duration time_to_cover(Length length) const;
  double in_metres_per_second() const { return distance.in_metres() / per.in_seconds(); }
};

// "12 min", "1.5 h", "1 h 30 min"; units us, ms, s, min, h, d, w. Parts come in falling order of
// unit; only the last may have decimals. Exact: a part of a microsecond is an error, so is a
// bare number and a span beyond Duration::max(). A minus sign stands before the first part.
Parsed<Duration> parse_duration(std::string_view text);
// "1 h 30 min"; parse_duration reads it back to the same value.
std::string format_duration(Duration duration);

// Units um, mm, cm, m, km.
Parsed<Length> parse_length(std::string_view text);
// Units mg, g, kg, t.
Parsed<Mass> parse_mass(std::string_view text);
// A length unit, a slash and s, min or h: "1.2 m/s", "5 km/h".
Parsed<Speed> parse_speed(std::string_view text);

}  // namespace planttwin::sim
