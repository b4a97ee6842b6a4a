#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scenarios/report/level_figures.h"
#include "scenarios/report/logged_event.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// The part of a run that is measured, in microseconds since the start.
struct Window {
  std::int64_t from = 0;
  std::int64_t to = 0;
  bool holds(std::int64_t time) const { return from <= time && time <= to; }
};

// Cycle times of the lots of each product that were completed in the window, as histograms.
class CycleTimeFigure {
 public:
  CycleTimeFigure(sim::Database& log, const Window& window);
  void on_event(const LoggedEvent& event);
  sim::JsonNode take();

 private:
  Window window_;
  std::vector<std::string> materials_;
  std::map<std::int64_t, std::vector<std::int64_t>> times_;  // by material
};

// For each routing how much went from which operation to which, was scrapped, came back for
// rework, was completed, and is still in process at the end of the log.
class MaterialFlowFigure {
 public:
  explicit MaterialFlowFigure(sim::Database& log);
  // The quantities are those after the event.
  void on_event(const LoggedEvent& event, const LotQuantities& lots);
  sim::JsonNode take(const LotQuantities& lots);

 private:
  // Ends of a link beside positions of operations.
  static constexpr std::int64_t kReleased = -1;
  static constexpr std::int64_t kCompleted = -2;
  static constexpr std::int64_t kScrapped = -3;
  static constexpr std::int64_t kInProcess = -4;
  struct Flow {
    std::int64_t material = -1;
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> links;  // in steps of the unit
    std::map<std::int64_t, std::int64_t> centers;  // of positions: where it was done first
    std::int64_t total = 0;
  };
  struct Unit {
    std::string name;
    double step = 1;
  };
  void link(std::int64_t lot, std::int64_t to, std::int64_t quantity);
  sim::JsonNode product(std::int64_t routing, const Flow& flow) const;
  sim::JsonNode steps(std::int64_t routing, const Flow& flow) const;

  std::vector<std::string> materials_;
  std::vector<std::string> work_centers_;
  std::vector<Unit> units_;
  std::unordered_map<std::int64_t, std::pair<std::int64_t, std::int64_t>>
      lots_;  // routing, product
  std::map<std::pair<std::int64_t, std::int64_t>, std::string> operations_;
  std::unordered_map<std::int64_t, std::int64_t> position_;  // of lots
  std::map<std::int64_t, Flow> flows_;                       // by routing
};

}  // namespace planttwin::scenario
