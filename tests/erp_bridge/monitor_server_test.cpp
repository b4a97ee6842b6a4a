#include "erp_bridge/monitoring/monitor_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <stdexcept>
#include <string>

#include "erp_bridge/transports/transport.h"

namespace planttwin::bridge {
namespace {

using ::testing::HasSubstr;

constexpr const char* kKey = "a key of a viewer";

class Monitor : public ::testing::Test {
 protected:
  MonitorServer::Pages pages() {
    return {[] { return std::string("# no figures\n"); }, [this] { return trouble_; }};
  }
  static AccessKeys viewer() {
    AccessKeys keys;
    keys.add(kKey, AccessRole::kViewer);
    return keys;
  }
  std::string trouble_;
};

TEST_F(Monitor, ServesFiguresAndHealthOnALoopbackWithoutAKey) {
  MonitorServer server({}, pages());
  httplib::Client client("127.0.0.1", server.start({}));
  const auto metrics = client.Get("/metrics");
  ASSERT_TRUE(metrics);
  EXPECT_EQ(metrics->status, 200);
  EXPECT_EQ(metrics->body, "# no figures\n");
  EXPECT_EQ(metrics->get_header_value("Content-Type"), kMetricsType);
  EXPECT_EQ(client.Get("/healthz")->body, "{\"status\":\"ok\"}\n");
  trouble_ = "it \"stands\"";
  const auto health = client.Get("/healthz");
  EXPECT_EQ(health->status, 503);
  EXPECT_EQ(health->body, "{\"status\":\"failing\",\"reason\":\"it \\\"stands\\\"\"}\n");
  EXPECT_EQ(client.Get("/")->status, 404);
  EXPECT_EQ(client.Post("/metrics")->status, 405);
}

// A page of another site reaches a loopback by a name that it has made to mean it.
TEST_F(Monitor, RefusesOnALoopbackWhoCallsItByAnotherName) {
  MonitorServer server({}, pages());
  httplib::Client client("127.0.0.1", server.start({}));
  for (const char* host : {"evil.example:80", "127.evil.example", ""}) {
    EXPECT_EQ(client.Get("/metrics", {{"Host", host}})->status, 403) << host;
  }
  for (const char* host : {"localhost", "localhost:9464", "[::1]:9464", "127.0.0.1"}) {
    EXPECT_EQ(client.Get("/metrics", {{"Host", host}})->status, 200) << host;
  }
}

TEST_F(Monitor, AsksForAKeyWhereThereAreAny) {
  MonitorServer server(viewer(), pages());
  httplib::Client client("127.0.0.1", server.start({"0.0.0.0", 0}));
  for (const char* path : {"/metrics", "/healthz"}) {
    EXPECT_EQ(client.Get(path)->status, 401);
    EXPECT_EQ(client.Get(path, {{"X-API-Key", "another key of 1"}})->status, 401);
    EXPECT_EQ(client.Get(path, {{"X-API-Key", kKey}})->status, 200);
    EXPECT_EQ(client.Get(path, {{"Authorization", std::string("Bearer ") + kKey}})->status, 200);
  }
}

TEST_F(Monitor, DoesNotListenBeyondTheMachineWithoutKeys) {
  EXPECT_THROW(MonitorServer({}, pages()).start({"0.0.0.0", 0}), std::invalid_argument);
}

TEST_F(Monitor, DoesNotShareAPort) {
  MonitorServer first({}, pages());
  const int port = first.start({});
  EXPECT_THROW(MonitorServer({}, pages()).start({"127.0.0.1", port}), TransportError);
}

TEST_F(Monitor, HoldsOffWhoAsksTooOften) {
  MonitorServer server(viewer(), pages());
  httplib::Client client("127.0.0.1", server.start({}));
  client.set_keep_alive(true);
  int refused = 0;
  for (int i = 0; i < 4 * MonitorServer::kPerSecond; ++i) {
    if (client.Get("/metrics", {{"X-API-Key", "one guess after "}})->status == 429) ++refused;
  }
  EXPECT_GT(refused, 0);
}

TEST(MonitorPlaceText, HasAPortAndPerhapsAHost) {
  EXPECT_EQ(parse_monitor_place("9464").host, "127.0.0.1");
  EXPECT_EQ(parse_monitor_place("9464").port, 9464);
  EXPECT_EQ(parse_monitor_place("0.0.0.0:80").host, "0.0.0.0");
  EXPECT_EQ(parse_monitor_place("[::1]:80").host, "::1");
  for (const char* text : {"", "host", "host:", ":80", "::1:80", "[::1]", "80 ", "-1", "65536"}) {
    EXPECT_THROW(parse_monitor_place(text), std::invalid_argument) << text;
  }
}

TEST(Loopback, IsAnAddressAndNoNameThatLooksLikeOne) {
  for (const char* host : {"127.0.0.1", "127.9.9.9", "localhost", "::1"}) {
    EXPECT_TRUE(is_loopback(host)) << host;
  }
  for (const char* host : {"127.evil.example", "10.0.0.1", "localhost.example", "::", ""}) {
    EXPECT_FALSE(is_loopback(host)) << host;
  }
}

}  // namespace
}  // namespace planttwin::bridge
