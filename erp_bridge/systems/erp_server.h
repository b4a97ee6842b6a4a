#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "erp_bridge/systems/erp_api.h"

namespace planttwin::bridge {

// The address is in use, or is none of this machine.
struct CannotListen : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Serves the interface of a reference ERP over HTTP/1.1, in threads of its own. A client that is
// silent for ten seconds within a request is dropped; between requests a connection may rest for
// two. Bodies beyond ErpApi::kMostBytes are refused, packed and chunked ones too.
class ErpServer {
 public:
  // The interface outlives it.
  explicit ErpServer(ErpApi& api);
  // Ends as stop() does.
  ~ErpServer();
  ErpServer(const ErpServer&) = delete;
  ErpServer& operator=(const ErpServer&) = delete;

  // Begins to serve and returns the port; port 0 takes a free one. Once only. Throws CannotListen.
  int start(const std::string& host, int port);
  // Takes no more requests and returns when those under way have been answered.
  void stop();

 private:
  class Http;
  std::unique_ptr<Http> http_;
};

}  // namespace planttwin::bridge
