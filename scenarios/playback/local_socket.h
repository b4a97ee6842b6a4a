#pragma once

#include <filesystem>

namespace planttwin::playback {

// Unix sockets at paths of any length: that of a folder may be longer than an address can be.
// Both never block and are closed on exec. Return -1 with errno set on failure.
int listen_at(const std::filesystem::path& socket);
int connect_to(const std::filesystem::path& socket);

}  // namespace planttwin::playback
