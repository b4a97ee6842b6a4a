#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string>

namespace planttwin::sim {

// Something from outside the plant that acts on it: a message, an answer, an operator's click.
struct OutsideInput {
  std::string source;   // who sent it, for the journal and the reports
  std::string payload;  // bytes that the model understands

  friend bool operator==(const OutsideInput&, const OutsideInput&) = default;
};

// The clock on the wall, and how to wait by it. Replaced in tests.
class WallClock {
 public:
  using Instant = std::chrono::steady_clock::time_point;

  virtual ~WallClock() = default;
  virtual Instant now() const = 0;
  // Waits until `deadline` or a notification of `wakeup`; may return early for no reason.
  virtual void wait_until(std::condition_variable& wakeup, std::unique_lock<std::mutex>& lock,
                          Instant deadline) = 0;
};

class SteadyWallClock final : public WallClock {
 public:
  Instant now() const override { return std::chrono::steady_clock::now(); }
  void wait_until(std::condition_variable& wakeup, std::unique_lock<std::mutex>& lock,
                  Instant deadline) override;
};

enum class PushResult : std::uint8_t {
  kAccepted,
  kFull,    // nothing was kept: try again later
  kStopped  // the run is ending and takes nothing more
};

// Carries outside input from any number of threads to the one thread that runs the plant, in the
// order of arrival, with the wall time of arrival. Holds at most `capacity` inputs, so that a
// sender that is too fast feels it. The clock must outlive the queue.
class OutsideInputQueue {
 public:
  struct Arrival {
    OutsideInput input;
    WallClock::Instant at;
  };

  OutsideInputQueue(WallClock& clock, std::size_t capacity) : clock_(clock), capacity_(capacity) {}
  OutsideInputQueue(const OutsideInputQueue&) = delete;
  OutsideInputQueue& operator=(const OutsideInputQueue&) = delete;

  // For any thread.
  [[nodiscard]] PushResult push(OutsideInput input);
  // Ends the run at its present instant. For any thread, not for a signal handler.
  void request_stop();
  bool stop_requested() const;
  std::size_t size() const;

  // For the thread that runs the plant.
  std::optional<Arrival> pop();
  // Returns at `deadline`, or as soon as there is an input or a request to stop.
  void wait_until(WallClock::Instant deadline);

 private:
  bool has_news() const { return stop_requested_ || !arrivals_.empty(); }

  WallClock& clock_;
  const std::size_t capacity_;
  mutable std::mutex mutex_;
  std::condition_variable wakeup_;
  std::deque<Arrival> arrivals_;
  bool stop_requested_ = false;
};

}  // namespace planttwin::sim
