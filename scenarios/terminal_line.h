#pragma once

#include <chrono>
#include <string>

namespace planttwin::scenario {

// One line on standard error that is rewritten in place and wiped at the end, such as how far
// something is. Silent when standard error is no terminal.
class TerminalLine {
 public:
  explicit TerminalLine(bool wanted);
  ~TerminalLine();
  TerminalLine(const TerminalLine&) = delete;
  TerminalLine& operator=(const TerminalLine&) = delete;

  // Whether it is time for another text: five times a second.
  bool due() const;
  void show(const std::string& text);

 private:
  using Clock = std::chrono::steady_clock;

  bool active_;
  bool shown_ = false;
  Clock::time_point last_shown_;
};

}  // namespace planttwin::scenario
