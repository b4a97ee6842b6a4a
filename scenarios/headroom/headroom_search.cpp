#include "scenarios/headroom/headroom_search.h"

#include <algorithm>
#include <cmath>

namespace planttwin::scenario {

std::optional<double> HeadroomSearch::next() const {
  const bool between = sustained_ && failed_;
  if (between && *failed_ / *sustained_ <= kNear) return std::nullopt;
  if (!failed_ && sustained_ && *sustained_ >= most_) return std::nullopt;
  if (!sustained_ && failed_ && *failed_ / kUp < kLeast) return std::nullopt;
  return next_;
}

void HeadroomSearch::tell(bool sustained) {
  (sustained ? sustained_ : failed_) = next_;
  if (!failed_) {
    next_ = std::min(next_ * kUp, most_);
  } else if (!sustained_) {
    next_ /= kUp;
  } else {
    next_ = std::sqrt(*sustained_ * *failed_);
  }
}

}  // namespace planttwin::scenario
