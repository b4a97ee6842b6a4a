#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {

// Hears what comes over a transport in a thread of its own: calls for every parcel, then
// acknowledges it.
class Listener {
 public:
  using Use = std::function<void(const Parcel&)>;

  Listener(std::unique_ptr<Receiver> receiver, Use use)
      : receiver_(std::move(receiver)), use_(std::move(use)), thread_([this] { listen(); }) {}
  ~Listener() { stop(); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  void stop() {
    stopping_ = true;
    if (thread_.joinable()) thread_.join();
  }
  // Whether it has begun to hear: nothing that is sent from then on passes it by.
  bool listens() const { return listens_; }
  // Whether it hears no more, and will not try again.
  bool has_failed() const { return failed_; }
  // What is wrong with the connection, for people; empty: nothing.
  std::string trouble() const {
    const std::scoped_lock lock(mutex_);
    return trouble_;
  }

 private:
  void listen();

  std::unique_ptr<Receiver> receiver_;
  Use use_;
  std::atomic<bool> stopping_ = false;
  std::atomic<bool> listens_ = false;
  std::atomic<bool> failed_ = false;
  mutable std::mutex mutex_;
  std::string trouble_;
  std::thread thread_;
};

}  // namespace planttwin::bridge
