#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <fstream>
#include <functional>
#include <thread>

#include "erp_bridge/transports/transport.h"
#include "tests/stack/certificates.h"
#include "tests/stack/servers.h"
#include "tests/support/temporary_file.h"

// TLS of each transport that has it: whom the sender trusts, and what it shows of itself.
namespace planttwin::bridge {
namespace {

using namespace std::chrono_literals;
using testing::Certificates;
using testing::free_port;
using testing::Server;
using testing::TemporaryFolder;
using Kind = Receipt::Kind;

const Certificates& certificates() {
  static const Certificates all;
  return all;
}

TlsOptions trusting(const std::string& authority) {
  TlsOptions tls;
  tls.ca_file = certificates().certificate(authority);
  return tls;
}

TlsOptions shown(TlsOptions tls, const std::string& name) {
  tls.certificate_file = certificates().certificate(name);
  tls.key_file = certificates().key(name);
  return tls;
}

Connection over(const std::string& scheme, int port, const TlsOptions& tls,
                const std::string& host = "127.0.0.1") {
  Connection connection{.url = scheme + "://" + host + ":" + std::to_string(port)};
  connection.client_id = "tls";
  connection.tls = tls;
  return connection;
}

Receipt send_one(const Connection& connection, const std::string& address) {
  return make_sender(connection)->send({{.address = address, .key = {}, .body = "{}"}}).front();
}

// Our own receiver, which acknowledges all it gets.
class HttpsPeer {
 public:
  explicit HttpsPeer(TlsOptions own) {
    receiver_ = make_receiver(over("https", port, own), "/orders");
    receiver_->receive(0ms);
    EXPECT_EQ(receiver_->trouble(), "");
    thread_ = std::thread([this] {
      while (!done_) {
        if (receiver_->receive(10ms)) receiver_->acknowledge();
      }
    });
  }
  ~HttpsPeer() {
    done_ = true;
    thread_.join();
  }
  HttpsPeer(const HttpsPeer&) = delete;
  HttpsPeer& operator=(const HttpsPeer&) = delete;

  const int port = free_port();

