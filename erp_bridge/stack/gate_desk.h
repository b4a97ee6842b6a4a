#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/stack/message_source.h"
#include "plant_models/model/gate.h"
#include "plant_models/run/plant_event.h"
#include "sim/statistics/quantiles.h"
#include "sim/statistics/tally.h"

namespace planttwin::bridge {

// How work fared that waited for the ERP at gates of one point.
struct GateFigures {
  std::int64_t asked = 0;       // questions, each time that they were put
  std::int64_t confirmed = 0;   // what went on: with an answer, ...
  std::int64_t unanswered = 0;  // ... without one, ...
  std::int64_t by_paper = 0;    // ... or by paper, to be entered by hand
  std::int64_t refused = 0;     // answers
  sim::Tally wait;              // microseconds, of all that went on
  sim::Quantiles wait_quantiles;
};

// Puts the questions of a plant's gates (plant_models/run/gates.h) to the ERP: a synchronous
// OrderValidation for each. Nothing is kept to be sent again: the gate asks again itself.
class GateDesk {
 public:
  struct Question {
    std::int64_t number = 0;
    Message message;
  };

  // The plant outlives it. `start` is the instant at which the run begins.
  GateDesk(const plant::Plant& plant, std::string run_id, sim::UtcInstant start)
      : plant_(plant), source_(plant, "/mes", std::move(run_id), start) {}

  void on_event(const plant::PlantEvent& event, const plant::RunState& run);
  bool has_questions() const { return !questions_.empty(); }
  // What has been asked since, in its order.
  std::vector<Question> take() { return std::exchange(questions_, {}); }

  const GateFigures& figures(plant::GatePoint point) const {
    return figures_[static_cast<std::size_t>(point)];
  }

 private:
  void ask(const plant::PlantEvent& event, const plant::RunState& run);

  const plant::Plant& plant_;
  MessageSource source_;
  std::vector<Question> questions_;
  std::array<GateFigures, plant::kGatePoints> figures_;
};

}  // namespace planttwin::bridge
