#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "scenarios/playback/history.h"

// What messages.sqlite in the folder of a run has for a time line. Both are empty when there is no
// such file, and throw OutputError when it can't be read.
namespace planttwin::playback {

// The backlog of messages in the steps of levels.
std::vector<std::int32_t> read_backlog(const std::filesystem::path& folder, const Levels& levels);

// What of a landscape was out.
std::vector<Marker> read_outages(const std::filesystem::path& folder);

}  // namespace planttwin::playback
