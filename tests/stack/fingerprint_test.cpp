#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <httplib.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenarios/program.h"
#include "tests/stack/certificates.h"
#include "tests/stack/servers.h"

// A drive over TLS, whose peer gets another key while it runs.
namespace planttwin::testing {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kKey = "an-example-key-0001";

std::string shipped(const std::string& name) {
  return fs::absolute(std::string(PLANTTWIN_SOURCE_DIR) + "/" + name).string();
}

// TLS in front of an ERP that has none.
class TlsFront {
 public:
  TlsFront(const Certificates& certificates, const std::string& name, int port, int erp)
      : server_(certificates.certificate(name).c_str(), certificates.key(name).c_str()) {
    const auto pass = [this, erp](const httplib::Request& request, httplib::Response& response) {
      httplib::Client client("127.0.0.1", erp);
      const httplib::Headers headers = {{"X-API-Key", request.get_header_value("X-API-Key")}};
      const auto answer = request.method == "POST"
                              ? client.Post(request.target, headers, request.body,
                                            request.get_header_value("Content-Type"))
                              : client.Get(request.target, headers);
      response.status = answer ? answer->status : 502;
      if (answer) response.set_content(answer->body, "application/json");
      if (request.method == "POST") ++posted_;
    };
    server_.Get(".*", pass);
    server_.Post(".*", pass);
    server_.set_keep_alive_timeout(1);
    EXPECT_TRUE(server_.bind_to_port("127.0.0.1", port));
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~TlsFront() {
    server_.stop();
    thread_.join();
  }
  TlsFront(const TlsFront&) = delete;
  TlsFront& operator=(const TlsFront&) = delete;

  int posted() const { return posted_; }

 private:
  httplib::SSLServer server_;
  std::atomic<int> posted_ = 0;
  std::thread thread_;
};

class FingerprintOfADrive : public ::testing::Test {
 protected:
  FingerprintOfADrive() {
    setenv("PLANTTWIN_ERP_KEY", kKey, 1);
    folder_.write("mapping.json", read_text(shipped("data/stacks/reference-erp/mapping.json")));
  }
  Server erp() const {
    return {{fs::absolute(program_path()), "serve", "erp", "--scenario",
             shipped("scenarios/library/12_real_erp/scenario.json"), "--port",
             std::to_string(erp_port_), "--db", folder_.file("books.sqlite")},
            folder_.path() / "erp",
            erp_port_};
  }
  void write_stack(const std::string& fingerprint) const {
    folder_.write("stack.json",
                  R"({"id": "tls", "secrets": {"key": {"environment": "PLANTTWIN_ERP_KEY"}},
      "production": false, "connections": [{"id": "erp", "url": "https://127.0.0.1:)" +
                      std::to_string(port_) + R"(", "tls": {"ca_file": ")" +
                      certificates_.certificate("ca") + R"("}}],
      "record": {"connection": "erp", "mapping": "mapping.json", "fingerprint": )" +
                      fingerprint + "}}");
  }
  std::vector<std::string> drive(const std::string& speed) const {
    return {"drive",   shipped("scenarios/library/12_real_erp/scenario.json"),
            "--stack", "stack.json",
            "--speed", speed,
            "--out",   "out",
            "--quiet"};
  }
  std::string pin(const std::string& name) const {
    return R"({"tls_pin": ")" + certificates_.pin(name) + "\"}";
  }

  const Certificates certificates_;
  TemporaryFolder folder_;
  int erp_port_ = free_port();
  int port_ = free_port();
};

TEST_F(FingerprintOfADrive, LetsNothingBeWrittenToAnotherKey) {
  Server server = erp();
  server.start();
  const TlsFront front(certificates_, "server", port_, erp_port_);
  write_stack(pin("renewed"));
  const ProgramOutcome driven = run_program(drive("max"), folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("another public key than the fingerprint says"));
  EXPECT_EQ(front.posted(), 0);
}

TEST_F(FingerprintOfADrive, LetsNothingBeWrittenToAnotherSystem) {
  Server server = erp();
  server.start();
  const TlsFront front(certificates_, "server", port_, erp_port_);
  write_stack(R"({"system": "PRD-1"})");
  const ProgramOutcome driven = run_program(drive("max"), folder_.path());
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("is not the system that was meant"));
  EXPECT_EQ(front.posted(), 0);
}

TEST_F(FingerprintOfADrive, StopsTheWritesWhenTheKeyChangesBetweenConnects) {
  Server server = erp();
  server.start();
  write_stack(pin("server"));
  auto front = std::make_unique<TlsFront>(certificates_, "server", port_, erp_port_);
  Program program(drive("6000"), folder_.path());
  for (int i = 0; i < 600 && front->posted() < 3; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  EXPECT_GE(front->posted(), 3);
  front.reset();
  front = std::make_unique<TlsFront>(certificates_, "renewed", port_, erp_port_);
  const ProgramOutcome driven = program.finish();
  EXPECT_EQ(driven.exit_code, 3);
  EXPECT_THAT(driven.standard_error, HasSubstr("another public key than the fingerprint says"));
  EXPECT_EQ(front->posted(), 0);
  EXPECT_THAT(read_text(folder_.file("out/live/audit.log")),
              AllOf(HasSubstr("\"event\":\"failed\""), HasSubstr(certificates_.pin("server"))));
  // With the key that was meant the same command goes on.
  front.reset();
  front = std::make_unique<TlsFront>(certificates_, "server", port_, erp_port_);
  const ProgramOutcome again = run_program(drive("max"), folder_.path());
  EXPECT_EQ(again.exit_code, 0) << again.standard_error;
}

}  // namespace
}  // namespace planttwin::testing
