#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "erp_bridge/delivery/delivery.h"

namespace planttwin::bridge {

using Strings = std::vector<std::string>;

inline constexpr double kFull = 0.999999;  // jitter: nearly the whole span

inline sim::Time at(std::int64_t seconds) {
  return sim::Time::from_start(sim::Duration::seconds(seconds));
}

class DeliveryTest : public ::testing::Test {
 protected:
  static DeliveryOptions quick() {
    DeliveryOptions options;
    options.answer_within = sim::Duration::seconds(10);
    options.first_retry = sim::Duration::seconds(4);
    options.breaker_after = 1000;
    return options;
  }
  static Delivery make(const DeliveryOptions& options) {
    return Delivery(options, [] { return kFull; });
  }
  // What is done at a time: "send KEY" and "ask KEY".
  static Strings done(Delivery& delivery, std::int64_t seconds) {
    Strings list;
    for (const DeliveryAction& action : delivery.step(at(seconds)).actions) {
      if (action.kind == DeliveryAction::Kind::kSendBatch) {
        std::string text = "send";
        for (const BatchMember& member : action.members) text += " " + member.key;
        list.push_back(text);
        continue;
      }
      const bool send = action.kind == DeliveryAction::Kind::kSend;
      list.push_back((send ? "send " : "ask ") + action.key);
    }
    return list;
  }
  static DeliveryState state(const Delivery& delivery, const std::string& key) {
    return delivery.find(key)->state;
  }
};

}  // namespace planttwin::bridge
