#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "scenarios/playback/history.h"

namespace planttwin::playback {

// A view's side of a run that goes on: its history, as far as it has been told.
class LiveRun {
 public:
  enum class State : std::uint8_t { kGoesOn, kEnded, kLost };

  // Whether a run in this folder goes on and can be looked at.
  static bool is_there(const std::filesystem::path& run);

  // Waits for the first keyframe. Throws sim::InputError when the run can't be understood or has
  // ended meanwhile.
  explicit LiveRun(const std::filesystem::path& run);
  ~LiveRun();
  LiveRun(const LiveRun&) = delete;
  LiveRun& operator=(const LiveRun&) = delete;

  // Takes what has been told meanwhile, a part of it when it is much. Returns whether anything was.
  bool poll();

  const History& history() const { return history_; }
  State state() const { return state_; }
  const std::string& end_reason() const { return end_reason_; }

 private:
  bool take_message(std::string_view& rest);

  History history_;
  int connection_ = -1;
  std::string received_;
  State state_ = State::kGoesOn;
  std::string end_reason_;
};

}  // namespace planttwin::playback
