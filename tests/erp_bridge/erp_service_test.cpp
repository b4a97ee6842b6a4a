// Books that outlive the process: what was answered is in the file, what is in the file is booked
// again, and a file of other books is left alone.

#include "erp_bridge/systems/erp_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <filesystem>
#include <limits>
#include <memory>

#include "sim/database.h"
#include "tests/support/erp_messages.h"
#include "tests/support/temporary_file.h"

namespace planttwin::testing {
namespace {

using bridge::Answer;
using bridge::Arrival;
using bridge::ErpMasterData;
using bridge::ErpService;
using bridge::Message;
using bridge::Posted;
using bridge::ReceivedMessage;
using bridge::ReferenceErp;
using bridge::StoreMismatch;
using ::testing::HasSubstr;

Arrival arrival(const Message& message) { return {message, to_json(message)}; }

class ErpBooks : public ::testing::Test {
 protected:
  std::unique_ptr<ErpService> open(const ErpMasterData& data = small_erp()) {
    return std::make_unique<ErpService>(data, file_.path(), [this] {
      now_ = now_ + sim::Duration::seconds(1);
      return now_;
    });
  }
  static Posted post(ErpService& service, const Message& message) {
    return service.post({arrival(message)}).front();
  }
  static std::string screws(ErpService& service) {
    std::string quantity;
    service.read([&](const ReferenceErp& erp) { quantity = erp.stock().front().quantity.text(); });
    return quantity;
  }
  static std::size_t documents(ErpService& service) {
    std::size_t count = 0;
    service.read([&](const ReferenceErp& erp) { count = erp.documents().size(); });
    return count;
  }
  // The reason why the file is not opened.
  std::string refusal(const ErpMasterData& data) {
    try {
      open(data);
      return "(opened)";
    } catch (const StoreMismatch& error) {
      return error.what();
    }
  }

