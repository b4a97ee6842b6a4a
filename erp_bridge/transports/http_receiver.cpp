#include <httplib.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "erp_bridge/transports/http_server.h"
#include "erp_bridge/transports/transport_makers.h"

namespace planttwin::bridge {
namespace {

constexpr int kAccepted = 202;
constexpr int kUnauthorized = 401;
constexpr int kUnavailable = 503;
// Each request that waits for its acknowledgement holds one; a few more answer that we are full.
constexpr std::size_t kThreads = Receiver::kMostUnacknowledged + 4;

// Compares in the same time for each text of one length, so that it can't be guessed in parts.
bool same_secret(const std::string& left, const std::string& right) {
  unsigned difference = left.size() == right.size() ? 0 : 1;
  for (std::size_t at = 0; at < left.size(); ++at) {
    const char other = at < right.size() ? right[at] : '\0';
    difference |= static_cast<unsigned char>(left[at] ^ other);
  }
  return difference == 0;
}

// Headers of the connection rather than of the message, and those that the library makes up.
bool is_of_message(std::string name) {
  static constexpr std::array kOthers = {
      "accept",
      "accept-encoding",
      "authorization",
      "connection",
      "content-length",
      "content-type",
      "expect",
      "host",
      "keep-alive",
      "local_addr",
      "local_port",
      "proxy-authorization",
      "remote_addr",
      "remote_port",
      "te",
      "trailer",
      "transfer-encoding",
      "upgrade",
      "user-agent",
  };
  for (char& c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return std::find(kOthers.begin(), kOthers.end(), name) == kOthers.end();
}

Parcel parcel_of(const httplib::Request& request, std::string body) {
  Parcel parcel;
  parcel.address = path_of(request);
  parcel.method = request.method;
  parcel.content_type = request.get_header_value("Content-Type");
  for (const auto& [name, value] : request.headers) {
    if (is_of_message(name)) parcel.headers.emplace_back(name, value);
  }
  parcel.body = std::move(body);
  return parcel;
}

// A request whose handler waits for what becomes of it. Lives in the handler.
struct Waiting {
  explicit Waiting(Parcel what) : parcel(std::move(what)) {}
  Parcel parcel;
  std::condition_variable settled;
  bool kept = false;
};

// The requests between the threads of the server and that of the receiver.
class Counter {
 public:
  // Waits until the parcel was acknowledged; false when it was not in time.
  bool hand_in(Parcel parcel, std::chrono::milliseconds within) {
    Waiting mine(std::move(parcel));
    std::unique_lock lock(mutex_);
    if (closed_ || queue_.size() + given_.size() >= Receiver::kMostUnacknowledged) return false;
    queue_.push_back(&mine);
    arrived_.notify_one();
    mine.settled.wait_for(lock, within, [&] { return mine.kept || closed_; });
    std::erase(queue_, &mine);
    std::erase(given_, &mine);
    return mine.kept;
  }
  std::optional<Parcel> next(std::chrono::milliseconds within) {
    std::unique_lock lock(mutex_);
    if (!arrived_.wait_for(lock, within, [&] { return !queue_.empty(); })) return std::nullopt;
    Waiting* first = queue_.front();
    queue_.pop_front();
    given_.push_back(first);
    return std::move(first->parcel);
  }
  void keep() {
    const std::lock_guard lock(mutex_);
    for (Waiting* one : given_) {
      one->kept = true;
      one->settled.notify_one();
    }
    given_.clear();
  }
  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    for (Waiting* one : queue_) one->settled.notify_one();
    for (Waiting* one : given_) one->settled.notify_one();
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Waiting*> queue_;
  std::deque<Waiting*> given_;
  bool closed_ = false;
};

class HttpReceiver final : public Receiver {
 public:
  HttpReceiver(const Connection& connection, const TransportUrl& url, const std::string& address)
      : connection_(connection),
        place_(url.place()),
        path_(url.path),
        server_(make_http_server(connection, url, kThreads)) {
    while (path_.ends_with('/')) path_.pop_back();
    path_ += (address.starts_with('/') ? "" : "/") + address;
    if (server_->is_valid()) set_up();
  }
  ~HttpReceiver() override {
    counter_.close();
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }
  HttpReceiver(const HttpReceiver&) = delete;
  HttpReceiver& operator=(const HttpReceiver&) = delete;

  std::optional<Parcel> receive(std::chrono::milliseconds within) override {
    if (!server_->is_valid()) throw TransportError("our certificate or its key can't be read");
    if (!thread_.joinable()) listen();
    return counter_.next(within);
  }
  void acknowledge() override { counter_.keep(); }
  std::string trouble() const override { return trouble_; }

 private:
  void set_up() {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response,
                                const httplib::ContentReader& reader) {
      answer(request, response, reader);
    };
    server_->Post(".*", handler);
    server_->Put(".*", handler);
  }

  void listen() {
    if (!server_->bind_to_port(place_.host, place_.port)) {
      trouble_ = "can't listen on " + place_.text();
      return;
    }
    trouble_.clear();
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }

  void answer(const httplib::Request& request, httplib::Response& response,
              const httplib::ContentReader& reader) {
    std::optional<std::string> body = read_http_body(request, response, reader);
    if (!is_allowed(request)) {
      response.status = kUnauthorized;
      response.set_header("WWW-Authenticate", "Basic realm=\"planttwin\"");
    } else if (path_of(request) != path_) {
      response.status = 404;
    } else if (body) {
      const bool kept =
          counter_.hand_in(parcel_of(request, *std::move(body)), connection_.answer_within);
      response.status = kept ? kAccepted : kUnavailable;
    }
  }

  bool is_allowed(const httplib::Request& request) const {
    if (connection_.user.empty()) return true;
    const auto wanted =
        httplib::make_basic_authentication_header(connection_.user, connection_.password);
    return same_secret(request.get_header_value("Authorization"), wanted.second);
  }

  Connection connection_;
  TransportUrl::Place place_;
  std::string path_;
  std::unique_ptr<httplib::Server> server_;
  std::string trouble_;
  Counter counter_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Receiver> make_http_receiver(const Connection& connection, const TransportUrl& url,
                                             const std::string& address) {
  return std::make_unique<HttpReceiver>(connection, url, address);
}

}  // namespace planttwin::bridge
