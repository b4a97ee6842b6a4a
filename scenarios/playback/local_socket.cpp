#include "scenarios/playback/local_socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

namespace planttwin::playback {
namespace {

constexpr int kBacklog = 8;

template <class Use>
int with_address(const std::filesystem::path& socket, Use use) {
  const std::filesystem::path parent = socket.parent_path();
  const int folder =
      ::open(parent.empty() ? "." : parent.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -1;
  const std::string name =
      "/proc/self/fd/" + std::to_string(folder) + "/" + socket.filename().string();
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  int result = -1;
  if (name.size() < sizeof(address.sun_path)) {
    std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
    result = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (result >= 0 && !use(result, reinterpret_cast<const sockaddr*>(&address))) {
      const int error = errno;
      ::close(result);
      errno = error;
      result = -1;
    }
  } else {
    errno = ENAMETOOLONG;
  }
  const int error = errno;
  ::close(folder);
  errno = error;
  return result;
}

}  // namespace

int listen_at(const std::filesystem::path& socket) {
  ::unlink(socket.c_str());
  return with_address(socket, [](int listener, const sockaddr* address) {
    return ::bind(listener, address, sizeof(sockaddr_un)) == 0 && ::listen(listener, kBacklog) == 0;
  });
}

int connect_to(const std::filesystem::path& socket) {
  return with_address(socket, [](int connection, const sockaddr* address) {
    return ::connect(connection, address, sizeof(sockaddr_un)) == 0;
  });
}

}  // namespace planttwin::playback
