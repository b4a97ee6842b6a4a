#include "erp_bridge/systems/erp_client.h"

#include <httplib.h>

#include <chrono>

namespace planttwin::bridge {
namespace {

constexpr auto kConnect = std::chrono::seconds(5);
constexpr auto kAnswer = std::chrono::seconds(30);

}  // namespace

class ErpClient::Http {
 public:
  Http(const std::string& url, const std::string& key) : client_(url) {
    client_.set_tcp_nodelay(true);
    client_.set_keep_alive(true);
    client_.set_connection_timeout(kConnect);
    client_.set_read_timeout(kAnswer);
    client_.set_write_timeout(kAnswer);
    client_.set_default_headers({{"X-API-Key", key}});
  }
  static Reply reply(const httplib::Result& result) {
    return result ? Reply{result->status, result->body} : Reply{};
  }

  httplib::Client client_;
};

ErpClient::ErpClient(const std::string& url, const std::string& key)
    : url_(url), http_(std::make_unique<Http>(url, key)) {}
ErpClient::~ErpClient() = default;

ErpClient::Reply ErpClient::get(const std::string& path) {
  return Http::reply(http_->client_.Get(path));
}

ErpClient::Reply ErpClient::post(const std::string& path, const std::string& json) {
  return Http::reply(http_->client_.Post(path, json, "application/json"));
}

}  // namespace planttwin::bridge
