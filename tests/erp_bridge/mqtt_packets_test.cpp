#include "erp_bridge/transports/mqtt_packets.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace planttwin::bridge::mqtt {
namespace {

constexpr std::size_t kMost = 1 << 22;

class MqttVersions : public ::testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(, MqttVersions, ::testing::Values(3, 5));

TEST_P(MqttVersions, ReadWhatTheyWrite) {
  Parcel parcel{.address = "plant/orders", .key = {}, .body = std::string(200'000, 'b')};
  parcel.headers = {{"x-works", "M\u00fcnchen"}, {"x-works", "again"}};
  std::string bytes = publish(GetParam(), parcel, 4711);
  const auto packet = take_packet(bytes, kMost);
  ASSERT_TRUE(packet);
  EXPECT_EQ(bytes, "");
  const Published read = published(GetParam(), *packet);
  EXPECT_EQ(read.number, 4711);
  EXPECT_EQ(read.parcel.address, parcel.address);
  EXPECT_EQ(read.parcel.body, parcel.body);
  EXPECT_EQ(read.parcel.headers, GetParam() == 5 ? parcel.headers : std::vector<Header>{});
}

TEST_P(MqttVersions, TakeNoPacketBeforeItIsWhole) {
  const std::string whole =
      publish(GetParam(), {.address = "a", .key = {}, .body = std::string(300, 'b')}, 1);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    std::string part = whole.substr(0, size);
    EXPECT_EQ(take_packet(part, kMost), std::nullopt);
    EXPECT_EQ(part.size(), size);
  }
}

TEST_P(MqttVersions, SurviveEveryCutInABody) {
  std::string bytes = publish(
      GetParam(), {.address = "abc", .key = {}, .headers = {{"k", "v"}}, .body = "body"}, 1);
  const Packet whole = *take_packet(bytes, kMost);
  for (std::size_t size = 0; size < whole.body.size(); ++size) {
    const Packet cut{whole.type, whole.flags, whole.body.substr(0, size)};
    try {
      published(GetParam(), cut);
    } catch (const ProtocolFault&) {
      // As it should be, but for cuts in the body of the message.
    }
  }
}

// The example of the standard, table 2.1 (MQTT 5, section 1.5.5): sizes at the borders.
TEST(MqttPackets, WriteLengthsOfOneToFourBytes) {
  for (const auto& [body, header] : {std::pair{127 - 5, 2},
                                     {128 - 5, 3},
                                     {16'383 - 5, 3},
                                     {16'384 - 5, 4},
                                     {2'097'152 - 5, 5}}) {
    const std::string packet = publish(3,
                                       {.address = "a",
                                        .key = {},
                                        .headers = {},
                                        .body = std::string(static_cast<std::size_t>(body), 'b')},
                                       1);
    EXPECT_EQ(packet.size(), static_cast<std::size_t>(body + 5 + header));
  }
}

TEST(MqttPackets, RefuseWhatIsTooLongOrNoLength) {
  std::string large("\x30\xff\xff\xff\x7f", 5);
  EXPECT_THROW(take_packet(large, kMost), ProtocolFault);
  std::string endless("\x30\xff\xff\xff\xff\x01", 6);
  EXPECT_THROW(take_packet(endless, kMost), ProtocolFault);
}

// MQTT 3.1.1, section 3.1: without a user, a clean session, no signs of life.
TEST(MqttPackets, AskToConnectAsTheStandardSays) {
  Connect hello{.version = 3};
  hello.client_id = "a";
  EXPECT_EQ(connect(hello), std::string("\x10\x0d\0\x04MQTT\x04\x02\0\0\0\x01"
                                        "a",
                                        15));
  hello.user = "u";
  EXPECT_EQ(connect(hello)[9], '\xc2');
}

TEST(MqttPackets, ReadWhatTheBrokerGrants) {
  // Receive maximum 20, maximum QoS 0, largest packet 1,000, signs of life each 60 s; and a name.
  const std::string properties("\x21\0\x14\x24\0\x27\0\0\x03\xe8\x13\0\x3c\x12\0\x01x", 17);
  const Packet packet{Type::kConnack, 0, std::string("\x01\0\x11", 3) + properties};
  const Connack granted = connack(5, packet);
  EXPECT_TRUE(granted.session_present);
  EXPECT_EQ(granted.receive_most, 20);
  EXPECT_EQ(granted.qos_most, 0);
  EXPECT_EQ(granted.packet_most, 1000u);
  EXPECT_EQ(granted.keep_alive, 60);
  EXPECT_TRUE(refusal(5, 0x86).final);
  EXPECT_FALSE(refusal(5, 0x88).final);
  EXPECT_TRUE(refusal(3, 5).final);
}

TEST(MqttPackets, NameWhatIsNoTopic) {
  for (const char* address : {"", "a/+", "#"}) {
    EXPECT_NE(fault({
                  .address = address,
              }),
              "")
        << address;
  }
  EXPECT_EQ(fault({
                .address = "a/b",
            }),
            "");
}

}  // namespace
}  // namespace planttwin::bridge::mqtt
