#pragma once

#include <functional>
#include <memory>
#include <string>

#include "erp_bridge/systems/access_keys.h"

namespace planttwin::bridge {

// Whether only programs of this machine reach a server that listens there.
bool is_loopback(const std::string& host);
// The same of a header Host, with or without a port: a web page reaches a loopback by another name.
bool names_loopback(const std::string& host_header);

// Where a page of figures is served, as typed: [HOST:]PORT.
struct MonitorPlace {
  std::string host = "127.0.0.1";  // IPv6 without brackets
  int port = 0;                    // 0: a free one
};
// Throws std::invalid_argument.
MonitorPlace parse_monitor_place(const std::string& text);

// Serves GET /metrics and GET /healthz over HTTP/1.1, in threads of its own. Whoever has added keys
// asks for one, in the header X-API-Key or as "Authorization: Bearer KEY"; without any the host
// must be a loopback, and then requests whose Host is another are refused, so that no web page can
// read them by a name of its own. At most kPerSecond requests in a second.
class MonitorServer {
 public:
  static constexpr int kPerSecond = 50;

  struct Pages {
    std::function<std::string()> metrics;  // text for Prometheus
    // What is wrong, for people; empty: all is well. Answered with 503 or 200.
    std::function<std::string()> trouble;
  };

  MonitorServer(AccessKeys keys, Pages pages);
  ~MonitorServer();
  MonitorServer(const MonitorServer&) = delete;
  MonitorServer& operator=(const MonitorServer&) = delete;

  // Begins to serve and returns the port. Throws TransportError where it can't listen, and
  // std::invalid_argument for another host than a loopback without keys.
  int start(const MonitorPlace& place);

 private:
  class Http;
  const std::unique_ptr<Http> http_;
};

// {"status":"ok"}, or {"status":"failing","reason":…}.
std::string health_json(const std::string& trouble);

inline constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace planttwin::bridge
