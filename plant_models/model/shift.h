#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plant_models/model/ids.h"
#include "sim/time.h"

namespace planttwin::plant {

// A plant of the company: work centers, stock and people at one place (ISA-95 site).
struct Site {
  std::string id;
  std::string name;
  std::string time_zone = "UTC";  // IANA name; shifts are local to it
};

// Working time [from, to) within the run.
struct WorkInterval {
  sim::Time from;
  sim::Time to;
};

// A repeating pattern of local working time, or a cycle counted from the start instant.
// Local times of day are minutes after midnight; an end at or before the start is on the next
// day, so a night shift belongs to the date on which it starts and may last 7 or 9 hours.
struct Shift {
  struct Break {
    std::int32_t from_minute = 0;
    std::int32_t to_minute = 0;
  };
  struct Pattern {
    std::uint8_t weekdays = 0;  // bit 0: Monday
    std::int32_t from_minute = 0;
    std::int32_t to_minute = 0;
    std::vector<Break> breaks;
  };

  std::string id;
  SiteId site;
  std::vector<Pattern> patterns;
  std::vector<std::int32_t> holidays;  // days since 1970-01-01: no shift starts on them
  sim::Duration cycle;                 // > 0: the windows below repeat, patterns are unused
  std::vector<WorkInterval> windows;   // within one cycle, or once when cycle is 0

  bool by_clock() const { return !windows.empty(); }
};

}  // namespace planttwin::plant
