#include "erp_bridge/systems/erp_server.h"

#include <httplib.h>

#include <cerrno>
#include <chrono>
#include <optional>
#include <string_view>
#include <system_error>
#include <thread>
#include <utility>

namespace planttwin::bridge {
namespace {

constexpr const char* kJson = "application/json";
constexpr std::string_view kBearer = "Bearer ";
constexpr const char* kAnyPath = ".*";
constexpr std::size_t kThreads = 16;
constexpr std::size_t kRequestsOfAConnection = 100'000;
constexpr auto kSilence = std::chrono::seconds(10);
constexpr auto kRest = std::chrono::seconds(2);
// A body that is too large is read to its end, so that the next request is found behind it; but
// no longer than this.
constexpr std::size_t kMostDrained = std::size_t{64} << 20;
constexpr auto kLongestArrival = std::chrono::seconds(30);

constexpr int kBadRequest = 400;
constexpr int kTimeOut = 408;
constexpr int kUnsupported = 415;

// Another server must not share the port, as the library would let it.
void set_socket_options(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

void give(const ApiAnswer& answer, httplib::Response& response) {
  response.status = answer.status;
  const bool is_json = answer.content_type == kJson;
  response.set_content(answer.json + (is_json ? "\n" : ""), answer.content_type);
  response.set_header("X-Content-Type-Options", "nosniff");
  response.set_header("Cache-Control", "no-store");
  for (const auto& [name, value] : answer.headers) response.set_header(name, value);
}

ApiRequest request_of(const httplib::Request& http) {
  ApiRequest request;
  request.method = http.method == "HEAD" ? "GET" : http.method;
  request.path = http.path;
  request.query.insert(http.params.begin(), http.params.end());
  request.host = http.get_header_value("Host");
  request.key = http.get_header_value("X-API-Key");
  const std::string authorization = http.get_header_value("Authorization");
  if (request.key.empty() && authorization.starts_with(kBearer)) {
    request.key = authorization.substr(kBearer.size());
  }
  return request;
}

// Why a body could not be read.
ApiAnswer body_problem(int status) {
  return status == kTimeOut ? ErpApi::problem(status, "too_slow", "the body took too long")
                            : ErpApi::problem(kBadRequest, "broken_body", "the body broke off");
}

// Reads a body; an answer when it can't be taken.
std::optional<ApiAnswer> read_body(const httplib::Request& http,
                                   const httplib::ContentReader& reader, std::string& body) {
  // Without a length there is no body (RFC 9112, section 6.3); the library would wait for one.
  if (!http.has_header("Content-Length") && !http.has_header("Transfer-Encoding")) {
    return std::nullopt;
  }
  if (http.is_multipart_form_data()) {
    reader([](const httplib::MultipartFormData&) { return true; },
           [](const char*, std::size_t) { return true; });
    return ErpApi::problem(kUnsupported, "unsupported", "expected JSON, found a form");
  }
  const auto deadline = std::chrono::steady_clock::now() + kLongestArrival;
  std::size_t arrived = 0;
  bool late = false;
  const bool whole = reader([&](const char* data, std::size_t size) {
    arrived += size;
    if (arrived <= ErpApi::kMostBytes) body.append(data, size);
    late = std::chrono::steady_clock::now() > deadline;
    return arrived <= kMostDrained && !late;
  });
  if (arrived > ErpApi::kMostBytes) return ErpApi::too_large();
  if (!whole) return body_problem(late ? kTimeOut : kBadRequest);
  return std::nullopt;
}

}  // namespace

class ErpServer::Http {
 public:
  explicit Http(ErpApi& api) : api_(api) {
    server_.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
    server_.set_socket_options(set_socket_options);
    server_.set_tcp_nodelay(true);
    server_.set_keep_alive_max_count(kRequestsOfAConnection);
    server_.set_keep_alive_timeout(kRest.count());
    server_.set_read_timeout(kSilence);
    server_.set_write_timeout(kSilence);
    server_.set_payload_max_length(kMostDrained);
    route();
  }
  ~Http() { stop(); }
  Http(const Http&) = delete;
  Http& operator=(const Http&) = delete;

  int start(const std::string& host, int port) {
    errno = 0;
    const int bound =
        port == 0 ? server_.bind_to_any_port(host) : (server_.bind_to_port(host, port) ? port : -1);
    if (bound < 0) {
      const std::string reason =
          errno == 0 ? "not possible" : std::generic_category().message(errno);
      throw CannotListen("can't listen on " + host + ":" + std::to_string(port) + ": " + reason);
    }
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return bound;
  }

  void stop() {
    if (!thread_.joinable()) return;
    server_.stop();
    thread_.join();
  }

 private:
  // The interface has a table of paths and methods of its own, with answers for all others.
  void route() {
    const auto plain = [this](const httplib::Request& http, httplib::Response& response) {
      give(api_.answer(request_of(http)), response);
    };
    const auto with_body = [this](const httplib::Request& http, httplib::Response& response,
                                  const httplib::ContentReader& reader) {
      ApiRequest request = request_of(http);
      const std::optional<ApiAnswer> problem = read_body(http, reader, request.body);
      if (problem) api_.note_refused(request, problem->status);
      give(problem ? *problem : api_.answer(request), response);
    };
    server_.Get(kAnyPath, plain);
    server_.Options(kAnyPath, plain);
    server_.Post(kAnyPath, with_body);
    server_.Put(kAnyPath, with_body);
    server_.Patch(kAnyPath, with_body);
    server_.Delete(kAnyPath, with_body);
    server_.set_exception_handler([](const httplib::Request&, httplib::Response& response,
                                     const std::exception_ptr&) {
      give(ErpApi::problem(kBadRequest, "broken_request", "the request can't be read"), response);
    });
    // What the library itself refuses.
    server_.set_error_handler([](const httplib::Request&, httplib::Response& response) {
      if (!response.body.empty()) return;
      response.set_content(
          ErpApi::problem(response.status, "broken_request", "the request can't be read").json +
              "\n",
          kJson);
    });
  }

  ErpApi& api_;
  httplib::Server server_;
  std::thread thread_;
};

ErpServer::ErpServer(ErpApi& api) : http_(std::make_unique<Http>(api)) {}
ErpServer::~ErpServer() = default;

int ErpServer::start(const std::string& host, int port) { return http_->start(host, port); }
void ErpServer::stop() { http_->stop(); }

}  // namespace planttwin::bridge
