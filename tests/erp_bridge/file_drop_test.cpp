#include "erp_bridge/transports/file_drop.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "tests/support/temporary_file.h"

namespace planttwin::bridge {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;
using Kind = Receipt::Kind;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class FileDrop : public ::testing::Test {
 protected:
  std::vector<std::string> names(const fs::path& folder) const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(folder)) {
      found.push_back(entry.path().filename().string());
    }
    return found;
  }
  void put(const std::string& name, const std::string& body) const {
    std::ofstream(drop_ / name) << body;
  }
  static std::vector<std::string> take_all(FileReceiver& receiver) {
    std::vector<std::string> bodies;
    while (const auto parcel = receiver.receive(0ms)) bodies.push_back(parcel->body);
    return bodies;
  }
  void SetUp() override { fs::create_directory(drop_); }

  testing::TemporaryFolder folder_;
  fs::path drop_ = folder_.file("drop");
  FileSender sender_{drop_};
  FileReceiver receiver_{drop_, ""};
};

Parcel parcel(const std::string& key, const std::string& body) {
  return {.address = "", .key = key, .body = body};
}

TEST_F(FileDrop, NamesFilesByNumberAndKey) {
  Parcel xml = parcel("order/7 \u00fc", "<a/>");
  xml.content_type = "application/xml";
  for (const Receipt& receipt : sender_.send({parcel("order-7", "{}"), xml, parcel("", "{}")})) {
    EXPECT_EQ(receipt.kind, Kind::kArrived) << receipt.reason;
  }
  EXPECT_THAT(names(drop_),
              UnorderedElementsAre("000000000001_order-7.json",
                                   "000000000002_order%2F7%20%C3%BC.xml", "000000000003.json"));
  const auto first = receiver_.receive(0ms), second = receiver_.receive(0ms);
  EXPECT_EQ(first->key, "order-7");
  EXPECT_EQ(second->key, "order/7 \u00fc");
  EXPECT_EQ(second->content_type, "application/xml");
}

TEST_F(FileDrop, NumbersOnAfterWhatIsThereAndWhatIsDone) {
  sender_.send({parcel("a", "1"), parcel("a", "2")});
  EXPECT_THAT(take_all(receiver_), ElementsAre("1", "2"));
  receiver_.acknowledge();
  FileSender later(drop_), other(drop_);
  later.send({parcel("a", "3")});
  other.send({parcel("a", "4")});
  later.send({parcel("a", "5")});
  EXPECT_THAT(take_all(receiver_), ElementsAre("3", "4", "5"));
}

TEST_F(FileDrop, TakesWholeFilesOnlyAndInTheOrderOfTheirNames) {
  put("b.json", "b");
  put("a.json", "a");
  put(".hidden", "no");
  put("c.part", "no");
  put("d.json.tmp", "no");
  fs::create_directory(drop_ / "e");
  EXPECT_THAT(take_all(receiver_), ElementsAre("a", "b"));
}

TEST_F(FileDrop, MovesWhatWasAcknowledgedAndOnlyThat) {
  put("a.json", "a");
  put("b.json", "b");
  EXPECT_EQ(receiver_.receive(0ms)->body, "a");
  receiver_.acknowledge();
  EXPECT_EQ(receiver_.receive(0ms)->body, "b");
  EXPECT_THAT(names(drop_ / "done"), ElementsAre("a.json"));
  EXPECT_TRUE(fs::exists(drop_ / "b.json"));
  put("a.json", "again");
  EXPECT_EQ(receiver_.receive(0ms)->body, "again");
  receiver_.acknowledge();
  EXPECT_THAT(names(drop_ / "done"), UnorderedElementsAre("a.json", "a.json.2", "b.json"));
}

TEST_F(FileDrop, LeavesNothingBehindWhenNobodyIsThere) {
  FileSender sender(folder_.file("missing"));
  const Receipt receipt = sender.send({parcel("a", "1")}).front();
  EXPECT_EQ(receipt.kind, Kind::kNotSent);
  FileReceiver receiver(folder_.file("missing"), "");
  EXPECT_EQ(receiver.receive(0ms), std::nullopt);
  EXPECT_NE(receiver.trouble(), "");
}

TEST_F(FileDrop, LeavesItsFolderForNoAddress) {
  for (const char* address : {"..", "../other", "/etc", "a/../../b"}) {
    Parcel one = parcel("a", "1");
    one.address = address;
    EXPECT_EQ(sender_.send({one}).front().kind, Kind::kNotSent) << address;
  }
  Parcel key = parcel("../../a", "1");
  EXPECT_EQ(sender_.send({key}).front().kind, Kind::kArrived);
  EXPECT_THAT(names(drop_), ElementsAre("000000000001_..%2F..%2Fa.json"));
}

}  // namespace
}  // namespace planttwin::bridge
