#include "erp_bridge/transports/http_pass_through.h"

#include <httplib.h>

#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "erp_bridge/transports/http_client.h"
#include "erp_bridge/transports/http_forward.h"
#include "erp_bridge/transports/http_server.h"
#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_url.h"

namespace planttwin::bridge {
namespace {

constexpr int kBadGateway = 502;
constexpr int kUnavailable = 503;
constexpr std::size_t kThreads = 64;

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// The library has unpacked a body in one of these.
bool is_packing(const std::string& encoding) {
  const std::string name = lower(encoding);
  return name == "gzip" || name == "deflate" || name == "br";
}

Parcel parcel_of(const httplib::Request& request, const std::string& body) {
  Parcel parcel;
  parcel.method = request.method;
  parcel.address = request.target;
  parcel.content_type = request.get_header_value("Content-Type");
  parcel.body = body;
  return parcel;
}

httplib::Request same_request(const httplib::Request& request, std::string body,
                              const std::string& base) {
  httplib::Request same;
  same.method = request.method;
  same.path = base + request.target;
  for (const auto& [name, value] : request.headers) {
    const bool unpacked = lower(name) == "content-encoding" && is_packing(value);
    if (is_passed_on(name) && !unpacked) same.headers.emplace(name, value);
  }
  same.body = std::move(body);
  return same;
}

// With a provider the library neither packs the body nor makes up a type.
void say_the_same(const httplib::Response& answer, const std::string& method,
                  httplib::Response& response) {
  response.status = answer.status;
  for (const auto& [name, value] : answer.headers) {
    const bool length_of_head = method == "HEAD" && lower(name) == "content-length";
    const bool type = lower(name) == "content-type" && !answer.body.empty();
    if ((is_passed_on(name) || length_of_head) && !type) response.headers.emplace(name, value);
  }
  if (answer.body.empty()) return;
  const std::string type = answer.has_header("Content-Type")
                               ? answer.get_header_value("Content-Type")
                               : "application/octet-stream";
  response.set_content_provider(
      answer.body.size(), type,
      [body = answer.body](std::size_t from, std::size_t length, httplib::DataSink& sink) {
        return sink.write(body.data() + from, length);
      });
}

}  // namespace

HttpPassThrough::HttpPassThrough(const Connection& here, Connection target, Heard heard,
                                 Answered answered)
    : target_(std::move(target)), heard_(std::move(heard)), answered_(std::move(answered)) {
  const TransportUrl url = parse_transport_url(here.url);
  server_ = make_http_server(here, url, kThreads);
  if (!server_->is_valid()) throw TransportError("our certificate or its key can't be read");
  const auto with_body = [this](const httplib::Request& request, httplib::Response& response,
                                const httplib::ContentReader& reader) {
    std::optional<std::string> body = read_http_body(request, response, reader);
    if (body) pass(request, *std::move(body), response);
  };
  const auto without_body = [this](const httplib::Request& request, httplib::Response& response) {
    pass(request, "", response);
  };
  server_->Get(".*", without_body);  // and HEAD
  server_->Options(".*", without_body);
  server_->Post(".*", with_body);
  server_->Put(".*", with_body);
  server_->Patch(".*", with_body);
  server_->Delete(".*", with_body);
  if (!server_->bind_to_port(url.place().host, url.place().port)) {
    throw TransportError("can't listen on " + url.place().text());
  }
  thread_ = std::thread([this] { server_->listen_after_bind(); });
  while (!server_->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

HttpPassThrough::~HttpPassThrough() {
  server_->stop();
  thread_.join();
}

void HttpPassThrough::pass(const httplib::Request& request, std::string body,
                           httplib::Response& response) const {
  const Parcel parcel = parcel_of(request, body);
  try {
    heard_(parcel);
  } catch (const std::exception& error) {
    response.status = kUnavailable;
    response.set_content(std::string("planttwin: ") + error.what() + '\n', "text/plain");
    return;
  }
  forward(request, std::move(body), response);
  answered_(parcel, response.status);
}

void HttpPassThrough::forward(const httplib::Request& request, std::string body,
                              httplib::Response& response) const {
  std::string reason = "a certificate can't be read";
  try {
    const TransportUrl url = parse_transport_url(target_.url);
    std::string base = url.path;
    while (base.ends_with('/')) base.pop_back();
    const auto client = make_http_client(target_, url);
    if (client->is_valid()) {
      client->set_decompress(false);
      const QuietPipe quiet;
      const httplib::Result answer = client->send(same_request(request, std::move(body), base));
      if (answer) return say_the_same(*answer, request.method, response);
      reason = httplib::to_string(answer.error());
    }
  } catch (const TransportError& error) {
    reason = error.what();
  }
  response.status = kBadGateway;
  response.set_content("planttwin: the target does not answer: " + reason + '\n', "text/plain");
}

}  // namespace planttwin::bridge
