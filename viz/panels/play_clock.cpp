#include "viz/panels/play_clock.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace planttwin::view {
namespace {

constexpr std::array<int, 11> kSpeeds = {1,     3,     10,     30,     100,    300,
                                         1'000, 3'000, 10'000, 30'000, 100'000};
constexpr int kUsual = 6;

}  // namespace

PlayClock::PlayClock(std::int64_t now, std::int64_t end) : end_(end), level_(kUsual) { go_to(now); }

int PlayClock::speed() const { return kSpeeds[static_cast<std::size_t>(level_)]; }

void PlayClock::toggle() {
  playing_ = !playing_;
  if (playing_ && now_ >= end_) go_to(0);
}

void PlayClock::faster() { level_ = std::min(level_ + 1, static_cast<int>(kSpeeds.size()) - 1); }

void PlayClock::slower() { level_ = std::max(level_ - 1, 0); }

void PlayClock::go_to(std::int64_t time) {
  now_ = std::clamp<std::int64_t>(time, 0, end_);
  fraction_ = 0;
}

bool PlayClock::advance(double seconds) {
  if (!playing_) return false;
  const std::int64_t before = now_;
  const double run = seconds * 1e6 * speed() + fraction_;
  const double whole = std::floor(run);
  now_ = whole >= static_cast<double>(end_ - now_) ? end_ : now_ + static_cast<std::int64_t>(whole);
  fraction_ = run - whole;
  if (now_ >= end_) playing_ = false;
  return now_ != before;
}

}  // namespace planttwin::view
