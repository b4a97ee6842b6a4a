#include "scenarios/playback/feed_server.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

#include "scenarios/playback/local_socket.h"
#include "sim/output_error.h"

namespace planttwin::playback {
namespace {

constexpr auto kBeat = std::chrono::milliseconds(100);
constexpr std::size_t kSpent = 1 << 16;  // bytes that have been sent and may stay in front

std::string framed(const FeedMessage& message) {
  const std::string bytes = encode(message);
  const auto length = static_cast<std::uint32_t>(bytes.size());
  std::string frame(sizeof(length), '\0');
  std::memcpy(frame.data(), &length, sizeof(length));
  return frame + bytes;
}

}  // namespace

// A view that is connected.
struct FeedServer::View {
  explicit View(int socket) : connection(socket) {}
  ~View() { ::close(connection); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;

  std::size_t waiting() const { return unsent.size() - sent; }

  // As much as it takes at once. Returns whether it is still there.
  bool send() {
    while (waiting() > 0) {
      const ssize_t count =
          ::send(connection, unsent.data() + sent, waiting(), MSG_NOSIGNAL | MSG_DONTWAIT);
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return errno == EAGAIN || errno == EWOULDBLOCK;
      sent += static_cast<std::size_t>(count);
    }
    if (sent > kSpent || waiting() == 0) unsent.erase(0, std::exchange(sent, 0));
    // A view says nothing: what can be read is its end.
    char byte = 0;
    return ::recv(connection, &byte, 1, MSG_DONTWAIT) != 0;
  }

  int connection;
  std::string unsent;
  std::size_t sent = 0;  // of `unsent`
  bool behind = true;    // needs a keyframe
};

FeedServer::FeedServer(const std::filesystem::path& folder, LiveFloor& floor)
    : floor_(floor), socket_(folder / kFeedSocket), listener_(listen_at(socket_)) {
  if (listener_ < 0) {
    throw sim::OutputError("cannot listen at " + socket_.string() + ": " + std::strerror(errno));
  }
  thread_ = std::thread([this] { serve(); });
}

FeedServer::~FeedServer() {
  closing_ = true;
  thread_.join();
  ::close(listener_);
  ::unlink(socket_.c_str());
}

void FeedServer::serve() {
  while (!closing_) {
    accept_views();
    tell();
    pollfd wait{listener_, POLLIN, 0};
    ::poll(&wait, 1, static_cast<int>(kBeat.count()));
  }
  tell();
}

void FeedServer::accept_views() {
  for (;;) {
    const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) return;
    auto view = std::make_unique<View>(connection);
    if (connected_.size() < kMostViews) connected_.push_back(std::move(view));
  }
}

void FeedServer::tell() {
  std::erase_if(connected_, [](const auto& view) { return !view->send(); });
  floor_.set_watched(!connected_.empty());
  views_ = connected_.size();
  if (connected_.empty()) {
    unsent_ = 0;
    return;
  }
  bool wanted = false;
  for (const auto& view : connected_) wanted |= view->behind && view->waiting() == 0;
  const LiveFloor::News news = floor_.take(wanted);
  std::string message, whole;
  std::size_t unsent = 0;
  for (const auto& view : connected_) {
    view->behind |= !news.complete;
    if (!view->behind && message.empty()) message = framed(news.message);
    if (view->behind && view->waiting() == 0) {
      if (whole.empty()) whole = framed(*news.whole);
      view->unsent += whole;
      view->behind = false;
    } else if (!view->behind && view->waiting() + message.size() <= kMostUnsent) {
      view->unsent += message;
    } else {
      view->behind = true;
    }
    view->send();
    unsent += view->waiting();
  }
  unsent_ = unsent;
}

}  // namespace planttwin::playback
