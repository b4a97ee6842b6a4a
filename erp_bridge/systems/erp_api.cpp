#include "erp_bridge/systems/erp_api.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <stdexcept>

#include "embedded/reference_erp_openapi.h"
#include "erp_bridge/formats/json_text.h"
#include "erp_bridge/monitoring/monitor_server.h"

namespace planttwin::bridge {
namespace {

constexpr int kOk = 200;
constexpr int kBadRequest = 400;
constexpr int kUnauthorized = 401;
constexpr int kForbidden = 403;
constexpr int kNotFound = 404;
constexpr int kMethodNotAllowed = 405;
constexpr int kTooManyRequests = 429;
constexpr int kInternalError = 500;
constexpr int kUnavailable = 503;

std::int64_t steady_us() {
  const auto since = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(since).count();
}

}  // namespace

ErpApi::ErpApi(ErpService& service, AccessKeys keys, std::int64_t requests_per_second)
    : service_(service), keys_(std::move(keys)), rate_(requests_per_second) {
  add_watch(metrics_);
}

const std::vector<ErpApi::Route>& ErpApi::routes() {
  static const std::vector<Route> kRoutes = {
      {"POST", "/messages", Access::kOperator, &ErpApi::post_message},
      {"POST", "/messages/batch", Access::kOperator, &ErpApi::post_batch},
      {"GET", "/received", Access::kViewer, &ErpApi::received},
      {"GET", "/documents", Access::kViewer, &ErpApi::documents},
      {"GET", "/stock", Access::kViewer, &ErpApi::stock},
      {"GET", "/opening-stock", Access::kViewer, &ErpApi::opening_stock},
      {"GET", "/items", Access::kViewer, &ErpApi::items},
      {"GET", "/orders", Access::kViewer, &ErpApi::orders},
      {"GET", "/ledger", Access::kViewer, &ErpApi::ledger},
      {"GET", "/trial-balance", Access::kViewer, &ErpApi::trial_balance},
      {"GET", "/health", Access::kOpen, &ErpApi::health},
      {"GET", "/healthz", Access::kWatcher, &ErpApi::healthz},
      {"GET", "/metrics", Access::kWatcher, &ErpApi::metrics},
      {"GET", "/openapi.json", Access::kOpen, &ErpApi::openapi},
  };
  return kRoutes;
}

std::vector<std::pair<std::string, std::string>> ErpApi::served() {
  std::vector<std::pair<std::string, std::string>> served;
  for (const Route& route : routes()) served.emplace_back(route.method, route.path);
  return served;
}

ApiAnswer ErpApi::problem(int status, std::string_view code, std::string_view text) {
  return {status, JsonFields().text("code", code).text("text", text).take(), {}};
}

ApiAnswer ErpApi::answer(const ApiRequest& request) {
  const std::int64_t begin = steady_us();
  ApiAnswer answer = dispatch(request);
  tell(request, answer.status, static_cast<double>(steady_us() - begin) / 1e6);
  return answer;
}

// Paths that are not served are not shown: there would be no end of them.
void ErpApi::tell(const ApiRequest& request, int status, double seconds) {
  const bool known = std::any_of(routes().begin(), routes().end(),
                                 [&](const Route& route) { return route.path == request.path; });
  const RequestNews news{request.method, known ? std::string_view(request.path) : "other", status,
                         seconds};
  for (ErpWatch* watch : watches_) watch->on_request(news);
}

void ErpApi::tell(const BookingNews& news) {
  for (ErpWatch* watch : watches_) watch->on_booking(news);
}

ApiAnswer ErpApi::dispatch(const ApiRequest& request) {
  const Route* known = nullptr;
  std::string allowed;
  for (const Route& route : routes()) {
    if (route.path != request.path) continue;
    if (route.method == request.method) known = &route;
    allowed += (allowed.empty() ? "" : ", ") + std::string(route.method);
  }
  try {
    if (known != nullptr) return admit(*known, request);
  } catch (const BadQuery& error) {
    return problem(kBadRequest, "bad_query", error.what());
  } catch (const ServiceUnavailable& error) {
    return problem(kUnavailable, "unavailable", error.what());
  } catch (const std::exception& error) {
    return problem(kInternalError, "internal_error", error.what());
  }
  if (allowed.empty()) return problem(kNotFound, "not_found", "nothing is served at this path");
  ApiAnswer refused =
      problem(kMethodNotAllowed, "method_not_allowed", "this path is served for " + allowed);
  refused.headers.emplace_back("Allow", allowed);
  return refused;
}

// The rate comes first, so that nobody can try many keys.
ApiAnswer ErpApi::admit(const Route& route, const ApiRequest& request) {
  const bool is_open =
      route.access == Access::kOpen ||
      (route.access == Access::kWatcher && all_may_watch_ && names_loopback(request.host));
  if (!is_open) {
    if (!rate_.take(steady_us())) {
      ApiAnswer refused = problem(kTooManyRequests, "too_many_requests", "try again in a second");
      refused.headers.emplace_back("Retry-After", "1");
      return refused;
    }
    const std::optional<AccessRole> role = keys_.role(request.key);
    if (!role) {
      ApiAnswer refused = problem(kUnauthorized, "unauthorized",
                                  request.key.empty() ? "the header X-API-Key is missing"
                                                      : "the key in X-API-Key is not known");
      refused.headers.emplace_back("WWW-Authenticate", "ApiKey");
      return refused;
    }
    if (route.access == Access::kOperator && *role != AccessRole::kOperator) {
      return problem(kForbidden, "forbidden", "a viewer reads; posting needs an operator's key");
    }
  }
  return (this->*route.handle)(request);
}

ApiAnswer ErpApi::health(const ApiRequest&) {
  service_.read([](const ReferenceErp&) {});
  return {200, JsonFields().text("status", "ok").take(), {}};
}

ApiAnswer ErpApi::healthz(const ApiRequest&) {
  std::string trouble;
  try {
    service_.read([](const ReferenceErp&) {});
  } catch (const ServiceUnavailable& error) {
    trouble = error.what();
  }
  return {trouble.empty() ? kOk : kUnavailable, health_json(trouble), {}};
}

ApiAnswer ErpApi::metrics(const ApiRequest&) {
  std::int64_t documents = 0;
  service_.read([&](const ReferenceErp& erp) {
    documents = static_cast<std::int64_t>(erp.documents().size());
  });
  return {kOk, metrics_.text(documents, service_.file_bytes()), {}, kMetricsType};
}

ApiAnswer ErpApi::openapi(const ApiRequest&) {
  return {200, std::string(embedded::reference_erp_openapi()), {}};
}

}  // namespace planttwin::bridge
