#include "scenarios/timing.h"

#include <sys/resource.h>

#include "scenarios/json_build.h"

namespace planttwin::scenario {

namespace {

double peak_memory_mb() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return static_cast<double>(usage.ru_maxrss) / 1024;  // Linux counts kilobytes
}

}  // namespace

sim::JsonNode Timing::to_json() const {
  JsonObject timing;
  timing.add("wall_s", json_number(wall_s))
      .add("peak_rss_mb", json_number(peak_memory_mb()))
      .add("events", json_integer(events))
      .add("events_per_s", json_number(events_per_s()));
  if (audit) {
    timing.add("audit_head", JsonObject()
                                 .add("lines", json_integer(audit->lines))
                                 .add("mac", json_string(audit->mac))
                                 .add("seal", json_string(audit->seal)));
  }
  return timing.take();
}

}  // namespace planttwin::scenario
