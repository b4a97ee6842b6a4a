#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/parsed.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// How a foreign system writes dates and times: "dd.MM.yyyy HH:mm:ss". yyyy, MM, dd, HH, mm and ss
// have as many digits as letters; M, d and H one or two; S up to six decimals of a second; zzz is
// Z or an offset such as +02:00. T and
// what is no letter stand for themselves.
class DateFormat {
 public:
  // Fails with a sentence for an unknown or repeated letter, and without year, month and day.
  static sim::Parsed<DateFormat> parse(std::string_view pattern);

  struct Moment {
    sim::CivilDate date;
    sim::Duration time_of_day;
    std::optional<sim::Duration> utc_offset;
  };
  // Nothing for a text of another form, and for a day or a time that does not exist.
  std::optional<Moment> read(std::string_view text) const;

  const std::string& pattern() const { return pattern_; }
  bool has_offset() const { return has('z'); }
  bool has_time() const { return has('H'); }

 private:
  struct Field {
    char letter = 0;  // 0: a character that stands for itself
    char literal = 0;
    std::size_t least = 1;  // digits
    std::size_t most = 1;
  };

  bool has(char letter) const;

  std::string pattern_;
  std::vector<Field> fields_;
};

}  // namespace planttwin::bridge
