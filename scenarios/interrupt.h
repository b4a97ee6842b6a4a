#pragma once

namespace planttwin::scenario {

// While one lives, the first Ctrl-C (SIGINT) or SIGTERM only sets a flag, so that a run can end
// cleanly with what was done so far; a second one ends the program at once. At most one at a time.
class InterruptGuard {
 public:
  InterruptGuard();
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

  bool interrupted() const;
};

}  // namespace planttwin::scenario
