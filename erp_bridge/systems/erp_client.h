#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace planttwin::bridge {

// Nobody answered, or not in the way of a reference ERP.
struct ErpConnectionError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Talks to a reference ERP over one HTTP connection that is kept open. Used by one thread at a
// time.
class ErpClient {
 public:
  struct Reply {
    int status = 0;  // of HTTP; 0: nobody answered
    std::string body;
  };

  // `url` such as "http://127.0.0.1:8080", without a path.
  ErpClient(const std::string& url, const std::string& key);
  ~ErpClient();
  ErpClient(const ErpClient&) = delete;
  ErpClient& operator=(const ErpClient&) = delete;

  Reply get(const std::string& path);
  Reply post(const std::string& path, const std::string& json);
  const std::string& url() const { return url_; }

 private:
  class Http;
  std::string url_;
  std::unique_ptr<Http> http_;
};

}  // namespace planttwin::bridge
