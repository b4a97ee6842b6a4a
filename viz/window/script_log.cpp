#include "viz/window/script_log.h"

#include "sim/output_error.h"

namespace planttwin::view {

ScriptLog::ScriptLog(const std::string& file) {
  if (file.empty()) return;
  out_.open(file, std::ios::app);
  if (!out_) throw sim::OutputError("cannot write " + file);
}

void ScriptLog::line(const std::string& text) {
  if (out_.is_open()) out_ << text << std::endl;
}

void ScriptLog::note(const Desk& desk, const playback::History& history) {
  if (!out_.is_open()) return;
  if (desk.clock.now() != time_) line("time " + std::to_string(desk.clock.now()));
  if (desk.selection != selection_) line("selected " + text_of(desk.selection, history));
  if (desk.follow != follow_) line(desk.follow ? "follows" : "follows no more");
  time_ = desk.clock.now();
  selection_ = desk.selection;
  follow_ = desk.follow;
}

}  // namespace planttwin::view
