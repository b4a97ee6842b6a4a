#include "scenarios/playback/live_run.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <stdexcept>

#include "scenarios/playback/feed_server.h"
#include "scenarios/playback/local_socket.h"
#include "sim/archive.h"
#include "sim/diagnostics.h"

namespace planttwin::playback {
namespace {

constexpr std::size_t kMostAtOnce = 4 << 20;       // bytes taken between two frames
constexpr std::uint32_t kLongest = 1'000'000'000;  // bytes of a message
constexpr auto kFirstWord = std::chrono::seconds(10);

std::filesystem::path live_folder(const std::filesystem::path& run) { return run / "live"; }

[[noreturn]] void refuse(const std::filesystem::path& place, const std::string& why) {
  sim::Diagnostics diagnostics;
  diagnostics.add({place.string(), {}, "", why});
  throw sim::InputError(diagnostics);
}

FloorPlan plan_of(const std::filesystem::path& file) {
  try {
    sim::Database log(file, sim::Database::Mode::kReadOnly);
    return read_floor_plan(log);
  } catch (const std::logic_error& error) {
    refuse(file, error.what());
  } catch (const sim::OutputError& error) {
    refuse(file, error.what());
  }
}

}  // namespace

bool LiveRun::is_there(const std::filesystem::path& run) {
  const int connection = connect_to(live_folder(run) / kFeedSocket);
  if (connection < 0) return false;
  ::close(connection);
  return true;
}

LiveRun::LiveRun(const std::filesystem::path& run)
    : history_(History::begin(plan_of(live_folder(run) / kFeedPlan))),
      connection_(connect_to(live_folder(run) / kFeedSocket)) {
  if (connection_ < 0)
    refuse(run, std::string("the run can't be reached: ") + std::strerror(errno));
  const auto until = std::chrono::steady_clock::now() + kFirstWord;
  while (!poll() && state_ == State::kGoesOn && std::chrono::steady_clock::now() < until) {
    pollfd wait{connection_, POLLIN, 0};
    ::poll(&wait, 1, 100);
  }
  if (state_ != State::kLost && !history_.has_begun()) {
    state_ = State::kLost;
    end_reason_ = "it says nothing";
  }
  if (state_ != State::kLost) return;
  ::close(connection_);
  refuse(run, "the run can't be shown while it goes on: " + end_reason_);
}

LiveRun::~LiveRun() {
  if (connection_ >= 0) ::close(connection_);
}

bool LiveRun::poll() {
  if (state_ != State::kGoesOn) return false;
  std::array<char, 65'536> part;
  bool open = true;
  for (std::size_t taken = 0; taken < kMostAtOnce;) {
    const ssize_t count = ::recv(connection_, part.data(), part.size(), MSG_DONTWAIT);
    if (count < 0 && errno == EINTR) continue;
    open = count > 0 || (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK));
    if (count <= 0) break;
    received_.append(part.data(), static_cast<std::size_t>(count));
    taken += static_cast<std::size_t>(count);
  }
  bool news = false;
  std::string_view rest = received_;
  try {
    while (take_message(rest)) news = true;
  } catch (const std::exception& error) {
    state_ = State::kLost;
    end_reason_ = error.what();
  }
  received_.erase(0, received_.size() - rest.size());
  if (news) history_.refresh();
  if (!open && state_ == State::kGoesOn) {
    state_ = State::kLost;
    end_reason_ = "the run has stopped to tell";
  }
  return news;
}

bool LiveRun::take_message(std::string_view& rest) {
  std::uint32_t length = 0;
  if (rest.size() < sizeof(length)) return false;
  std::memcpy(&length, rest.data(), sizeof(length));
  if (length > kLongest) throw std::out_of_range("what it tells can't be understood");
  if (rest.size() - sizeof(length) < length) return false;
  const FeedMessage message =
      decode_feed_message(rest.substr(sizeof(length), length), history_.plan());
  rest.remove_prefix(sizeof(length) + length);
  history_.take(message);
  if (!message.end.empty()) {
    state_ = State::kEnded;
    end_reason_ = message.end;
  }
  return true;
}

}  // namespace planttwin::playback
