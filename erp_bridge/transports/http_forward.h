#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "erp_bridge/transports/transport.h"

namespace httplib {
class Client;
}

namespace planttwin::bridge {

// A request and an answer of HTTP/1.1, as they stand on the way between two others.
struct HttpCall {
  std::string method;
  std::string target;  // path and query
  std::vector<Header> headers;
  std::string body;
};
struct HttpReply {
  int status = 0;
  std::vector<Header> headers;
  std::string body;
};

// Whether a header is of the message and not of a connection (RFC 9110, section 7.6.1), of those
// that either side writes anew, or of those that the library makes up for a server.
bool is_passed_on(const std::string& header);

// Passes requests on to a target as they are, with nothing of the target's own user and headers,
// over one connection that is kept. Used by one thread at a time.
class HttpForwarder {
 public:
  explicit HttpForwarder(Connection target);
  ~HttpForwarder();
  HttpForwarder(const HttpForwarder&) = delete;
  HttpForwarder& operator=(const HttpForwarder&) = delete;

  // Nothing when no whole answer came. Throws TransportError for certificates that can't be read.
  std::optional<HttpReply> forward(const HttpCall& call);

 private:
  Connection target_;
  std::string base_;
  std::unique_ptr<httplib::Client> client_;
};

// The first line and the headers of an answer, up to the empty line, with the length of its body.
std::string head_of(const HttpReply& reply);

}  // namespace planttwin::bridge
