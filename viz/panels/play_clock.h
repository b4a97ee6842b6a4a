#pragma once

#include <cstdint>

namespace planttwin::view {

// The instant that is shown, and how it runs on. Times are microseconds since the start of the
// run; never before it or behind its end. Stops at the end; played again from there it starts over.
class PlayClock {
 public:
  PlayClock(std::int64_t now, std::int64_t end);

  std::int64_t now() const { return now_; }
  bool playing() const { return playing_; }
  int speed() const;  // so many times as fast as the plant: 1, 3, 10, ..., 100,000

  void toggle();
  void stop() { playing_ = false; }
  void faster();
  void slower();
  void go_to(std::int64_t time);
  // The run goes on.
  void set_end(std::int64_t end) { end_ = end; }
  // Runs on by so many seconds of the clock on the wall. Returns whether the instant changed.
  bool advance(double seconds);

 private:
  std::int64_t now_ = 0;
  std::int64_t end_ = 0;
  double fraction_ = 0;  // of a microsecond
  int level_;
  bool playing_ = false;
};

}  // namespace planttwin::view
