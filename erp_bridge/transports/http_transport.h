#pragma once

#include <string>
#include <utility>

#include "erp_bridge/transports/transport.h"

// HTTP/1.1 over TCP or TLS.
//
// The sender keeps one connection and sends one request after the other, so the order of sending is
// the order of arrival. Whatever the server answers has arrived, 401 and 503 too: the status is in
// the receipt. After a parcel of which nothing was heard those behind it are not sent.
//
// The receiver is a server of ours on the host and port of the URL. A POST or PUT to its path is
// answered with 202 once it was acknowledged, and with 503 when that did not happen in time: then
// the peer sends it again. So acknowledge as soon as nothing more is there; the peer waits for it.
// TlsOptions are its own certificate and, with a CA file, that of the clients it accepts; a user
// makes it ask for Basic credentials.
namespace planttwin::bridge {

// Larger bodies are answered with 413; a larger answer counts as broken off.
inline constexpr std::size_t kMostHttpBytes = std::size_t{64} << 20;

// Why a parcel can't be a request, or empty.
std::string http_fault(const Parcel& parcel);

}  // namespace planttwin::bridge
