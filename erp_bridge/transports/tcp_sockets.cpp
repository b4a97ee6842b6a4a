#include "erp_bridge/transports/tcp_sockets.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <system_error>

#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {
namespace {

constexpr std::size_t kPiece = 65536;
constexpr int kQueue = 64;

void set(int descriptor, int level, int option, int value) {
  ::setsockopt(descriptor, level, option, &value, sizeof value);
}

sockaddr_in loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

bool connected_in_time(int descriptor, const addrinfo& address, std::chrono::milliseconds within) {
  if (::connect(descriptor, address.ai_addr, address.ai_addrlen) == 0) return true;
  if (errno != EINPROGRESS) return false;
  pollfd one{descriptor, POLLOUT, 0};
  int error = 0;
  socklen_t size = sizeof error;
  return ::poll(&one, 1, static_cast<int>(within.count())) == 1 &&
         ::getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
}

}  // namespace

int free_port() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address = loopback(0);
  socklen_t size = sizeof address;
  int port = 0;
  auto* raw = reinterpret_cast<sockaddr*>(&address);
  if (::bind(socket, raw, size) == 0 && ::getsockname(socket, raw, &size) == 0) {
    port = ntohs(address.sin_port);
  }
  ::close(socket);
  return port;
}

TcpPeer::TcpPeer(int descriptor) : descriptor_(descriptor) {
  set(descriptor, IPPROTO_TCP, TCP_NODELAY, 1);
}

TcpPeer::~TcpPeer() { ::close(descriptor_); }

std::unique_ptr<TcpPeer> TcpPeer::connect(const std::string& host, int port,
                                          std::chrono::milliseconds within) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0)
    return nullptr;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, ::freeaddrinfo);
  for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
    const int descriptor = ::socket(one->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) continue;
    auto peer = std::make_unique<TcpPeer>(descriptor);
    if (!connected_in_time(descriptor, *one, within)) continue;
    ::fcntl(descriptor, F_SETFL, ::fcntl(descriptor, F_GETFL) & ~O_NONBLOCK);
    return peer;
  }
  return nullptr;
}

std::string TcpPeer::read() {
  std::array<char, kPiece> piece{};
  for (;;) {
    const ssize_t size = ::recv(descriptor_, piece.data(), piece.size(), 0);
    if (size > 0) return {piece.data(), static_cast<std::size_t>(size)};
    if (size == 0 || errno != EINTR) return "";
  }
}

bool TcpPeer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t size = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size < 0 && errno == EINTR) continue;
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

void TcpPeer::reset_at_end() {
  const linger at_once{1, 0};
  ::setsockopt(descriptor_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void TcpPeer::wake() { ::shutdown(descriptor_, SHUT_RDWR); }

TcpPeer* TcpPeer::readable(TcpPeer& one, TcpPeer& other, std::chrono::milliseconds within) {
  std::array<pollfd, 2> both = {{{one.descriptor_, POLLIN, 0}, {other.descriptor_, POLLIN, 0}}};
  if (::poll(both.data(), both.size(), static_cast<int>(within.count())) <= 0) return nullptr;
  return both[0].revents != 0 ? &one : &other;
}

// Bound to a stated port, a socket that listens no more keeps it.
TcpListener::TcpListener() {
  port_ = free_port();
  descriptor_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  set(descriptor_, SOL_SOCKET, SO_REUSEADDR, 1);
  sockaddr_in address = loopback(port_);
  if (port_ != 0 &&
      ::bind(descriptor_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(descriptor_, kQueue) == 0) {
    return;
  }
  const std::string reason = std::generic_category().message(errno);
  ::close(descriptor_);
  throw TransportError("a proxy can't listen on port " + std::to_string(port_) + ": " + reason);
}

TcpListener::~TcpListener() { ::close(descriptor_); }

std::unique_ptr<TcpPeer> TcpListener::accept() {
  for (;;) {
    const int descriptor = ::accept4(descriptor_, nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor >= 0) return std::make_unique<TcpPeer>(descriptor);
    if (errno != EINTR && errno != ECONNABORTED) return nullptr;
  }
}

void TcpListener::refuse() { ::shutdown(descriptor_, SHUT_RD); }

void TcpListener::listen() { ::listen(descriptor_, kQueue); }

}  // namespace planttwin::bridge
