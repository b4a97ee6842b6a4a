#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "scenarios/report/logged_event.h"
#include "scenarios/report/time_bins.h"
#include "sim/json_node.h"

namespace planttwin::scenario {

// What is left of each lot, from its events. A part of a split that is as large as its lot is a
// parallel branch of it and no lot of its own.
class LotQuantities {
 public:
  enum class Change : std::uint8_t { kNone, kBegan, kEnded };
  struct Outcome {
    Change lot = Change::kNone;        // what happened to the lot of the event
    Change other_lot = Change::kNone;  // and to the other lot
  };
  Outcome follow(const LoggedEvent& event);

  std::int64_t quantity(std::int64_t lot) const;
  bool alive(std::int64_t lot) const { return alive_.contains(lot); }
  const std::unordered_map<std::int64_t, std::int64_t>& all() const { return alive_; }

 private:
  Change begin(std::int64_t lot, std::int64_t quantity);
  Change end(std::int64_t lot);
  Outcome follow_split(const LoggedEvent& event);

  std::unordered_map<std::int64_t, std::int64_t> alive_;     // steps of the unit
  std::unordered_map<std::int64_t, std::int64_t> branches_;  // parallel ones
};

// Lots in process over time, for the products with the most of them and the others together.
class WipFigure {
 public:
  WipFigure(sim::Database& log, std::int64_t end);
  void on_event(const LoggedEvent& event, const LotQuantities::Outcome& outcome);
  sim::JsonNode take();

 private:
  void count(std::int64_t time, std::int64_t lot, LotQuantities::Change change);

  std::int64_t end_;
  TimeBins bins_;
  std::vector<std::string> materials_;
  std::unordered_map<std::int64_t, std::int64_t> material_of_;  // lot to material
  std::unordered_map<std::int64_t, BinnedLevel> levels_;        // by material
};

// Lots that wait at each work center over time.
class QueueFigure {
 public:
  QueueFigure(sim::Database& log, std::int64_t end);
  void on_event(const LoggedEvent& event);
  sim::JsonNode take();

 private:
  void leave(std::int64_t time, std::int64_t lot);

  std::int64_t end_;
  TimeBins bins_;
  std::vector<std::string> work_centers_;
  std::vector<BinnedLevel> levels_;
  std::unordered_map<std::int64_t, std::int64_t> waits_at_;  // lot to work center
};

// The names of a table of the log in the order of their numbers.
std::vector<std::string> names_of(sim::Database& log, const std::string& table);
sim::JsonNode json_names(const std::vector<std::string>& names);
// Numbers with three decimals at most, in one text: "0 1.5 2".
std::string packed(const std::vector<double>& values);

}  // namespace planttwin::scenario
