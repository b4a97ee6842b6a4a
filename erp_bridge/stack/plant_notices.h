#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "erp_bridge/stack/message_source.h"
#include "plant_models/model/demand.h"
#include "plant_models/run/plant_event.h"

namespace planttwin::bridge {

// What a plant tells the back office beside its postings: that machines are out of order and what
// capacity is left, and what has become of changes of its orders.
class PlantNotices {
 public:
  // Downtimes that are expected to last longer than `longer_than` are told of; none at all without
  // it. Plant and input outlive it. `start` is the instant at which the run begins.
  PlantNotices(const plant::Plant& plant, const plant::RunInput& input, const std::string& run_id,
               sim::UtcInstant start, std::optional<sim::Duration> longer_than);

  void on_event(const plant::PlantEvent& event, const plant::RunState& run);
  bool has_messages() const { return !messages_.empty(); }
  // What is to be said, in its order.
  std::vector<Message> take() { return std::exchange(messages_, {}); }

 private:
  // A machine is down for as many reasons; the first that is long enough has been told of.
  struct Downtime {
    std::int32_t reasons = 0;
    bool told = false;
    sim::Time since;
    sim::Time expected_end;
    std::string reason;
  };

  void go_down(sim::Time now, plant::MachineId machine, const std::string& reason,
               sim::Duration expected);
  void come_up(sim::Time now, plant::MachineId machine);
  void tell_capacity(sim::Time now, plant::MachineId machine);
  void answer_change(const plant::PlantEvent& event, const plant::RunState& run);

  const plant::Plant& plant_;
  const plant::RunInput& input_;
  sim::UtcInstant start_;
  std::optional<sim::Duration> longer_than_;
  MessageSource maintenance_;
  MessageSource execution_;
  std::vector<Downtime> downtimes_;  // by machine
  std::vector<Message> messages_;
};

}  // namespace planttwin::bridge
