#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <unordered_map>

#include "erp_bridge/stack/erp_node.h"
#include "plant_models/load/plant_names.h"
#include "sim/outside_input.h"

namespace planttwin::bridge {

// The plant's side of the landscape: takes the orders of the back office, each once.
class PlantNode {
 public:
  PlantNode(const plant::Plant& plant, sim::UtcInstant start)
      : plant_(plant), names_(plant::names_of(plant)), start_(start) {}

  NodeAnswer take(const std::string& payload);
  bool knows(const std::string& key) const { return answers_.contains(key); }

  // The ERP's answer to a question of a gate.
  void take_answer(std::int64_t question, const NodeAnswer& answer);

  // What the plant has not been told yet, in the order of arrival.
  std::optional<sim::OutsideInput> next_input();

 private:
  const plant::Plant& plant_;
  plant::PlantNames names_;
  sim::UtcInstant start_;
  std::unordered_map<std::string, NodeAnswer> answers_;  // by key
  std::deque<sim::OutsideInput> inputs_;
};

}  // namespace planttwin::bridge
