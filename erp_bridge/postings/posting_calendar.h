#pragma once

#include <vector>

#include "erp_bridge/postings/name_table.h"
#include "plant_models/model/plant.h"
#include "sim/time_zone.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// The day under which something is booked, and the period of the books that it falls into: a month.
struct PostingDay {
  Name date = kNoName;    // "2025-03-30"
  Name period = kNoName;  // "2025-03"
};

// Tells what day it is at the sites of a plant, by the clocks on their walls. A day may have 23 or
// 25 hours there, and it begins at another instant than at the next site.
class PostingCalendar {
 public:
  // The names outlive it.
  explicit PostingCalendar(NameTable& names) : names_(names) {}

  // Requires the same plant every time.
  PostingDay day(const plant::Plant& plant, plant::SiteId site, sim::UtcInstant at);

 private:
  // The present day of a site: [from, until).
  struct SiteDay {
    sim::TimeZone zone;
    sim::UtcInstant from;
    sim::UtcInstant until;
    PostingDay day;
  };

  NameTable& names_;
  std::vector<SiteDay> sites_;
};

}  // namespace planttwin::bridge
