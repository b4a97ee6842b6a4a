// The reference ERP over HTTP, with several clients at once. Runs under the thread sanitizer too.

#include "erp_bridge/systems/erp_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "erp_bridge/systems/erp_client.h"
#include "erp_bridge/systems/http_record.h"
#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

using bridge::AccessKeys;
using bridge::AccessRole;
using bridge::CannotListen;
using bridge::ErpApi;
using bridge::ErpClient;
using bridge::ErpConnectionError;
using bridge::ErpServer;
using bridge::ErpService;
using bridge::HttpRecord;
using ::testing::HasSubstr;

constexpr const char* kKey = "an operator's key";

AccessKeys keys() {
  AccessKeys keys;
  keys.add(kKey, AccessRole::kOperator);
  return keys;
}

class ErpOverHttp : public ::testing::Test {
 protected:
  std::unique_ptr<ErpClient> client(const std::string& key = kKey) const {
    return std::make_unique<ErpClient>("http://127.0.0.1:" + std::to_string(port_), key);
  }

  TemporaryFile file_;
  ErpService service_{small_erp(), file_.path(), [] { return sim::UtcInstant(); }};
  ErpApi api_{service_, keys()};
  ErpServer server_{api_};
  const int port_ = server_.start("127.0.0.1", 0);
};

TEST_F(ErpOverHttp, TakesMessagesAndShowsItsBooks) {
  const auto http = client();
  EXPECT_EQ(http->post("/messages", to_json(receipt("k", 5))).status, 201);
  EXPECT_EQ(http->post("/messages", to_json(receipt("k", 5))).status, 200);
  const ErpClient::Reply stock = http->get("/stock");
  EXPECT_EQ(stock.status, 200);
  EXPECT_THAT(stock.body, HasSubstr("\"quantity\":105"));
  EXPECT_EQ(http->get("/nothing").status, 404);
  EXPECT_EQ(http->get("/messages").status, 405);
  EXPECT_EQ(client("another key")->get("/stock").status, 401);
}

TEST_F(ErpOverHttp, RefusesABodyThatIsTooLargeAndGoesOn) {
  const auto http = client();
  const ErpClient::Reply refused =
      http->post("/messages", std::string(ErpApi::kMostBytes + 1, ' '));
  EXPECT_EQ(refused.status, 413);
  EXPECT_THAT(refused.body, HasSubstr("too_large"));
  EXPECT_EQ(http->post("/messages", to_json(receipt("k"))).status, 201);
}

TEST_F(ErpOverHttp, RefusesABodyThatNestsTooDeepAndGoesOn) {
  const auto http = client();
  for (const std::size_t depth : {std::size_t{200}, std::size_t{1'000'000}}) {
    const ErpClient::Reply refused = http->post("/messages", std::string(depth, '['));
    EXPECT_EQ(refused.status, 400);
    EXPECT_THAT(refused.body, HasSubstr("nested deeper than"));
  }
  EXPECT_EQ(http->post("/messages", to_json(receipt("k"))).status, 201);
}

// Each key is sent by two clients while another one reads.
TEST_F(ErpOverHttp, BooksEachMessageOnceHoweverManyClientsPostIt) {
  constexpr int kKeys = 60;
  constexpr int kSenders = 4;
  std::atomic<int> created = 0;
  std::atomic<int> reads = 0;
  std::vector<std::thread> threads;
  for (int sender = 0; sender < kSenders; ++sender) {
    threads.emplace_back([&, sender] {
      const auto http = client();
      for (int i = 0; i < kKeys; ++i) {
        const std::string key = std::to_string(sender % 2 * kKeys + i);
        if (http->post("/messages", to_json(receipt(key))).status == 201) ++created;
      }
    });
  }
  threads.emplace_back([&] {
    const auto http = client();
    for (int i = 0; i < 20; ++i) {
      for (const char* path : {"/stock", "/documents", "/trial-balance", "/received"}) {
        if (http->get(path).status == 200) ++reads;
      }
    }
  });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(created, 2 * kKeys);
  EXPECT_EQ(reads, 80);
  EXPECT_EQ(service_.received_count(), kSenders * kKeys);
  service_.read([&](const bridge::ReferenceErp& erp) {
    EXPECT_EQ(erp.documents().size(), 2U * kKeys);
    EXPECT_EQ(erp.stock().front().quantity, sim::Decimal(100 + 2 * kKeys, 0));
  });
}

TEST_F(ErpOverHttp, IsReadWhileItBooks) {
  const std::jthread sender([this](const std::stop_token& done) {
    const auto http = client();
    for (int i = 0; !done.stop_requested(); ++i) {
      http->post("/messages", to_json(receipt(std::to_string(i))));
    }
  });
  const auto http = client();
  for (int i = 0; i < 5; ++i) {
    const HttpRecord record(*http);
    std::int64_t documents = 0;
    record.read_documents(
        [&](const bridge::RecordDocument& document) { EXPECT_EQ(document.number, ++documents); });
    EXPECT_EQ(record.stock().front().quantity, sim::Decimal(100 + documents, 0));
    EXPECT_EQ(record.opening_stock().front().quantity, sim::Decimal(100, 0));
  }
}

TEST_F(ErpOverHttp, HasAPortOfItsOwn) {
  ErpServer second(api_);
  try {
    second.start("127.0.0.1", port_);
    FAIL() << "two servers share a port";
  } catch (const CannotListen& error) {
    EXPECT_THAT(error.what(), HasSubstr("Address already in use"));
  }
}

TEST_F(ErpOverHttp, IsMissedWhenItHasStopped) {
  const auto http = client();
  server_.stop();
  EXPECT_EQ(http->get("/health").status, 0);
  EXPECT_THROW(const HttpRecord record(*http), ErpConnectionError);
}

TEST_F(ErpOverHttp, ShowsItsBooksOnlyWithAKey) {
  const auto http = client("another key");
  EXPECT_THROW(const HttpRecord record(*http), ErpConnectionError);
}

}  // namespace
}  // namespace planttwin::testing
