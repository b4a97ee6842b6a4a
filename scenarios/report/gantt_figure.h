#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "scenarios/report/logged_event.h"
#include "sim/json_node.h"
#include "sim/time_zone.h"

namespace planttwin::scenario {

// What each machine did, by days of the plant's wall clock: the lots that it worked on, and the
// states in which it could not. The figure is bounded: of a long log it has the first days, as many
// as fit into kMostBars bars.
class GanttFigure {
 public:
  static constexpr std::size_t kMostBars = 60'000;

  GanttFigure(sim::Database& log, std::int64_t end);
  void on_event(const LoggedEvent& event);
  sim::JsonNode take();

 private:
  struct Bar {
    std::int64_t machine = 0;
    std::int64_t from = 0;
    std::int64_t to = 0;
    std::int64_t lot = -1;    // of work
    std::int64_t state = -1;  // otherwise
  };
  struct State {
    std::int64_t state = -1;
    std::int64_t since = 0;
  };
  void add(const Bar& bar);
  void close_open_bars();
  sim::JsonNode day(std::int64_t from, std::int64_t to, std::map<std::int64_t, std::int64_t>& lots);
  std::vector<std::int64_t> midnights() const;

  sim::Database& log_;
  std::int64_t end_;
  std::int64_t complete_until_;  // what happened before this is in the bars
  std::int64_t start_;           // microseconds since 1970
  sim::TimeZone zone_;
  std::vector<bool> shown_;                                              // by machine state
  std::vector<State> states_;                                            // by machine
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> works_;  // machine, lot: since
  std::vector<Bar> bars_;
};

}  // namespace planttwin::scenario
