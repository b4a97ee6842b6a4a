#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/report/flow_figures.h"
#include "scenarios/report/logged_event.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// Lateness of the orders with a due date that were completed in the window, and of those that are
// open and late at its end.
class LatenessFigure {
 public:
  LatenessFigure(sim::Database& log, const Window& window);
  void on_event(const LoggedEvent& event);
  sim::JsonNode take();

 private:
  struct Order {
    std::string name;
    std::int64_t material = -1;
    std::int64_t due = 0;
    bool open = false;
  };
  struct Late {
    std::int64_t order = 0;
    std::int64_t lateness = 0;
    bool open = false;
  };
  sim::JsonNode worst(std::vector<Late> late) const;

  Window window_;
  std::vector<std::string> materials_;
  std::map<std::int64_t, Order> orders_;  // with a due date
  std::vector<Late> completed_;
};

// Down time in the window by work center and failure mode, most first.
class DowntimeFigure {
 public:
  DowntimeFigure(sim::Database& log, const Window& window);
  void on_event(const LoggedEvent& event);
  sim::JsonNode take();

 private:
  using Cause = std::pair<std::int64_t, std::int64_t>;  // work center, position of the mode
  struct Total {
    std::int64_t stops = 0;
    std::int64_t time = 0;
  };
  void add(const Cause& cause, std::int64_t from, std::int64_t to);

  Window window_;
  std::vector<std::string> work_centers_;
  std::vector<std::int64_t> center_of_;  // by machine
  std::map<Cause, std::string> modes_;
  std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> since_;  // machine, mode
  std::map<Cause, Total> totals_;
};

}  // namespace planttwin::scenario
