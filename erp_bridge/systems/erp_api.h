#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "erp_bridge/monitoring/erp_metrics.h"
#include "erp_bridge/monitoring/erp_watch.h"
#include "erp_bridge/systems/access_keys.h"
#include "erp_bridge/systems/erp_service.h"
#include "erp_bridge/systems/rate_limit.h"

namespace planttwin::bridge {

struct ApiRequest {
  std::string method;
  std::string path;
  std::multimap<std::string, std::string> query;
  std::string key;  // of X-API-Key, or of the bearer; empty: none
  std::string body;
  std::string host = {};  // of the header Host
};

// A query asks for something that is not offered. Answered with status 400.
struct BadQuery : std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct ApiAnswer {
  int status = 200;
  std::string json;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string content_type = "application/json";
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

  // From now on whoever reaches the port by a name of this machine may see figures and health
  // without a key: only this machine does.
  void let_all_watch() { all_may_watch_ = true; }
  // Is told of every request and message from now on; it outlives the interface. Before the first
  // request only.
  void add_watch(ErpWatch& watch) { watches_.push_back(&watch); }

  // Counts a request that was refused before it came here.
  void note_refused(const ApiRequest& request, int status) { tell(request, status, 0); }

  // Every error is an answer too: {"code": "…", "text": "…"}.
  ApiAnswer answer(const ApiRequest& request);
  static ApiAnswer too_large();
  static ApiAnswer problem(int status, std::string_view code, std::string_view text);

  // Method and path of all that is served.
  static std::vector<std::pair<std::string, std::string>> served();

 private:
  enum class Access : std::uint8_t { kOpen, kWatcher, kViewer, kOperator };
  struct Route {
    std::string_view method;
    std::string_view path;
    Access access;
    ApiAnswer (ErpApi::*handle)(const ApiRequest&);
  };
  static const std::vector<Route>& routes();

  ApiAnswer dispatch(const ApiRequest& request);
  ApiAnswer admit(const Route& route, const ApiRequest& request);
  void tell(const ApiRequest& request, int status, double seconds);
  void tell(const BookingNews& news);

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
  ApiAnswer metrics(const ApiRequest& request);
  ApiAnswer healthz(const ApiRequest& request);
  ApiAnswer openapi(const ApiRequest& request);

  ErpService& service_;
  const AccessKeys keys_;
  RateLimit rate_;
  bool all_may_watch_ = false;
  ErpMetrics metrics_;
  std::vector<ErpWatch*> watches_;
};

}  // namespace planttwin::bridge
