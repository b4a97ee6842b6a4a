#include "tests/scenarios/away_erp.h"

#include <arpa/inet.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <utility>

namespace planttwin::testing {
namespace {

constexpr int kUnavailable = 503;
constexpr const char* kLoopback = "127.0.0.1";

void say_away(httplib::Response& response) {
  response.status = kUnavailable;
  response.set_content("the ERP is away", "text/plain");
}

}  // namespace

int spare_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  ::bind(listener, reinterpret_cast<const sockaddr*>(&address), size);
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(listener);
  return ntohs(address.sin_port);
}

AwayErp::AwayErp(int port_of_erp, Planned planned) : server_(std::make_unique<httplib::Server>()) {
  const auto pass_on = [this, port_of_erp](const httplib::Request& request,
                                           httplib::Response& response) {
    if (is_away()) {
      say_away(response);
      return;
    }
    httplib::Client erp(kLoopback, port_of_erp);
    httplib::Request same;
    same.method = request.method;
    same.path = request.target;
    same.body = request.body;
    for (const char* name : {"Content-Type", "X-API-Key"}) {
      if (request.has_header(name)) same.set_header(name, request.get_header_value(name));
    }
    const httplib::Result answer = erp.send(same);
    response.status = answer ? answer->status : kUnavailable;
    if (answer) response.set_content(answer->body, answer->get_header_value("Content-Type"));
  };
  server_->Get("/planned", [this, planned = std::move(planned)](const httplib::Request&,
                                                                httplib::Response& response) {
    const std::string orders = planned(++polls_);
    if (is_away()) {
      say_away(response);
      ++polls_in_vain_;
      return;
    }
    response.set_content(orders, "application/json");
  });
  server_->Get(".*", pass_on);
  server_->Post(".*", pass_on);
  port_ = server_->bind_to_any_port(kLoopback);
  thread_ = std::thread([this] { server_->listen_after_bind(); });
}

AwayErp::~AwayErp() {
  server_->stop();
  thread_.join();
}

bool AwayErp::is_away() {
  for (int left = away_for_; left > 0;) {
    if (!away_for_.compare_exchange_weak(left, left - 1)) continue;
    ++requests_in_vain_;
    return true;
  }
  return false;
}

}  // namespace planttwin::testing