  TemporaryFile file_;
  sim::UtcInstant now_;
};

TEST_F(ErpBooks, AreTheSameAfterARestart) {
  {
    const auto service = open();
    EXPECT_EQ(post(*service, receipt("in", 20)).answer.document, 1);
    EXPECT_EQ(post(*service, issue("out", 30)).answer.document, 2);
    EXPECT_EQ(post(*service, issue("too many", 1000)).answer.code, "deficit");
  }
  const auto service = open();
  EXPECT_EQ(screws(*service), "90");
  EXPECT_EQ(documents(*service), 2U);
  const Posted again = post(*service, receipt("in", 20));
  EXPECT_TRUE(again.again);
  EXPECT_EQ(again.answer.document, 1);
  EXPECT_EQ(post(*service, receipt("in", 21)).answer.code, "conflict");
  EXPECT_EQ(screws(*service), "90");
}

TEST_F(ErpBooks, ListWhatArrivedAsOftenAsItCame) {
  const auto service = open();
  post(*service, issue("k", 1000));
  post(*service, receipt("other", 950));
  post(*service, issue("k", 1000));
  const std::vector<ReceivedMessage> arrivals = service->received("k");
  ASSERT_EQ(arrivals.size(), 2U);
  EXPECT_EQ(arrivals[0].position, 1);
  EXPECT_EQ(arrivals[0].answer.code, "deficit");
  EXPECT_EQ(arrivals[0].id, "id of k");
  EXPECT_EQ(arrivals[0].text, to_json(issue("k", 1000)));
  EXPECT_EQ(arrivals[1].position, 3);
  EXPECT_EQ(arrivals[1].answer.kind, Answer::Kind::kAcknowledged);
  EXPECT_EQ(arrivals[1].arrived - arrivals[0].arrived, sim::Duration::seconds(2));
  ASSERT_EQ(service->received_after(1, 1).size(), 1U);
  EXPECT_EQ(service->received_after(1, 1).front().key, "other");
  EXPECT_EQ(service->received_count(), 3);
}

TEST_F(ErpBooks, TakeTheOthersOfABatchWhenOneCannotBeCounted) {
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();
  const auto service = open();
  const std::vector<Posted> posted = service->post(
      {arrival(receipt("a", 1)), arrival(receipt("huge", kMost)), arrival(receipt("b", 2))});
  ASSERT_EQ(posted.size(), 3U);
  EXPECT_EQ(posted[0].answer.document, 1);
  EXPECT_EQ(posted[1].answer.code, "out_of_range");
  EXPECT_EQ(posted[2].answer.document, 2);
  EXPECT_EQ(screws(*service), "103");
  EXPECT_TRUE(service->received("huge").empty());
}

TEST_F(ErpBooks, OfDefectsAreTheSameAfterARestart) {
  ErpMasterData data = small_erp();
  data.defects = {{&bridge::erp_defect("loses_posting"), 0.5}};
  std::size_t booked = 0;
  {
    const auto service = open(data);
    for (int i = 0; i < 100; ++i) {
      EXPECT_EQ(post(*service, receipt(std::to_string(i))).answer.code, "");
    }
    booked = documents(*service);
  }
  EXPECT_GT(booked, 30U);
  EXPECT_LT(booked, 70U);
  EXPECT_EQ(documents(*open(data)), booked);
}

TEST_F(ErpBooks, AreNotOpenedWithOtherMasterData) {
  open();
  ErpMasterData other = small_erp();
  other.items[0].standard_cost = sim::Money::steps(26);
  EXPECT_THAT(refusal(other), HasSubstr("with other items"));
  other = small_erp();
  other.stock.clear();
  EXPECT_THAT(refusal(other), HasSubstr("with other orders or stock at the start"));
  other = small_erp();
  other.defects = {{&bridge::erp_defect("drops_key"), 1}};
  EXPECT_THAT(refusal(other), HasSubstr("with other defects"));
  EXPECT_EQ(refusal(small_erp()), "(opened)");
}

TEST_F(ErpBooks, OfAnotherVersionOrProgramAreLeftAlone) {
  open();
  sim::Database(file_.path(), sim::Database::Mode::kCreate).execute("PRAGMA user_version = 7");
  EXPECT_THAT(refusal(small_erp()), HasSubstr("has version 7 of the reference ERP's files"));
  sim::Database(file_.path(), sim::Database::Mode::kCreate).execute("PRAGMA application_id = 7");
  EXPECT_THAT(refusal(small_erp()), HasSubstr("is not a file of the reference ERP"));
}

// A version that books differently would show other books than those that were answered for.
TEST_F(ErpBooks, AreNotOpenedWhenTheyWouldComeOutOtherwise) {
  {
    const auto service = open();
    post(*service, receipt("in", 20));
  }
  sim::Database(file_.path(), sim::Database::Mode::kCreate)
      .execute("UPDATE received SET document = 2");
  EXPECT_THAT(refusal(small_erp()), HasSubstr("message 1 (in) is booked otherwise now"));
}

// Files may not grow for a while, as on a full disk.
class FullDisk {
 public:
  explicit FullDisk(rlim_t bytes) {
    handler_ = std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit small{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &small);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &before_);
    std::signal(SIGXFSZ, handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST_F(ErpBooks, HaveNothingThatTheFileHasNotTaken) {
  const auto service = open();
  std::size_t taken = 0;
  {
    const FullDisk disk(std::filesystem::file_size(file_.path().string() + "-wal") + 50'000);
    EXPECT_THROW(
        while (true) {
          post(*service, receipt(std::to_string(taken)));
          ++taken;
        },
        bridge::ServiceUnavailable);
    EXPECT_GT(taken, 0U);
    EXPECT_EQ(documents(*service), taken);
  }
  EXPECT_FALSE(post(*service, receipt(std::to_string(taken))).again);
  EXPECT_EQ(documents(*service), taken + 1);
}

TEST_F(ErpBooks, BelongToOneAtATime) {
  const auto service = open();
  EXPECT_THROW(open(), sim::OutputError);
}

}  // namespace
}  // namespace planttwin::testing
