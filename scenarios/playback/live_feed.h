#pragma once

#include <filesystem>

#include "plant_models/run/plant_run.h"
#include "scenarios/playback/feed_server.h"
#include "scenarios/playback/live_floor.h"
#include "scenarios/report/event_log.h"

namespace planttwin::playback {

// Lets views look at a run while it goes on. In the folder are a log that has the plant and does
// not grow, and a socket while this lives.
class LiveFeed {
 public:
  // Attaches itself to the run, which must not go on without it. Throws OutputError.
  LiveFeed(const std::filesystem::path& folder, const scenario::LogTitle& title,
           plant::PlantRun& run);

  LiveFloor& floor() { return floor_; }
  const FeedServer& server() const { return server_; }

 private:
  LiveFloor floor_;
  FeedServer server_;
};

}  // namespace planttwin::playback
