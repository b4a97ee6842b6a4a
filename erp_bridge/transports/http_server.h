#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include "erp_bridge/transports/transport.h"
#include "erp_bridge/transports/transport_url.h"

namespace httplib {
class ContentReader;
class Server;
struct Request;
struct Response;
}  // namespace httplib

namespace planttwin::bridge {

// A server of ours with the certificates of the connection: its own and, with a CA file, that of
// the clients it accepts. It does not listen yet. Not valid where a certificate can't be read.
// `threads`: requests that are handled at once.
std::unique_ptr<httplib::Server> make_http_server(const Connection& connection,
                                                  const TransportUrl& url, std::size_t threads);

// The body of a request, up to kMostHttpBytes; nothing when it is not whole, takes too long, or is
// a form of several parts, and then the response has the status that says so.
std::optional<std::string> read_http_body(const httplib::Request& request,
                                          httplib::Response& response,
                                          const httplib::ContentReader& reader);

// The path of a request, without its query.
std::string path_of(const httplib::Request& request);

}  // namespace planttwin::bridge
