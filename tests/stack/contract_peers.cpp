#include "tests/stack/contract_peers.h"

#include <gtest/gtest.h>
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_mock.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "tests/stack/servers.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

using bridge::Connection;

const std::map<std::string, std::string>& credentials() {
  static const std::map<std::string, std::string> words = {
      {"PLANTTWIN_PART_USER", Peer::kUser}, {"PLANTTWIN_PART_PASSWORD", Peer::kPassword}};
  return words;
}

Connection at(const std::string& url) {
  Connection connection{.url = url};
  connection.client_id = "contract";
  connection.connect_within = std::chrono::seconds(2);
  connection.answer_within = std::chrono::seconds(10);
  return connection;
}

// The receiver itself is the peer.
class HttpPeer final : public Peer {
 public:
  void start() override {}
  void stop() override {}
  Connection connection() const override { return at("http://127.0.0.1:" + std::to_string(port_)); }
  std::string sender_address() const override { return "/orders"; }
  std::string receiver_address() const override { return "/orders"; }

 private:
  int port_ = free_port();
};

class MosquittoPeer final : public Peer {
 public:
  explicit MosquittoPeer(int version) : version_(version) {}
  void start() override { server_.start(); }
  void stop() override { server_.stop(); }
  void kill() override { server_.kill(); }
  Connection connection() const override {
    Connection connection = at("mqtt://127.0.0.1:" + std::to_string(server_.port()));
    connection.user = kUser;
    connection.password = kPassword;
    connection.mqtt_version = version_;
    return connection;
  }
  std::string sender_address() const override { return "plant/works-7/orders"; }
  std::string receiver_address() const override { return "plant/+/orders"; }
  bool carries_headers() const override { return version_ == 5; }
  // Mosquitto stores once a second what it has acknowledged before.
  std::chrono::milliseconds storing() const override { return std::chrono::milliseconds(2500); }

 private:
  int version_;
  TemporaryFolder folder_;
  Server server_ = Server::part("mosquitto", folder_.file("mosquitto"), free_port(), credentials());
};

struct Rabbit {
  TemporaryFolder folder;
  Server server = Server::part("rabbitmq", folder.file("rabbitmq"), free_port(), credentials());
  bool running = false;
};

Rabbit& rabbit() {
  static Rabbit one;
  return one;
}

class RabbitPeer final : public Peer {
 public:
  void start() override {
    if (!rabbit().running) rabbit().server.start();
    rabbit().running = true;
  }
  void stop() override {
    rabbit().server.stop();
    rabbit().running = false;
  }
  void kill() override {
    rabbit().server.kill();
    rabbit().running = false;
  }
  Connection connection() const override {
    Connection connection = at("amqp://127.0.0.1:" + std::to_string(rabbit().server.port()));
    connection.user = kUser;
    connection.password = kPassword;
    return connection;
  }
  std::string sender_address() const override { return queue_; }
  std::string receiver_address() const override { return queue_; }

 private:
  static std::string test() {
    std::string name = ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::replace(name.begin(), name.end(), '/', ' ');
    return name;
  }
  std::string queue_ = "orders of " + test();
};

class KafkaPeer final : public Peer {
 public:
  KafkaPeer() {
    rd_kafka_conf_t* quiet = rd_kafka_conf_new();
    rd_kafka_conf_set(quiet, "log_level", "0", nullptr, 0);
    client_ = rd_kafka_new(RD_KAFKA_PRODUCER, quiet, nullptr, 0);
    cluster_ = rd_kafka_mock_cluster_new(client_, 1);
    rd_kafka_mock_topic_create(cluster_, "orders", kPartitions, 1);
    stop();
  }
  ~KafkaPeer() override {
    rd_kafka_mock_cluster_destroy(cluster_);
    rd_kafka_destroy(client_);
  }
  KafkaPeer(const KafkaPeer&) = delete;
  KafkaPeer& operator=(const KafkaPeer&) = delete;

  void start() override { rd_kafka_mock_broker_set_up(cluster_, 1); }
  void stop() override { rd_kafka_mock_broker_set_down(cluster_, 1); }
  Connection connection() const override {
    return at(std::string("kafka://") + rd_kafka_mock_cluster_bootstraps(cluster_));
  }
  bool is_patient() const override { return true; }

 private:
  static constexpr int kPartitions = 3;
  rd_kafka_t* client_ = nullptr;
  rd_kafka_mock_cluster_t* cluster_ = nullptr;
};

class FolderPeer final : public Peer {
 public:
  void start() override { std::filesystem::create_directories(folder_.file("drop/orders")); }
  void stop() override {}
  Connection connection() const override { return at("file://" + folder_.file("drop").string()); }
  bool carries_headers() const override { return false; }

 private:
  TemporaryFolder folder_;
};

}  // namespace

std::unique_ptr<Peer> make_peer(const std::string& name) {
  if (name == "http") return std::make_unique<HttpPeer>();
  if (name == "mqtt3") return std::make_unique<MosquittoPeer>(3);
  if (name == "mqtt5") return std::make_unique<MosquittoPeer>(5);
  if (name == "amqp") return std::make_unique<RabbitPeer>();
  if (name == "kafka") return std::make_unique<KafkaPeer>();
  if (name == "file") return std::make_unique<FolderPeer>();
  throw std::invalid_argument("no peer " + name);
}

}  // namespace planttwin::testing
