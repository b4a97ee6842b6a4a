#include "erp_bridge/transports/http_server.h"

#include <httplib.h>

#include <chrono>

#include "erp_bridge/transports/http_transport.h"

namespace planttwin::bridge {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kBadRequest = 400;
constexpr int kTooLarge = 413;
constexpr std::size_t kRequestsOfAConnection = 100'000;
constexpr auto kSilence = std::chrono::seconds(10);
constexpr auto kRest = std::chrono::seconds(2);
constexpr auto kLongestBody = std::chrono::seconds(30);

// Another server must not share the port, as the library would let it.
void set_socket_options(socket_t socket) {
  const int yes = 1;
  setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
}

}  // namespace

std::unique_ptr<httplib::Server> make_http_server(const Connection& connection,
                                                  const TransportUrl& url, std::size_t threads) {
  std::unique_ptr<httplib::Server> server;
  if (url.secure()) {
    const TlsOptions tls = connection.tls.value_or(TlsOptions{});
    server =
        std::make_unique<httplib::SSLServer>(tls.certificate_file.c_str(), tls.key_file.c_str(),
                                             tls.ca_file.empty() ? nullptr : tls.ca_file.c_str());
  } else {
    server = std::make_unique<httplib::Server>();
  }
  if (!server->is_valid()) return server;
  server->new_task_queue = [threads] { return new httplib::ThreadPool(threads); };
  server->set_socket_options(set_socket_options);
  server->set_tcp_nodelay(true);
  server->set_keep_alive_max_count(kRequestsOfAConnection);
  server->set_keep_alive_timeout(kRest.count());
  server->set_read_timeout(kSilence);
  server->set_write_timeout(kSilence);
  server->set_payload_max_length(kMostHttpBytes);
  return server;
}

// Without a length there is no body (RFC 9112, section 6.3); the library would wait for one.
std::optional<std::string> read_http_body(const httplib::Request& request,
                                          httplib::Response& response,
                                          const httplib::ContentReader& reader) {
  std::string body;
  if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
    return body;
  }
  bool whole = false;
  if (request.is_multipart_form_data()) {
    reader([](const httplib::MultipartFormData&) { return true; },
           [](const char*, std::size_t) { return true; });
  } else {
    const auto until = Clock::now() + kLongestBody;
    whole = reader([&](const char* data, std::size_t size) {
      if (body.size() + size > kMostHttpBytes || Clock::now() > until) return false;
      body.append(data, size);
      return true;
    });
  }
  if (whole) return body;
  // The library has set 413 for a body that is too large.
  if (response.status != kTooLarge) response.status = kBadRequest;
  return std::nullopt;
}

std::string path_of(const httplib::Request& request) {
  return request.target.substr(0, request.target.find('?'));
}

}  // namespace planttwin::bridge
