#pragma once

#include <memory>

#include "erp_bridge/transports/transport.h"
#include "erp_bridge/transports/transport_url.h"

namespace httplib {
class Client;
}

namespace planttwin::bridge {

// A client with the times and certificates of the connection, and nothing of its user or headers.
// Not valid where a certificate of ours can't be read; throws TransportError where the trusted ones
// can't.
std::unique_ptr<httplib::Client> make_http_client(const Connection& connection,
                                                  const TransportUrl& url);

}  // namespace planttwin::bridge
