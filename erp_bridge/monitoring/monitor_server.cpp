#include "erp_bridge/monitoring/monitor_server.h"

#include <httplib.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <stdexcept>
#include <thread>
#include <utility>

#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/systems/rate_limit.h"
#include "erp_bridge/transports/http_server.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kThreads = 4;
constexpr int kMostPort = 65535;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kMethodNotAllowed = 405;
constexpr int kTooManyRequests = 429;
constexpr int kUnavailable = 503;
constexpr const char* kJson = "application/json";
constexpr const char* kAnyPath = ".*";

std::int64_t steady_us() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

void refuse(httplib::Response& response, int status, const char* code, const char* text) {
  response.status = status;
  response.set_content(JsonFields().text("code", code).text("text", text).take() + "\n", kJson);
}

std::string key_of(const httplib::Request& request) {
  constexpr std::string_view kBearer = "Bearer ";
  const std::string authorization = request.get_header_value("Authorization");
  if (authorization.starts_with(kBearer)) return authorization.substr(kBearer.size());
  return request.get_header_value("X-API-Key");
}

// "127.0.0.1" of "127.0.0.1:9464"; IPv6 without its brackets.
std::string host_of(const std::string& place) {
  if (place.starts_with('[')) return place.substr(1, std::min(place.find(']'), place.size()) - 1);
  return place.substr(0, place.rfind(':'));
}

}  // namespace

bool is_loopback(const std::string& host) {
  const bool is_numeric = host.find_first_not_of("0123456789.") == std::string::npos;
  return (host.starts_with("127.") && is_numeric) || host == "localhost" || host == "::1";
}

bool names_loopback(const std::string& host_header) { return is_loopback(host_of(host_header)); }

MonitorPlace parse_monitor_place(const std::string& text) {
  MonitorPlace place;
  const std::size_t colon = text.rfind(':');
  const bool has_host = colon != std::string::npos;
  if (has_host) place.host = host_of(text);
  const char* begin = text.data() + (has_host ? colon + 1 : 0);
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(begin, end, place.port);
  const bool is_six = place.host.find(':') != std::string::npos;
  if (error != std::errc() || stop != end || place.port < 0 || place.port > kMostPort ||
      place.host.empty() || is_six != text.starts_with('[')) {
    throw std::invalid_argument("expected [HOST:]PORT, with a port from 0 to 65535, found " +
                                sim::in_quotes(text));
  }
  return place;
}

std::string health_json(const std::string& trouble) {
  JsonFields fields;
  fields.text("status", trouble.empty() ? "ok" : "failing");
  if (!trouble.empty()) fields.text("reason", trouble);
  return fields.take();
}

class MonitorServer::Http {
 public:
  Http(AccessKeys keys, Pages pages)
      : keys_(std::move(keys)), pages_(std::move(pages)), rate_(kPerSecond) {
    TransportUrl url;
    url.scheme = "http";
    server_ = make_http_server({}, url, kThreads);
    server_->set_payload_max_length(0);
    serve("/metrics", [this](httplib::Response& response) {
      response.set_content(pages_.metrics(), kMetricsType);
    });
    serve("/healthz", [this](httplib::Response& response) {
      const std::string trouble = pages_.trouble();
      if (!trouble.empty()) response.status = kUnavailable;
      response.set_content(health_json(trouble) + "\n", kJson);
    });
    const auto no_method = [](const httplib::Request&, httplib::Response& response) {
      refuse(response, kMethodNotAllowed, "method_not_allowed", "only GET is served");
    };
    server_->Post(kAnyPath, no_method);
    server_->Put(kAnyPath, no_method);
    server_->Patch(kAnyPath, no_method);
    server_->Delete(kAnyPath, no_method);
  }
  ~Http() {
    if (!thread_.joinable()) return;
    server_->stop();
    thread_.join();
  }
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  int start(const MonitorPlace& place) {
    if (keys_.empty() && !is_loopback(place.host)) {
      throw std::invalid_argument("whoever listens on " + place.host + " asks for keys");
    }
    const int port = place.port == 0
                         ? server_->bind_to_any_port(place.host)
                         : (server_->bind_to_port(place.host, place.port) ? place.port : -1);
    if (port < 0) {
      throw TransportError("can't serve metrics on " + place.host + ":" +
                           std::to_string(place.port));
    }
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return port;
  }

 private:
  template <class Page>
  void serve(const char* path, Page page) {
    server_->Get(path, [this, page](const httplib::Request& request, httplib::Response& response) {
      response.set_header("X-Content-Type-Options", "nosniff");
      response.set_header("Cache-Control", "no-store");
      if (admits(request, response)) page(response);
    });
  }

  // The rate comes first, so that nobody can try many keys.
  bool admits(const httplib::Request& request, httplib::Response& response) {
    if (!rate_.take(steady_us())) {
      refuse(response, kTooManyRequests, "too_many_requests", "try again in a second");
    } else if (!keys_.empty() && !keys_.role(key_of(request))) {
      response.set_header("WWW-Authenticate", "Bearer");
      refuse(response, kUnauthorized, "unauthorized", "a viewer's key is needed");
    } else if (keys_.empty() && !names_loopback(request.get_header_value("Host"))) {
      refuse(response, kForbidden, "forbidden", "the header Host names another machine");
    } else {
      return true;
    }
    return false;
  }

  const AccessKeys keys_;
  const Pages pages_;
  RateLimit rate_;
  std::unique_ptr<httplib::Server> server_;
  std::thread thread_;
};

MonitorServer::MonitorServer(AccessKeys keys, Pages pages)
    : http_(std::make_unique<Http>(std::move(keys), std::move(pages))) {}
MonitorServer::~MonitorServer() = default;

int MonitorServer::start(const MonitorPlace& place) { return http_->start(place); }

}  // namespace planttwin::bridge
