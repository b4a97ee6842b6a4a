#pragma once

#include <algorithm>
#include <deque>

#include "sim/landscape/landscape.h"

namespace planttwin::sim {

// A landscape that needs no time: every message arrives at once, in the order of sending.
class IdealLandscape final : public LandscapeRun {
 public:
  Time now() const override { return now_; }
  bool idle() const override { return reports_.empty(); }
  void send(std::size_t, std::size_t, std::int64_t, std::uint64_t ticket) override {
    reports_.push_back({LandscapeReport::Kind::kArrived, ticket});
  }
  void work(std::size_t, Duration, std::uint64_t ticket) override {
    reports_.push_back({LandscapeReport::Kind::kWorked, ticket});
  }
  std::optional<LandscapeReport> advance(Time until) override {
    if (reports_.empty()) {
      if (!until.is_never()) now_ = std::max(now_, until);
      return std::nullopt;
    }
    const LandscapeReport report = reports_.front();
    reports_.pop_front();
    return report;
  }

 private:
  Time now_;
  std::deque<LandscapeReport> reports_;
};

}  // namespace planttwin::sim
