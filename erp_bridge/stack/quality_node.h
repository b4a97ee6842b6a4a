#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/messages/messages.h"
#include "erp_bridge/stack/message_source.h"
#include "plant_models/model/plant.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// Quality management finds a lot of stock bad, and sets it free again or not.
struct QualityEvent {
  std::string id;
  plant::MaterialId item;
  std::string lot;
  std::string reason;
  sim::Time at;
  std::optional<sim::Time> released_at;
};

// Quality management as a system on the landscape, beside the ERP: tells the plant what to hold.
class QualityNode {
 public:
  // The plant outlives it. `start` is the instant at which the run begins.
  QualityNode(const plant::Plant& plant, std::string run_id, sim::UtcInstant start,
              const std::vector<QualityEvent>& events);

  // When it has something to say next; never() when it has nothing.
  sim::Time next() const;
  // What is to be said until now, in the order of time.
  std::vector<Message> take(sim::Time now);
  void stop() { told_ = news_.size(); }

 private:
  struct News {
    sim::Time at;
    std::string event;
    Body body;
  };

  MessageSource source_;
  std::vector<News> news_;
  std::size_t told_ = 0;
};

}  // namespace planttwin::bridge
