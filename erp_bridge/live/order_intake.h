#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "erp_bridge/mapping/mapped_system.h"
#include "erp_bridge/stack/message_journey.h"
#include "plant_models/load/plant_names.h"
#include "plant_models/model/plant.h"
#include "sim/outside_input.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// An order that the plant can't take.
struct RefusedOrder {
  std::string key;
  std::string code;  // "unknown_item", "unreadable", …
  std::string text;  // the message
};

// Asks a system of record for orders and hands each to the plant once. The messages that a mapping
// emits are {"type": "ProductionOrderReleased", "key": …, "data": …}; what can't be applied is set
// aside. Used by one thread at a time.
class OrderIntake {
 public:
  // Plant and queue outlive it.
  OrderIntake(const plant::Plant& plant, sim::UtcInstant start, sim::OutsideInputQueue& queue)
      : plant_(plant), names_(plant::names_of(plant)), start_(start), queue_(queue) {}

  // An order that the plant had in an earlier life, by the key of its message.
  void know(const std::string& key) { known_.insert(key); }
  // Asks once; how many orders went to the plant. Throws SystemError.
  std::int64_t poll(MappedSystem& system);

  const std::vector<std::string>& given() const { return given_; }  // keys, of this life
  const std::vector<RefusedOrder>& refused() const { return refused_; }

 private:
  bool give(const std::string& text);

  const plant::Plant& plant_;
  plant::PlantNames names_;
  sim::UtcInstant start_;
  sim::OutsideInputQueue& queue_;
  std::unordered_set<std::string> known_;
  std::vector<std::string> given_;
  std::vector<RefusedOrder> refused_;
};

}  // namespace planttwin::bridge
