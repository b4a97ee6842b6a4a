#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "erp_bridge/planning/planner.h"
#include "erp_bridge/stack/message_source.h"
#include "erp_bridge/systems/reference_erp.h"

namespace planttwin::bridge {

// What a receiver of messages answers.
struct NodeAnswer {
  bool taken = false;
  std::string code;  // of a refusal
};

// What has become of the changes of orders that the ERP has told the plant.
struct ChangeFigures {
  std::int64_t told = 0;
  std::int64_t confirmed = 0;
  std::int64_t rejected = 0;
};

// The ERP as a system on the landscape: takes messages as text, books them, and plans.
class ErpNode {
 public:
  // Plant and ERP outlive it. `start` is the instant at which the run begins.
  ErpNode(const plant::Plant& plant, ReferenceErp& erp, std::string run_id, sim::UtcInstant start,
          std::optional<PlanningSetup> planning);

  NodeAnswer take(const std::string& payload);
  // Whether a message with this key has been booked or heard.
  bool knows(const std::string& key) const { return heard_.contains(key) || erp_.knows(key); }

  // When it plans next; never() when it does not plan.
  sim::Time next_planning() const { return next_planning_; }
  // Plans, and gives the orders of which plant and suppliers are to be told.
  std::vector<Message> plan(sim::Time now);
  // Orders that it has held back until now, and when the next of them goes.
  std::vector<Message> held_back(sim::Time now);
  sim::Time next_held_back() const {
    return held_back_.empty() ? sim::Time::never() : held_back_.begin()->first;
  }
  // Orders as the books have them: when each was released, by the key of its message.
  struct Release {
    std::string key;
    std::string order;
    sim::Time at;
  };
  const std::vector<Release>& releases() const { return releases_; }
  // What the plant is to be told because capacity has changed since; nothing when it has not.
  std::vector<Message> revise(sim::Time now);
  const ChangeFigures& changes() const { return changes_; }
  void stop_planning() { next_planning_ = sim::Time::never(); }

  const Planner* planner() const { return planner_ ? &*planner_ : nullptr; }

 private:
  bool hear(const Message& message);
  void note_capacity(const CapacityChanged& changed);
  void read_new_documents();
  Supplies unrestricted_stock() const;

  const plant::Plant& plant_;
  ReferenceErp& erp_;
  MessageSource source_;
  sim::UtcInstant start_;
  std::optional<Planner> planner_;
  sim::Time next_planning_ = sim::Time::never();
  std::size_t read_ = 0;                   // documents of the ERP
  std::unordered_set<std::string> heard_;  // keys of messages that are not booked
  std::vector<Release> releases_;
  std::multimap<sim::Time, Message> held_back_;  // by when they go
  bool capacity_changed_ = false;
  ChangeFigures changes_;
};

}  // namespace planttwin::bridge
