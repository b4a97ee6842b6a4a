#include "erp_bridge/transports/http_forward.h"

#include <httplib.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "erp_bridge/transports/http_client.h"
#include "erp_bridge/transports/quiet_pipe.h"
#include "erp_bridge/transports/transport_url.h"

namespace planttwin::bridge {
namespace {

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

}  // namespace

bool is_passed_on(const std::string& header) {
  static constexpr std::array<std::string_view, 16> kOthers = {"connection",
                                                               "content-length",
                                                               "expect",
                                                               "host",
                                                               "keep-alive",
                                                               "local_addr",
                                                               "local_port",
                                                               "proxy-authenticate",
                                                               "proxy-authorization",
                                                               "proxy-connection",
                                                               "remote_addr",
                                                               "remote_port",
                                                               "te",
                                                               "trailer",
                                                               "transfer-encoding",
                                                               "upgrade"};
  return std::find(kOthers.begin(), kOthers.end(), lower(header)) == kOthers.end();
}

HttpForwarder::HttpForwarder(Connection target) : target_(std::move(target)) {
  const TransportUrl url = parse_transport_url(target_.url);
  base_ = url.path;
  while (base_.ends_with('/')) base_.pop_back();
  client_ = make_http_client(target_, url);
  if (!client_->is_valid()) throw TransportError("our certificate or its key can't be read");
  client_->set_keep_alive(true);
  client_->set_decompress(false);
}

HttpForwarder::~HttpForwarder() = default;

std::optional<HttpReply> HttpForwarder::forward(const HttpCall& call) {
  httplib::Request request;
  request.method = call.method;
  request.path = base_ + call.target;
  for (const auto& [name, value] : call.headers) {
    if (is_passed_on(name)) request.headers.emplace(name, value);
  }
  request.body = call.body;
  const QuietPipe quiet;
  const httplib::Result answer = client_->send(request);
  if (!answer) return std::nullopt;
  HttpReply reply{answer->status, {}, answer->body};
  for (const auto& [name, value] : answer->headers) {
    if (is_passed_on(name)) reply.headers.emplace_back(name, value);
  }
  return reply;
}

std::string head_of(const HttpReply& reply) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " \r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  constexpr int kNoContent = 204;
  if (reply.status != kNoContent) {
    head += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n";
  }
  return head + "\r\n";
}

}  // namespace planttwin::bridge
