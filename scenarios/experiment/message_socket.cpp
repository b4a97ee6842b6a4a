#include "scenarios/experiment/message_socket.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>

namespace planttwin::experiment {
namespace {

constexpr std::size_t kPart = 65'536;
constexpr long kShortest_us = 100;
constexpr long kLongest_us = 10'000;

bool send_all(int descriptor, const void* data, std::size_t size) {
  const char* bytes = static_cast<const char*>(data);
  for (std::size_t sent = 0; sent < size;) {
    const ssize_t count = ::send(descriptor, bytes + sent, size - sent, MSG_NOSIGNAL);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    sent += static_cast<std::size_t>(count);
  }
  return true;
}

}  // namespace

MessageSocket::~MessageSocket() { ::close(descriptor_); }

bool MessageSocket::send(const std::string& message) {
  const std::uint64_t size = message.size();
  return send_all(descriptor_, &size, sizeof(size)) &&
         send_all(descriptor_, message.data(), message.size());
}

std::optional<std::string> MessageSocket::receive() {
  auto message = take();
  while (!message && !is_over_) {
    const std::size_t before = bytes_.size();
    read(MSG_DONTWAIT);
    if (bytes_.size() == before) break;
    message = take();
  }
  return message;
}

std::optional<std::string> MessageSocket::wait() {
  auto message = take();
  while (!message && !is_over_) {
    read(0);
    message = take();
  }
  return message;
}

void MessageSocket::read(int flags) {
  std::array<char, kPart> part;
  const ssize_t count = ::recv(descriptor_, part.data(), part.size(), flags);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) {
    is_over_ = true;
    return;
  }
  bytes_.append(part.data(), static_cast<std::size_t>(count));
}

std::optional<std::string> MessageSocket::take() {
  std::uint64_t size = 0;
  if (bytes_.size() < sizeof(size)) return std::nullopt;
  std::memcpy(&size, bytes_.data(), sizeof(size));
  if (bytes_.size() - sizeof(size) < size) return std::nullopt;
  std::string message = bytes_.substr(sizeof(size), size);
  bytes_.erase(0, sizeof(size) + size);
  return message;
}

void PatientWait::be_brief() { pause_us_ = 0; }

void PatientWait::wait(const MessageSocket* socket) {
  pause_us_ = std::clamp(2 * pause_us_, kShortest_us, kLongest_us);
  const timespec pause = {0, pause_us_ * 1'000};
  pollfd news = {socket == nullptr ? -1 : socket->descriptor(), POLLIN, 0};
  if (::ppoll(&news, 1, &pause, nullptr) > 0) be_brief();
}

}  // namespace planttwin::experiment
