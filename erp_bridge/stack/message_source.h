#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>

#include "erp_bridge/messages/keys.h"
#include "erp_bridge/messages/messages.h"
#include "plant_models/model/plant.h"
#include "sim/time.h"
#include "sim/utc_instant.h"

namespace planttwin::bridge {

// One of the systems that send messages of their own: puts what they say into envelopes, with keys
// of the run and the numbers of each partition.
class MessageSource {
 public:
  // `name` is the source of its messages, such as "/erp"; `start` the instant at which the run
  // begins. The plant outlives it.
  MessageSource(const plant::Plant& plant, std::string name, std::string run_id,
                sim::UtcInstant start)
      : plant_(plant), name_(std::move(name)), keys_(std::move(run_id)), start_(start) {}

  Message message(sim::Time at, Body body, const std::string& business_key,
                  const std::string& partition);

 private:
  const plant::Plant& plant_;
  std::string name_;
  KeyRing keys_;
  sim::UtcInstant start_;
  std::unordered_map<std::string, std::int64_t> sequences_;  // by partition
};

}  // namespace planttwin::bridge