 private:
  std::unique_ptr<Receiver> receiver_;
  std::atomic<bool> done_ = false;
  std::thread thread_;
};

TEST(HttpTls, ArrivesAtAServerWhoseCertificateIsTrusted) {
  const HttpsPeer peer(shown({}, "server"));
  for (const char* host : {"127.0.0.1", "localhost"}) {
    const Receipt receipt = send_one(over("https", peer.port, trusting("ca"), host), "/orders");
    EXPECT_EQ(receipt.kind, Kind::kArrived) << receipt.reason;
    EXPECT_EQ(receipt.status, 202);
  }
}

// A server closes connections that rest: what only reads is asked again.
TEST(HttpTls, ReadsOnAfterTheServerHasClosedTheConnection) {
  httplib::SSLServer server(certificates().certificate("server").c_str(),
                            certificates().key("server").c_str());
  server.Get("/stock", [](const httplib::Request&, httplib::Response& response) {
    response.set_content("{}", "application/json");
  });
  server.set_keep_alive_timeout(1);
  const int port = server.bind_to_any_port("127.0.0.1");
  std::thread thread([&] { server.listen_after_bind(); });
  const auto sender = make_sender(over("https", port, trusting("ca")));
  for (int i = 0; i < 2; ++i) {
    const Receipt receipt =
        sender->send({{.address = "/stock", .key = {}, .body = {}, .method = "GET"}}).front();
    EXPECT_EQ(receipt.kind, Kind::kArrived) << receipt.reason;
    EXPECT_EQ(receipt.body, "{}");
    std::this_thread::sleep_for(1500ms);
  }
  server.stop();
  thread.join();
}

TEST(HttpTls, RefusesACertificateOfAnotherAuthority) {
  const HttpsPeer peer(shown({}, "server"));
  EXPECT_THROW(send_one(over("https", peer.port, trusting("stranger")), "/orders"), TransportError);
  EXPECT_THROW(send_one(over("https", peer.port, {}), "/orders"), TransportError);
}

TEST(HttpTls, RefusesACertificateOfAnotherHostUnlessToldOtherwise) {
  const HttpsPeer peer(shown({}, "elsewhere"));
  TlsOptions tls = trusting("ca");
  EXPECT_THROW(send_one(over("https", peer.port, tls), "/orders"), TransportError);
  tls.verify_host = false;
  EXPECT_EQ(send_one(over("https", peer.port, tls), "/orders").kind, Kind::kArrived);
  // The authority counts all the same.
  tls.ca_file = certificates().certificate("stranger");
  EXPECT_THROW(send_one(over("https", peer.port, tls), "/orders"), TransportError);
}

TEST(HttpTls, RefusesACertificateThatHasExpired) {
  const HttpsPeer peer(shown({}, "expired"));
  EXPECT_THROW(send_one(over("https", peer.port, trusting("ca")), "/orders"), TransportError);
}

TlsOptions pinned(const std::string& name, const std::string& authority = "ca") {
  TlsOptions tls = trusting(authority);
  tls.pin = certificates().pin(name);
  return tls;
}

TEST(TlsPin, LetsThroughTheKeyThatWasMeantAndNoOther) {
  const HttpsPeer peer(shown({}, "server"));
  EXPECT_EQ(send_one(over("https", peer.port, pinned("server")), "/orders").kind, Kind::kArrived);
  for (const bool verify_host : {true, false}) {
    TlsOptions other = pinned("renewed");
    other.verify_host = verify_host;
    EXPECT_THROW(send_one(over("https", peer.port, other), "/orders"), TransportError);
  }
  // A pin takes the place of nothing else.
  EXPECT_THROW(send_one(over("https", peer.port, pinned("server", "stranger")), "/orders"),
               TransportError);
  const HttpsPeer elsewhere(shown({}, "elsewhere"));
  EXPECT_THROW(send_one(over("https", elsewhere.port, pinned("elsewhere")), "/orders"),
               TransportError);
  const HttpsPeer expired(shown({}, "expired"));
  EXPECT_THROW(send_one(over("https", expired.port, pinned("expired")), "/orders"), TransportError);
}

TEST(HttpTls, ShowsItsCertificateToAServerThatAsksForOne) {
  const HttpsPeer peer(shown(trusting("ca"), "server"));
  const auto with = over("https", peer.port, shown(trusting("ca"), "client"));
  EXPECT_EQ(send_one(with, "/orders").kind, Kind::kArrived);
  EXPECT_THROW(send_one(over("https", peer.port, trusting("ca")), "/orders"), TransportError);
  const auto strange = over("https", peer.port, shown(trusting("ca"), "stranger"));
  EXPECT_THROW(send_one(strange, "/orders"), TransportError);
}

TEST(HttpTls, IsAnErrorWithAServerThatSpeaksPlainHttp) {
  const int port = free_port();
  const auto receiver =
      make_receiver({.url = "http://127.0.0.1:" + std::to_string(port)}, "/orders");
  receiver->receive(0ms);
  EXPECT_THROW(send_one(over("https", port, trusting("ca")), "/orders"), TransportError);
}

TEST(HttpTls, WithFilesThatCantBeReadIsAnError) {
  const HttpsPeer peer(shown({}, "server"));
  TlsOptions tls = trusting("ca");
  tls.certificate_file = tls.key_file = "/nowhere.pem";
  EXPECT_THROW(send_one(over("https", peer.port, tls), "/orders"), TransportError);
  tls = {};
  tls.ca_file = "/nowhere.pem";
  EXPECT_THROW(send_one(over("https", peer.port, tls), "/orders"), TransportError);
}

class MosquittoTls : public ::testing::TestWithParam<int> {
 protected:
  Server mosquitto(const std::string& certificate, bool ask) {
    const std::string file = folder_.file("mosquitto.conf").string();
    std::ofstream(file) << "listener " << port_ << " 127.0.0.1\nallow_anonymous true\nuser root\n"
                        << "certfile " << certificates().certificate(certificate) << "\nkeyfile "
                        << certificates().key(certificate) << "\ncafile "
                        << certificates().certificate("ca") << "\nrequire_certificate "
                        << (ask ? "true" : "false") << "\n";
    return {{"/usr/sbin/mosquitto", "-c", file}, folder_.file("server"), port_, {}};
  }
  Connection connection(const TlsOptions& tls) const {
    Connection made = over("mqtts", port_, tls);
    made.mqtt_version = GetParam();
    return made;
  }
  void expect_refusal(const TlsOptions& tls) const {
    EXPECT_THROW(send_one(connection(tls), "orders"), TransportError);
    EXPECT_THROW(make_receiver(connection(tls), "orders")->receive(5s), TransportError);
  }
  TemporaryFolder folder_;
  int port_ = free_port();
};
INSTANTIATE_TEST_SUITE_P(, MosquittoTls, ::testing::Values(3, 5));

TEST_P(MosquittoTls, TrustsTheRightAuthorityAndHostOnly) {
  Server server = mosquitto("server", false);
  server.start();
  const auto receiver = make_receiver(connection(trusting("ca")), "orders");
  EXPECT_EQ(receiver->receive(200ms), std::nullopt);
  EXPECT_EQ(receiver->trouble(), "");
  Parcel large{.address = "orders", .key = {}, .body = std::string(1 << 20, 'b')};
  const auto sender = make_sender(connection(trusting("ca")));
  EXPECT_EQ(sender->send({large}).front().kind, Kind::kArrived);
  EXPECT_EQ(receiver->receive(10s).value_or(Parcel{}).body, large.body);
  expect_refusal(trusting("stranger"));
  expect_refusal(pinned("renewed"));
  EXPECT_EQ(send_one(connection(pinned("server")), "orders").kind, Kind::kArrived);
  server.stop();
  EXPECT_NE(sender->send({large}).front().kind, Kind::kArrived);
  server = mosquitto("elsewhere", false);
  server.start();
  expect_refusal(trusting("ca"));
  TlsOptions lax = trusting("ca");
  lax.verify_host = false;
  EXPECT_NO_THROW(send_one(connection(lax), "orders"));
}

TEST_P(MosquittoTls, ShowsItsCertificateToABrokerThatAsksForOne) {
  Server server = mosquitto("server", true);
  server.start();
  const auto receiver = make_receiver(connection(shown(trusting("ca"), "client")), "orders");
  EXPECT_EQ(receiver->receive(200ms), std::nullopt);
  EXPECT_EQ(receiver->trouble(), "");
  EXPECT_EQ(send_one(connection(shown(trusting("ca"), "client")), "orders").kind, Kind::kArrived);
  expect_refusal(trusting("ca"));
}

TEST(AmqpTls, TrustsTheRightAuthorityAndHostOnly) {
  const TemporaryFolder folder;
  const int port = free_port();
  const int other_port = free_port();
  const std::string file = folder.file("advanced.config").string();
  const auto options = [](const std::string& name) {
    return "{certfile,\"" + certificates().certificate(name) + "\"},{keyfile,\"" +
           certificates().key(name) + "\"},{cacertfile,\"" + certificates().certificate("ca") +
           "\"},{verify,verify_none}";
  };
  std::ofstream(file) << "[{rabbit,[{ssl_listeners,[{\"127.0.0.1\"," << port << "}]},{ssl_options,["
                      << options("server") << "]}]}].\n";
  Server server = Server::part("rabbitmq", folder.file("rabbitmq"), other_port,
                               {{"RABBITMQ_ADVANCED_CONFIG_FILE", file}});
  server.start();
  const auto trusted = over("amqps", port, trusting("ca"), "localhost");
  const auto receiver = make_receiver(trusted, "orders");
  EXPECT_EQ(receiver->receive(500ms), std::nullopt);
  EXPECT_EQ(receiver->trouble(), "");
  EXPECT_EQ(send_one(trusted, "orders").kind, Kind::kArrived);
  EXPECT_EQ(receiver->receive(10s).value_or(Parcel{}).body, "{}");
  // librabbitmq compares names only, so an address is another host.
  for (const Connection& other : {over("amqps", port, trusting("stranger"), "localhost"),
                                  over("amqps", port, trusting("ca"), "127.0.0.1")}) {
    EXPECT_THROW(send_one(other, "orders"), TransportError);
    EXPECT_THROW(make_receiver(other, "orders")->receive(5s), TransportError);
  }
}

}  // namespace
}  // namespace planttwin::bridge
