#include "viz/window/run_follower.h"

namespace planttwin::view {

bool RunFollower::advance(Desk& desk, Clock::time_point now) {
  if (followed_ >= 0 && desk.clock.now() != followed_) desk.follow_run = false;
  const bool grew = run_.poll();
  desk.live = run_.state() == playback::LiveRun::State::kGoesOn;
  const std::int64_t end = run_.history().end();
  desk.clock.set_end(end);
  if (told_.empty() || told_.back().end != end) told_.push_back({now, end});
  while (told_.size() > 1 && told_[1].at <= now - kBehind) told_.pop_front();
  if (desk.follow_run) {
    desk.clock.stop();
    desk.clock.go_to(desk.live ? told_.front().end : end);
  }
  followed_ = desk.follow_run ? desk.clock.now() : -1;
  return grew;
}

}  // namespace planttwin::view
