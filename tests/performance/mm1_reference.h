#pragma once

#include <cstdint>
#include <queue>

#include "sim/distribution.h"
#include "sim/random.h"
#include "sim/time.h"

// A single server with exponential interarrival and service times (M/M/1) as the shortest loop that
// one would write with a std::priority_queue: the reference of the kernel and of the plant.
namespace planttwin::performance {

using sim::Draw;
using sim::Duration;
using sim::DurationDistribution;
using sim::Purpose;
using sim::RandomSource;
using sim::Time;

enum Kind : std::uint8_t { kArrival, kServiceEnd };

// What is drawn, the same for both: interarrivals by ordinal, service by customer.
struct Draws {
  RandomSource source{1};
  std::uint64_t queue_key = sim::name_key("M/M/1");
  DurationDistribution interarrival = DurationDistribution::exponential(Duration::seconds(10));
  DurationDistribution service = DurationDistribution::exponential(Duration::seconds(9));

  Duration draw(Purpose purpose, const DurationDistribution& distribution,
                std::uint64_t ordinal) const {
    Draw draw = source.draw({purpose, queue_key, 0, ordinal});
    return distribution.sample(draw);
  }
  Duration next_arrival(std::uint64_t customer) const {
    return draw(Purpose::kInterarrival, interarrival, customer);
  }
  Duration service_of(std::uint64_t customer) const {
    return draw(Purpose::kProcessTime, service, customer);
  }
};

// What is measured of the queue. Customers are served in the order of arrival, so two counters
// are the queue.
struct QueueState {
  std::uint64_t arrived = 0;
  std::uint64_t started = 0;
  std::uint64_t finished = 0;
  std::int64_t area = 0;  // customers present, times microseconds; wraps in long runs, by intent
  std::int64_t last_change = 0;

  void account(Time now) {
    const auto present = static_cast<std::uint64_t>(arrived - finished);
    area =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(area) +
                                  present * static_cast<std::uint64_t>(now.count() - last_change));
    last_change = now.count();
  }
  bool operator==(const QueueState&) const = default;
};

class BareLoop {
 public:
  BareLoop() { pending_.push({draws_.next_arrival(0).count(), kArrival}); }

  // Up to the number of events that the kernel has handled, which ends with a whole instant.
  std::uint64_t run_to(std::uint64_t events) {
    const std::uint64_t before = handled_;
    while (handled_ < events) step();
    return handled_ - before;
  }
  const QueueState& state() const { return state_; }

 private:
  struct Record {
    std::int64_t time;
    Kind kind;
    bool operator<(const Record& other) const { return time > other.time; }
  };

  void step() {
    const Record event = pending_.top();
    pending_.pop();
    ++handled_;
    state_.account(Time::from_start(Duration::microseconds(event.time)));
    if (event.kind == kArrival) {
      ++state_.arrived;
      pending_.push({event.time + draws_.next_arrival(state_.arrived).count(), kArrival});
    } else {
      ++state_.finished;
      busy_ = false;
    }
    if (busy_ || state_.started == state_.arrived) return;
    busy_ = true;
    pending_.push({event.time + draws_.service_of(state_.started++).count(), kServiceEnd});
  }

  Draws draws_;
  std::priority_queue<Record> pending_;
  QueueState state_;
  std::uint64_t handled_ = 0;
  bool busy_ = false;
};

}  // namespace planttwin::performance
