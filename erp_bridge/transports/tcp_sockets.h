#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

// Plain sockets for proxies of ours, which do to a connection what no library lets them do.
namespace planttwin::bridge {

// A port of the loopback interface that nobody listens to just now; 0: none is left.
int free_port();

// One end of a connection. Closed when it is destroyed. Never raises SIGPIPE.
class TcpPeer {
 public:
  explicit TcpPeer(int descriptor);
  ~TcpPeer();
  TcpPeer(const TcpPeer&) = delete;
  TcpPeer& operator=(const TcpPeer&) = delete;

  // Null when nobody is there, or not in time.
  static std::unique_ptr<TcpPeer> connect(const std::string& host, int port,
                                          std::chrono::milliseconds within);

  // What is there, waiting for the first byte; empty at the end of the connection.
  std::string read();
  // False when the other end is gone.
  bool write(std::string_view bytes);
  // The other end sees a reset, not an end, when this one is destroyed.
  void reset_at_end();
  // Ends reading and writing of whatever thread. For any thread.
  void wake();

  // Which of the two has something to read, or is at its end; waits for it. Null when none has
  // in time.
  static TcpPeer* readable(TcpPeer& one, TcpPeer& other, std::chrono::milliseconds within);

 private:
  int descriptor_;
};

// Listens on a free port of the loopback interface. Throws TransportError when it can't.
class TcpListener {
 public:
  TcpListener();
  ~TcpListener();
  TcpListener(const TcpListener&) = delete;
  TcpListener& operator=(const TcpListener&) = delete;

  int port() const { return port_; }
  // Waits for a connection; null when it listens no more.
  std::unique_ptr<TcpPeer> accept();
  // From now on who connects is refused. The port stays ours. For any thread.
  void refuse();
  // Listens again.
  void listen();

 private:
  int descriptor_ = -1;
  int port_ = 0;
};

}  // namespace planttwin::bridge
