#include "erp_bridge/live/listener.h"

#include <chrono>
#include <exception>
#include <optional>

namespace planttwin::bridge {
namespace {

constexpr auto kGlance = std::chrono::milliseconds(200);

}  // namespace

void Listener::listen() {
  try {
    while (!stopping_) {
      if (const std::optional<Parcel> parcel = receiver_->receive(kGlance)) {
        use_(*parcel);
        receiver_->acknowledge();
      }
      const std::scoped_lock lock(mutex_);
      trouble_ = receiver_->trouble();
      if (trouble_.empty()) listens_ = true;
    }
  } catch (const std::exception& error) {
    const std::scoped_lock lock(mutex_);
    trouble_ = error.what();
    failed_ = true;
  }
}

}  // namespace planttwin::bridge
