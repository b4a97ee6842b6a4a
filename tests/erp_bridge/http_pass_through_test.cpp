#include "erp_bridge/transports/http_pass_through.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace planttwin::bridge {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

// A server on a port of its own that answers as it is told.
class Target {
 public:
  Target() {
    const auto handler = [this](const httplib::Request& request, httplib::Response& response) {
      const std::scoped_lock lock(mutex_);
      last_ = request;
      ++requests_;
      response.status = status_;
      response.headers = headers_;
      if (!body_.empty()) response.set_content(body_, type_);
    };
    server_.Get(".*", handler);
    server_.Post(".*", handler);
    server_.Put(".*", handler);
    server_.Patch(".*", handler);
    server_.Delete(".*", handler);
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~Target() { stop(); }
  Target(const Target&) = delete;
  Target& operator=(const Target&) = delete;

  void stop() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  void answer(int status, const std::string& body, const std::string& type,
              httplib::Headers headers = {}) {
    const std::scoped_lock lock(mutex_);
    status_ = status;
    body_ = body;
    type_ = type;
    headers_ = std::move(headers);
  }
  httplib::Request last() const {
    const std::scoped_lock lock(mutex_);
    return last_;
  }
  int requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

 private:
  mutable std::mutex mutex_;
  httplib::Request last_;
  int requests_ = 0;
  int status_ = 200;
  std::string body_;
  std::string type_;
  httplib::Headers headers_;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

int spare_port() {
  const Target one;
  return std::stoi(one.url().substr(one.url().rfind(':') + 1));
}

class HttpPassThroughTest : public ::testing::Test {
 protected:
  HttpPassThroughTest() {
    Connection here{.url = "http://127.0.0.1:" + std::to_string(port_)};
    Connection to{.url = target_.url()};
    to.user = "twin";
    to.password = "not-for-others";
    to.headers = {{"X-API-Key", "not-for-others"}};
    pass_.emplace(
        here, to,
        [this](const Parcel& request) {
          const std::scoped_lock lock(mutex_);
          log_.push_back("heard " + request.method + " " + request.address + " " + request.body);
          at_target_when_heard_ = target_.requests();
          if (refuses_) throw std::runtime_error("no room");
        },
        [this](const Parcel& request, int status) {
          const std::scoped_lock lock(mutex_);
          log_.push_back("answered " + request.method + " " + std::to_string(status));
        });
  }
  std::vector<std::string> log() const {
    const std::scoped_lock lock(mutex_);
    return log_;
  }

  Target target_;
  int port_ = spare_port();
  mutable std::mutex mutex_;
  std::vector<std::string> log_;
  int at_target_when_heard_ = -1;
  bool refuses_ = false;
  std::optional<HttpPassThrough> pass_;
  httplib::Client client_{"127.0.0.1", port_};
};

TEST_F(HttpPassThroughTest, PassesARequestOnAsItIs) {
  client_.Post("/orders/7%2F8?dry=1&x=a%20b",
               {{"Authorization", "Basic b3RoZXI6cw=="}, {"X-Trace", "42"}, {"X-Trace", "43"}},
               "<order>ü</order>", "application/xml; charset=utf-8");
  const httplib::Request seen = target_.last();
  EXPECT_EQ(seen.method, "POST");
  EXPECT_EQ(seen.target, "/orders/7%2F8?dry=1&x=a%20b");
  EXPECT_EQ(seen.body, "<order>ü</order>");
  EXPECT_EQ(seen.get_header_value("Content-Type"), "application/xml; charset=utf-8");
  EXPECT_EQ(seen.get_header_value("Authorization"), "Basic b3RoZXI6cw==");
  EXPECT_EQ(seen.get_header_value_count("X-Trace"), 2U);
  EXPECT_FALSE(seen.has_header("X-API-Key"));
}

TEST_F(HttpPassThroughTest, PassesAnAnswerOnAsItIs) {
  const std::string body("no such \0 item", 14);
  target_.answer(422, body, "application/problem+json",
                 {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}, {"X-CSRF-Token", "t0ken"}});
  const auto answer = client_.Put("/items/1", "{}", "application/json");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 422);
  EXPECT_EQ(answer->body, body);
  EXPECT_EQ(answer->get_header_value("Content-Type"), "application/problem+json");
  EXPECT_EQ(answer->get_header_value_count("Set-Cookie"), 2U);
  EXPECT_EQ(answer->get_header_value("X-CSRF-Token"), "t0ken");
}

TEST_F(HttpPassThroughTest, KnowsEveryMethodAndAnswersWithoutABody) {
  target_.answer(204, "", "");
  EXPECT_EQ(client_.Get("/a")->status, 204);
  EXPECT_EQ(client_.Delete("/b")->status, 204);
  EXPECT_EQ(client_.Patch("/c", "1", "text/plain")->status, 204);
  EXPECT_EQ(client_.Post("/d")->status, 204);
  EXPECT_THAT(log(), ElementsAre("heard GET /a ", "answered GET 204", "heard DELETE /b ",
                                 "answered DELETE 204", "heard PATCH /c 1", "answered PATCH 204",
                                 "heard POST /d ", "answered POST 204"));
}

TEST_F(HttpPassThroughTest, UnpacksNothingThatIsPacked) {
  target_.answer(200, "\x1f\x8b not really", "application/octet-stream",
                 {{"Content-Encoding", "gzip"}});
  client_.set_decompress(false);
  const auto answer = client_.Get("/packed", {{"Accept-Encoding", "gzip"}});
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get_header_value("Content-Encoding"), "gzip");
  EXPECT_EQ(answer->body, "\x1f\x8b not really");
}

TEST_F(HttpPassThroughTest, HearsARequestBeforeTheTargetDoes) {
  client_.Post("/orders", "one", "text/plain");
  EXPECT_EQ(at_target_when_heard_, 0);
  EXPECT_EQ(target_.requests(), 1);
}

TEST_F(HttpPassThroughTest, PassesNothingOnThatCouldNotBeKept) {
  refuses_ = true;
  const auto answer = client_.Post("/orders", "one", "text/plain");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 503);
  EXPECT_THAT(answer->body, HasSubstr("no room"));
  EXPECT_EQ(target_.requests(), 0);
}

TEST_F(HttpPassThroughTest, SaysThatTheTargetDoesNotAnswer) {
  target_.stop();
  const auto answer = client_.Post("/orders", "one", "text/plain");
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->status, 502);
  EXPECT_THAT(answer->body, AllOf(StartsWith("planttwin: "), Not(HasSubstr("not-for-others"))));
  EXPECT_THAT(log(), ElementsAre("heard POST /orders one", "answered POST 502"));
}

TEST_F(HttpPassThroughTest, PassesOnSeveralAtOnce) {
  constexpr int kClients = 8, kEach = 50;
  target_.answer(200, "done", "text/plain");
  std::vector<std::thread> clients;
  for (int i = 0; i < kClients; ++i) {
    clients.emplace_back([this] {
      httplib::Client client("127.0.0.1", port_);
      client.set_keep_alive(true);
      for (int n = 0; n < kEach; ++n) {
        const auto answer = client.Post("/orders", std::to_string(n), "text/plain");
        ASSERT_TRUE(answer);
        EXPECT_EQ(answer->body, "done");
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(target_.requests(), kClients * kEach);
  EXPECT_EQ(log().size(), 2U * kClients * kEach);
}

TEST_F(HttpPassThroughTest, NeedsItsPort) {
  const Connection here{.url = target_.url()};
  EXPECT_THROW(HttpPassThrough(here, here, {}, {}), TransportError);
}

}  // namespace
}  // namespace planttwin::bridge
