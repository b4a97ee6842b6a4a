#pragma once

#include <atomic>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "scenarios/playback/live_floor.h"

namespace planttwin::playback {

// The name of the socket in the folder of a run's live files, and of the log that has the plant and
// nothing that grows.
inline constexpr const char* kFeedSocket = "view.sock";
inline constexpr const char* kFeedPlan = "view.sqlite";

// Tells views of a floor over a Unix socket, ten times a second, in a thread of its own. Nothing
// that a view does or fails to do is waited for: of one that reads too slowly at most kMostUnsent
// bytes are kept; then it misses what happens until it has read them, and gets a keyframe. A
// message goes as its length, four bytes, and itself.
class FeedServer {
 public:
  static constexpr std::size_t kMostUnsent = 8 << 20;  // bytes for each view
  static constexpr std::size_t kMostViews = 16;

  // Takes the place of a socket that was left behind. `floor` must outlive it. Throws OutputError.
  FeedServer(const std::filesystem::path& folder, LiveFloor& floor);
  // Tells what is left to views that take it at once.
  ~FeedServer();
  FeedServer(const FeedServer&) = delete;
  FeedServer& operator=(const FeedServer&) = delete;

  std::size_t views() const { return views_; }
  std::size_t unsent() const { return unsent_; }  // bytes, of all views

 private:
  struct View;

  void serve();
  void tell();
  void accept_views();

  LiveFloor& floor_;
  std::filesystem::path socket_;
  int listener_ = -1;
  std::vector<std::unique_ptr<View>> connected_;
  std::atomic<std::size_t> views_ = 0;
  std::atomic<std::size_t> unsent_ = 0;
  std::atomic<bool> closing_ = false;
  std::thread thread_;
};

}  // namespace planttwin::playback
