#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "erp_bridge/systems/access_keys.h"
#include "erp_bridge/systems/erp_service.h"
#include "erp_bridge/systems/rate_limit.h"

namespace planttwin::bridge {

struct ApiRequest {
  std::string method;
  std::string path;
  std::multimap<std::string, std::string> query;
  std::string key;  // of X-API-Key; empty: none
  std::string body;
};

// A query asks for something that is not offered. Answered with status 400.
struct BadQuery : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ApiAnswer {
  int status = 200;
  std::string json;
  std::vector<std::pair<std::string, std::string>> headers;
};

// The HTTP interface of a reference ERP without HTTP: requests to answers in JSON, as
// data/openapi/reference_erp.json describes them. Any thread may call.
class ErpApi {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{8} << 20;  // of a request's body
  static constexpr std::size_t kMostMessages = 1000;               // of a batch
  static constexpr std::int64_t kLongestPage = 1000;

  // The service outlives it. `requests_per_second` zero: no limit.
  ErpApi(ErpService& service, AccessKeys keys, std::int64_t requests_per_second = 0);

  // Every error is an answer too: {"code": "…", "text": "…"}.
  ApiAnswer answer(const ApiRequest& request);
  static ApiAnswer too_large();
  static ApiAnswer problem(int status, std::string_view code, std::string_view text);

  // Method and path of all that is served.
  static std::vector<std::pair<std::string, std::string>> served();

 private:
  enum class Access : std::uint8_t { kOpen, kViewer, kOperator };
  struct Route {
    std::string_view method;
    std::string_view path;
    Access access;
    ApiAnswer (ErpApi::*handle)(const ApiRequest&);
  };
  static const std::vector<Route>& routes();

  ApiAnswer admit(const Route& route, const ApiRequest& request);

  ApiAnswer post_message(const ApiRequest& request);
  ApiAnswer post_batch(const ApiRequest& request);
  ApiAnswer received(const ApiRequest& request);
  ApiAnswer documents(const ApiRequest& request);
  ApiAnswer stock(const ApiRequest& request);
  ApiAnswer opening_stock(const ApiRequest& request);
  ApiAnswer items(const ApiRequest& request);
  ApiAnswer orders(const ApiRequest& request);
  ApiAnswer ledger(const ApiRequest& request);
  ApiAnswer trial_balance(const ApiRequest& request);
  ApiAnswer health(const ApiRequest& request);
  ApiAnswer openapi(const ApiRequest& request);

  ErpService& service_;
  const AccessKeys keys_;
  RateLimit rate_;
};

}  // namespace planttwin::bridge
