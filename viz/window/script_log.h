#pragma once

#include <fstream>
#include <string>

#include "viz/panels/desk.h"

namespace planttwin::view {

// A file that says what a window shows, a line for each change: "time 123456", "selected machine
// LATHE-1", "camera moved", "follows"; for programs that drive the window.
class ScriptLog {
 public:
  // "": nothing is written. Throws OutputError.
  explicit ScriptLog(const std::string& file);

  void note(const Desk& desk, const playback::History& history);
  void line(const std::string& text);

 private:
  std::ofstream out_;
  std::int64_t time_ = -1;
  Selection selection_;
  bool follow_ = false;
};

}  // namespace planttwin::view
